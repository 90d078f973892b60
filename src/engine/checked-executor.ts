import { allFinite, InputError, integerIn, lengthIs, numberIn, oneOf } from './errors';
import type {
  Executor,
  GradientRequest,
  ReplicaState,
  Samples,
  SliceRequest,
  TrainRequest,
} from './executor';
import { layoutOf } from './network/layout';
import type { NetworkSpec } from './network/spec';
import { TAP_PLACES } from './network/taps';
import { checkOptimiser, SLOTS } from './training/optimiser';

/**
 * An executor that looks at requests before it carries them out, so that kernels and ops alike get
 * only what fits: sizes, labels, sample numbers, finite inputs.
 */
export function checked(executor: Required<Executor>): Required<Executor> {
  return {
    get description() {
      return executor.description;
    },
    get width() {
      return executor.width;
    },
    async trainSteps(request) {
      checkTrainRequest(request);
      return executor.trainSteps(request);
    },
    async sliceLosses(request) {
      checkSliceRequest(request);
      return executor.sliceLosses(request);
    },
    async gradients(request) {
      checkGradientRequest(request);
      return executor.gradients(request);
    },
  };
}

/** @throws InputError saying what of the request does not fit, what was expected and what came. */
export function checkTrainRequest(request: TrainRequest): void {
  const { spec, samples, optimiser, settings, batch, state, order, rates } = request;
  checkSamples(spec, samples);
  for (const setting of settings) checkOptimiser(optimiser, setting);
  const replicas = integerIn('The number of replicas', settings.length, 1, 65_536);
  integerIn('The batch size', batch, 1, 2 ** 24);
  integerIn('The first step', request.firstStep, 0, 2 ** 31);
  if (rates.length < replicas || rates.length % replicas !== 0) {
    throw new InputError(
      `Learning rates for every step of ${replicas} replicas were expected, but ${rates.length} came.`,
    );
  }
  if (!rates.every(Number.isFinite)) {
    throw new InputError('Learning rates must be finite, but some of these are not.');
  }
  numberIn('The clipping norm', request.clipNorm, 0, Number.MAX_VALUE);
  checkState(spec, state, replicas, SLOTS[optimiser]);
  lengthIs('The order of samples', order, rates.length * batch);
  const stray = order.find((index) => index < 0 || index >= samples.count);
  if (stray !== undefined) {
    throw new InputError(`The order names sample ${stray}, but there are ${samples.count}.`);
  }
}

/** @throws InputError as above. */
export function checkSliceRequest(request: SliceRequest): void {
  const { spec, samples, statistics, centre, directions, dimensions, points, running } = request;
  checkSamples(spec, samples);
  const { size, statisticsSize } = layoutOf(spec);
  integerIn('The number of directions', dimensions, 1, 2);
  const replicas = centre.length / size;
  integerIn(`Centres of ${size} numbers each: their number`, replicas, 1, 65_536);
  lengthIs('The directions', directions, replicas * dimensions * size);
  allFinite('Centres', centre);
  allFinite('Directions', directions);
  if (points.length < dimensions || points.length % dimensions !== 0) {
    throw new InputError(
      `Points of a slice have ${dimensions} coordinates each, but ${points.length} numbers came.`,
    );
  }
  if (!points.every(Number.isFinite)) {
    throw new InputError('Points of a slice must be finite, but some of these are not.');
  }
  checkStatistics(statistics, running, replicas * statisticsSize);
}

/** @throws InputError as above. */
export function checkGradientRequest(request: GradientRequest): void {
  const { spec, samples, statistics, parameters, running, tangent } = request;
  checkSamples(spec, samples);
  const { size, statisticsSize } = layoutOf(spec);
  lengthIs('The parameter vector of this network', parameters, size);
  if (tangent) lengthIs('A direction in this network', tangent, size);
  if (![parameters, ...(tangent ? [tangent] : [])].every((v) => v.every(Number.isFinite))) {
    throw new InputError(
      'A gradient needs finite parameters and directions, but some of these numbers are not finite.',
    );
  }
  for (const place of request.taps ?? []) oneOf('The place of a tap', place, TAP_PLACES);
  checkStatistics(statistics, running, statisticsSize);
}

/** Samples are looked through once; they do not change. */
const seen = new WeakMap<Samples, number>();

/** @throws InputError when samples do not fit a network, or are not finite. */
export function checkSamples(spec: NetworkSpec, samples: Samples): void {
  const { x, labels, count } = samples;
  const inputs = spec.family === 'mlp' ? spec.inputs : spec.side ** 2 * spec.channels;
  if (count < 1 || x.length !== count * inputs || labels.length !== count) {
    throw new InputError(
      `The network takes ${inputs} numbers a sample, so ${count} samples need ${count * inputs} numbers and ${count} labels, but ${x.length} and ${labels.length} came.`,
    );
  }
  let largest = seen.get(samples);
  if (largest === undefined) {
    if (!x.every(Number.isFinite)) {
      throw new InputError('The samples must be finite numbers, but some of these are not.');
    }
    const negative = labels.find((label) => label < 0);
    if (negative !== undefined) {
      throw new InputError(`Labels are whole numbers from 0, but ${negative} came.`);
    }
    largest = labels.reduce((a, b) => Math.max(a, b));
    seen.set(samples, largest);
  }
  if (largest >= spec.classes) {
    throw new InputError(
      `Labels from 0 to ${spec.classes - 1} were expected for ${spec.classes} classes, but ${largest} came.`,
    );
  }
}

function checkState(spec: NetworkSpec, state: ReplicaState, replicas: number, slots: number) {
  const { size, statisticsSize } = layoutOf(spec);
  lengthIs('The parameters of the replicas', state.parameters, replicas * size);
  lengthIs('The slots of the optimiser', state.slots, replicas * slots * size);
  lengthIs('The running statistics', state.running, replicas * statisticsSize);
}

function checkStatistics(statistics: 'batch' | 'frozen', running: Float32Array, expected: number) {
  oneOf('The statistics', statistics, ['batch', 'frozen']);
  if (statistics === 'frozen') lengthIs('The running statistics', running, expected);
}
