import { type Analysis, analyse } from './analysis';
import type { Dataset } from './data/dataset';
import { InputError } from './errors';
import type { Executor } from './executor';
import type { Experiment } from './experiment/schema';
import { networkSpec } from './experiment/spec';
import { interpolate } from './landscape/interpolation';
import { planeOf } from './landscape/plane';
import { axis, type Plane, type Slice, type SliceProgress, slice } from './landscape/slice';
import type { NetworkSpec } from './network/spec';
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
  /** Of the slice: one unit along x and y, [P] each. */
  readonly directions: readonly Float32Array[];
  /** The last step with a finite network, if the run diverged there. */
  readonly divergedAt?: number | undefined;
  /** The path of the training, if checkpoints were asked for. */
  readonly checkpoints?: readonly Checkpoint[];
  /** What the experiment's `analysis` asks for. */
  readonly analysis?: Analysis;
}

export interface RunProgress {
  readonly part: 'training' | 'slicing';
  /** Share of the part, 0 to 1. */
  readonly done: number;
}

/**
 * Carries out an experiment from beginning to end: train, evaluate, slice, analyse. The numbers
 * depend on the experiment, the data and the backend alone, not on how fast the machine is.
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
  const recorder = recorderOf(experiment);
  const initial = initialState(experiment, spec);
  recorder?.offer(initial);
  const losses: number[] = [];
  let divergedAt: number | undefined;
  let state = initial;
  for await (const progress of train(experiment, spec, dataset.train, executor)) {
    state = progress.state;
    for (const loss of progress.losses) losses.push(loss);
    recorder?.offer(state);
    if (progress.end === 'diverged') divergedAt = state.step;
    onProgress({ part: 'training', done: state.step / steps });
  }
  const evaluation = await evaluate(spec, state, dataset, executor);
  const { landscape } = experiment;
  const other =
    landscape.directions === 'solution'
      ? await trainOther(experiment, spec, dataset, executor)
      : undefined;
  const plane = await planeOf(experiment, spec, state, dataset, {
    executor,
    path: recorder?.checkpoints.map(({ parameters }) => parameters),
    other: other?.parameters,
  });
  const [nx, ny] = landscape.points;
  let result: Slice | undefined;
  for await (const progress of sliceOf(experiment, plane, other, executor)) {
    result = progress.slice;
    onProgress({ part: 'slicing', done: progress.done / (nx * ny) });
  }
  if (!result) throw new InputError('A slice needs at least one point, but none was asked for.');
  const subject = { plane, slice: result, initial, state, checkpoints: recorder?.checkpoints };
  const analysis = await analyse(experiment, subject, executor);
  return {
    experiment,
    losses: Float32Array.from(losses),
    state,
    evaluation,
    slice: result,
    directions: plane.directions,
    divergedAt,
    ...(recorder && { checkpoints: recorder.checkpoints }),
    ...(analysis && { analysis }),
  };
}

/**
 * The second solution of an experiment with directions `solution`: the same training from another
 * seed, on the same data.
 */
export async function trainOther(
  experiment: Experiment,
  spec: NetworkSpec,
  dataset: Dataset,
  executor: Executor,
): Promise<TrainingState> {
  const alike = { ...experiment, seed: experiment.landscape.otherSeed! };
  let state = initialState(alike, spec);
  for await (const progress of train(alike, spec, dataset.train, executor)) ({ state } = progress);
  return state;
}

/** Of a line between two networks nobody says which code measured it. */
type AnySliceProgress = Omit<SliceProgress, 'implementation'> & Partial<SliceProgress>;

/** The slice that an experiment asks for, of a plane made for it, as `slice` reports it. */
export async function* sliceOf(
  { landscape }: Experiment,
  plane: Plane,
  other: TrainingState | undefined,
  executor: Executor,
): AsyncGenerator<AnySliceProgress, void, void> {
  const [nx, ny] = landscape.points;
  const grid = { x: axis(landscape.x, nx), y: axis(landscape.y, ny) };
  const { spec, samples, statistics } = plane;
  const plainLine =
    ny === 1 && landscape.normalisation === 'none' && landscape.biasAndNorm === 'keep';
  if (other && plainLine && statistics === 'frozen') {
    // The line leads from one set of running statistics to the other as well (Li et al. 2018).
    const ends = [{ parameters: plane.centre, running: plane.running }, other] as const;
    const between = await interpolate(ends, grid.x, spec, samples, statistics, executor);
    yield { slice: { ...grid, ...between }, done: nx, stride: 1 };
    return;
  }
  yield* slice(plane, grid, executor);
}
