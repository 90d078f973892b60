import { checkGradientRequest } from './checked-executor';
import { InputError, numberIn, UnsupportedError } from './errors';
import type { Executor, GradientRequest, GradientResult } from './executor';
import { layoutOf } from './network/layout';
import { optimiserDefaults } from './training/optimiser';

/**
 * Learning rate of the step that reads a gradient off: so large that θ vanishes beside η∇L in
 * float32, so small that η∇L stays finite for gradients up to 10²⁶.
 */
const READING_RATE = 2 ** 40;

/** A network at one point of its loss surface, and over which samples that is taken. */
export type NetworkPoint = Omit<GradientRequest, 'tangent' | 'taps'>;

/**
 * Loss and gradient of a network over all of a request's samples, on whatever the executor has.
 *
 * Where the plain gradient with the samples' own statistics is asked for, one step of gradient
 * descent tells it, by any backend's training kernel: ∇L = (θ − θ′)/η. The rest (Hessian products,
 * gradients within the network, frozen statistics) needs an executor with a reverse mode.
 *
 * @throws InputError when sizes do not fit the network.
 * @throws UnsupportedError in words when the executor cannot do what the request asks for.
 */
export async function gradientAt(
  request: GradientRequest,
  executor: Executor,
): Promise<GradientResult> {
  checkGradientRequest(request);
  const { spec, tangent, taps = [], statistics } = request;
  const frozen = statistics === 'frozen' && layoutOf(spec).statisticsSize > 0;
  if (!tangent && taps.length === 0 && !frozen) return gradientByStep(request, executor);
  if (!executor.gradients) {
    throw new UnsupportedError(
      `${executor.description} gives only gradients with the samples' own batch statistics; Hessian products, gradients within the network and frozen statistics need tfjs.`,
    );
  }
  return executor.gradients(request);
}

async function gradientByStep(
  { spec, samples, parameters }: GradientRequest,
  executor: Executor,
): Promise<GradientResult> {
  const { statistics, statisticsSize } = layoutOf(spec);
  const running = new Float32Array(statisticsSize);
  for (const { offset, channels } of statistics) {
    running.fill(1, offset + channels, offset + 2 * channels);
  }
  const { state, losses, computeTime } = await executor.trainSteps({
    spec,
    samples,
    optimiser: 'sgd',
    settings: [{ ...optimiserDefaults('sgd'), weightDecay: 0 }],
    batch: samples.count,
    firstStep: 0,
    clipNorm: 0,
    state: { parameters, slots: new Float32Array(0), running },
    order: Int32Array.from({ length: samples.count }, (_, i) => i),
    rates: Float32Array.of(READING_RATE),
  });
  const gradient = parameters.map((value, i) => (value - state.parameters[i]!) / READING_RATE);
  return { loss: losses[0]!, gradient, taps: [], computeTime };
}

/**
 * The gradient of the loss plus L2 weight decay, ∇L + λθ: what training with λ descends.
 *
 * @returns a new array [P]
 * @throws InputError when lengths differ or λ lies outside [0, 10].
 */
export function regularisedGradient(
  gradient: Float32Array,
  parameters: Float32Array,
  weightDecay: number,
): Float32Array {
  numberIn('The weight decay', weightDecay, 0, 10);
  if (gradient.length !== parameters.length) {
    throw new InputError(
      `A gradient has a number for every parameter, but ${gradient.length} and ${parameters.length} came.`,
    );
  }
  return gradient.map((g, i) => g + weightDecay * parameters[i]!);
}
