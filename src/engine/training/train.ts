import { checkSamples } from '../checked-executor';
import { InputError, integerIn, numberIn } from '../errors';
import type { Executor, Implementation, ReplicaState, Samples, TrainResult } from '../executor';
import type { Experiment } from '../experiment/schema';
import { initialise } from '../network/initialise';
import { layoutOf } from '../network/layout';
import type { NetworkSpec } from '../network/spec';
import { checkOptimiser, SLOTS } from './optimiser';
import { SampleOrder } from './order';
import { learningRates } from './schedule';

/** A run between two steps: enough to go on from, to bit-equal results on the same backend. */
export interface TrainingState extends ReplicaState {
  /** Steps taken. */
  readonly step: number;
}

/** What a run reports after each chunk of steps. */
export interface TrainingProgress {
  readonly state: TrainingState;
  /** Losses of the steps since the last report, each before its step; the last is step − 1. */
  readonly losses: Float32Array;
  readonly implementation: Implementation;
  /**
   * Why the run ended; undefined while it goes on. `diverged`: from here the next step's loss, or
   * the network it leads to, is not finite.
   */
  readonly end?: 'finished' | 'stopLoss' | 'diverged';
}

export interface TrainOptions {
  /** Goes on from here instead of the initial values. */
  readonly resume?: TrainingState;
  /** Losses of the steps before `resume`, the last ones at least: `stopLoss` averages over them. */
  readonly before?: ArrayLike<number>;
  /** Wall-clock length of a chunk, ms: how often progress comes. Never changes the numbers. */
  readonly chunkTime?: number;
}

const EMPTY = new Float32Array(0);

/** Steps over which `stopLoss` averages. */
const STOP_WINDOW = 20;

/** @returns the run of an experiment before its first step. */
export function initialState(experiment: Experiment, spec: NetworkSpec): TrainingState {
  checkOptimiser(experiment.training.optimiser, experiment.training);
  const layout = layoutOf(spec);
  const running = new Float32Array(layout.statisticsSize);
  // As PyTorch: running means start at 0, running variances at 1.
  for (const { offset, channels } of layout.statistics) {
    running.fill(1, offset + channels, offset + 2 * channels);
  }
  return {
    step: 0,
    parameters: initialise(spec, experiment.init, experiment.seed),
    slots: new Float32Array(SLOTS[experiment.training.optimiser] * layout.size),
    running,
  };
}

/**
 * Trains the network of an experiment, yielding after every chunk of steps; stop it by leaving the
 * loop. A report falls on every multiple of `checkpointEvery`. Chunks never change the numbers.
 *
 * @param options.resume a state of an earlier report, or one of `checkpointEvery`: what follows is
 *   bit-equal to a run that was never interrupted, on the same backend.
 * @throws InputError when settings, samples or state do not fit the network.
 */
export async function* train(
  experiment: Experiment,
  spec: NetworkSpec,
  samples: Samples,
  executor: Executor,
  { resume, before = [], chunkTime = 40 }: TrainOptions = {},
): AsyncGenerator<TrainingProgress, void, void> {
  const { training, seed } = experiment;
  checkOptimiser(training.optimiser, training);
  integerIn('The number of steps', training.steps, 0, 1_000_000);
  checkSamples(spec, samples);
  if (training.batch > samples.count) {
    throw new InputError(
      `A batch can hold at most the ${samples.count} training samples, but ${training.batch} came.`,
    );
  }
  numberIn('The length of a chunk, in ms,', chunkTime, 1e-6, 1e9);
  const order = new SampleOrder(seed, samples.count, training.batch);
  let state = resume ?? initialState(experiment, spec);
  checkTrainingState(state, spec, training.optimiser);

  const advance = async (count: number): Promise<TrainResult> =>
    executor.trainSteps({
      spec,
      samples,
      optimiser: training.optimiser,
      settings: [training],
      batch: training.batch,
      firstStep: state.step,
      clipNorm: training.clipNorm,
      state,
      order: order.steps(state.step, count),
      rates: learningRates(training, state.step, count),
    });

  let recent = Array.from(before).slice(-STOP_WINDOW);
  // Begun with one, since a slow backend may take long for a step.
  let chunk = 1;
  while (state.step < training.steps) {
    const count = Math.min(chunk, stepsToBoundary(state.step, training));
    let result = await advance(count);
    // Growth is bounded, so one hiccup of the machine does not make the next report late.
    const fitting = Math.round((count * chunkTime) / Math.max(0.01, result.computeTime));
    chunk = Math.max(1, Math.min(4 * chunk, 1024, fitting));

    const stop = firstStop(result, recent, training.stopLoss);
    let end: TrainingProgress['end'] = stop?.end;
    if (stop) {
      const finite = await upToLastFinite(advance, stop.keep);
      if (finite.steps < stop.keep) end = 'diverged';
      result = finite.result ?? { ...result, state, losses: EMPTY };
    }
    recent = [...recent, ...result.losses].slice(-STOP_WINDOW);
    state = { ...result.state, step: state.step + result.losses.length };
    end ??= state.step >= training.steps ? 'finished' : undefined;
    yield {
      state,
      losses: result.losses,
      implementation: result.implementation,
      ...(end && { end }),
    };
    if (end) return;
  }
}

function stepsToBoundary(step: number, training: Experiment['training']): number {
  const left = training.steps - step;
  const every = training.checkpointEvery;
  return every > 0 ? Math.min(left, every - (step % every)) : left;
}

/** Where within a chunk the run ends, if it does: at most `keep` steps of it count. */
function firstStop(
  { losses, state }: TrainResult,
  recent: readonly number[],
  stopLoss: number,
): { end: 'diverged' | 'stopLoss'; keep: number } | undefined {
  const window = [...recent];
  for (const [i, loss] of losses.entries()) {
    if (!Number.isFinite(loss)) return { end: 'diverged', keep: i };
    window.push(loss);
    if (window.length > STOP_WINDOW) window.shift();
    if (stopLoss > 0 && window.length === STOP_WINDOW) {
      const mean = window.reduce((a, b) => a + b, 0) / STOP_WINDOW;
      if (mean <= stopLoss) return { end: 'stopLoss', keep: i + 1 };
    }
  }
  const finite = state.parameters.every(Number.isFinite);
  return finite ? undefined : { end: 'diverged', keep: losses.length };
}

/**
 * Does a chunk again up to `limit`, or to the last step before it whose network is finite: the
 * state after the whole chunk lies past the end. A network that left the finite numbers never comes
 * back to them, so halving finds that step, which is the same however the run is cut into chunks.
 */
async function upToLastFinite(
  advance: (count: number) => Promise<TrainResult>,
  limit: number,
): Promise<{ steps: number; result?: TrainResult }> {
  let found: { steps: number; result?: TrainResult } = { steps: 0 };
  let tooMany = limit + 1;
  for (let steps = limit; steps > found.steps; steps = (found.steps + tooMany) >> 1) {
    const result = await advance(steps);
    if (result.state.parameters.every(Number.isFinite)) found = { steps, result };
    else tooMany = steps;
  }
  return found;
}

/** @throws InputError saying what of a state does not fit the network, or that it had diverged. */
export function checkTrainingState(
  state: TrainingState,
  spec: NetworkSpec,
  optimiser: Experiment['training']['optimiser'],
) {
  integerIn('The step of a checkpoint', state.step, 0, 1_000_000);
  const { size, statisticsSize } = layoutOf(spec);
  const expected = [size, SLOTS[optimiser] * size, statisticsSize];
  const came = [state.parameters.length, state.slots.length, state.running.length];
  if (expected.some((length, i) => length !== came[i])) {
    throw new InputError(
      `This checkpoint does not fit the network: ${expected.join(' + ')} numbers (parameters, optimiser, statistics) were expected, but ${came.join(' + ')} came.`,
    );
  }
  if (!state.parameters.every(Number.isFinite)) {
    throw new InputError(
      'A checkpoint must hold finite parameters, but some of these are not: the run had diverged.',
    );
  }
}
