import type { Dataset } from './data/dataset';
import { InputError } from './errors';
import type { Executor } from './executor';
import type { Experiment } from './experiment/schema';
import { networkSpec } from './experiment/spec';
import { planeOf } from './landscape/plane';
import { axis, type Slice, slice } from './landscape/slice';
import { type Evaluation, evaluate } from './training/evaluate';
import { initialState, type TrainingState, train } from './training/train';
import { type Checkpoint, recorderOf } from './trajectory/recorder';

/** What an experiment gives: plain arrays, the same from a browser, a test or a recording. */
export interface Run {
  readonly experiment: Experiment;
  /** Mean cross-entropy of each step's batch before the step, in nats: [steps taken]. */
  readonly losses: Float32Array;
  /** The network at the end. */
  readonly state: TrainingState;
  readonly evaluation: Evaluation;
  readonly slice: Slice;
  /** The last step with a finite network, if the run diverged there. */
  readonly divergedAt?: number | undefined;
  /** The path of the training, if checkpoints were asked for. */
  readonly checkpoints?: readonly Checkpoint[];
}

export interface RunProgress {
  readonly part: 'training' | 'slicing';
  /** Share of the part, 0 to 1. */
  readonly done: number;
}

/**
 * Carries out an experiment from beginning to end: train, evaluate, slice.
 *
 * @throws InputError when the data do not fit the experiment.
 */
export async function carryOut(
  experiment: Experiment,
  dataset: Dataset,
  executor: Executor,
  onProgress: (progress: RunProgress) => void = () => {},
): Promise<Run> {
  const spec = networkSpec(experiment, dataset);
  const { steps } = experiment.training;
  let state = initialState(experiment, spec);
  let divergedAt: number | undefined;
  const losses = new Float32Array(steps);
  const recorder = recorderOf(experiment);
  recorder?.offer(state);
  for await (const progress of train(experiment, spec, dataset.train, executor)) {
    state = progress.state;
    losses.set(progress.losses, state.step - progress.losses.length);
    recorder?.offer(state);
    if (progress.end === 'diverged') divergedAt = state.step;
    onProgress({ part: 'training', done: state.step / steps });
  }
  const evaluation = await evaluate(spec, state, dataset, executor);
  const { landscape } = experiment;
  const [nx, ny] = landscape.points;
  const grid = { x: axis(landscape.x, nx), y: axis(landscape.y, ny) };
  const plane = await planeOf(experiment, spec, state, dataset, {
    executor,
    path: recorder?.checkpoints.map(({ parameters }) => parameters),
  });
  let result: Slice | undefined;
  for await (const progress of slice(plane, grid, executor)) {
    result = progress.slice;
    onProgress({ part: 'slicing', done: progress.done / (nx * ny) });
  }
  if (!result) throw new InputError('A slice needs at least one point, but none was asked for.');
  const taken = losses.slice(0, state.step);
  return {
    experiment,
    losses: taken,
    state,
    evaluation,
    slice: result,
    divergedAt,
    ...(recorder && { checkpoints: recorder.checkpoints }),
  };
}
