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
import { initialState, type TrainingProgress, type TrainingState, train } from './training/train';
import { type Checkpoint, type RecordedCheckpoints, recorderOf } from './trajectory/recorder';

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
  /** `other`: the training of the second solution, of directions `solution`. */
  readonly part: 'training' | 'other' | 'slicing' | 'analysing';
  /** Share of the part, 0 to 1. */
  readonly done: number;
}

/** A training so far. */
export interface TrainingPart {
  readonly state: TrainingState;
  /** Of all steps so far. */
  readonly losses: Float32Array;
  /** Why it ended, if it did. */
  readonly end?: NonNullable<TrainingProgress['end']>;
}

/**
 * An unfinished run: enough to go on from, to a result that is bit-equal to that of a run which was
 * never interrupted, on the same backend.
 */
export interface RunPart {
  readonly training: TrainingPart;
  readonly path?: RecordedCheckpoints;
  /** Of the second solution. */
  readonly other?: TrainingPart;
  /** Points so far; NaN where there are none. */
  readonly slice?: Pick<Slice, 'loss' | 'accuracy'>;
}

export interface CarryOutOptions {
  readonly onProgress?: (progress: RunProgress) => void;
  /** An earlier attempt at the same experiment, to go on from. */
  readonly resume?: RunPart | undefined;
  /** Called after every piece of work; `part` makes what there is so far. */
  readonly keep?: (part: () => RunPart) => void | Promise<void>;
}

/**
 * Carries out an experiment from beginning to end: train, evaluate, slice, analyse. The numbers
 * depend on the experiment, the data and the backend alone, not on how fast the machine is or how
 * often it was interrupted.
 *
 * @throws InputError when the data do not fit the experiment.
 */
export async function carryOut(
  experiment: Experiment,
  dataset: Dataset,
  executor: Executor,
  { onProgress = () => {}, resume, keep = () => {} }: CarryOutOptions = {},
): Promise<Run> {
  const spec = networkSpec(experiment, dataset);
  const recorder = recorderOf(experiment, resume?.path);
  const initial = initialState(experiment, spec);
  if (!resume) recorder?.offer(initial);
  let training: TrainingPart = resume?.training ?? begun(initial);
  let other = resume?.other;
  let known = resume?.slice;
  const part = (): RunPart => ({
    training,
    ...(recorder && { path: { every: recorder.every, checkpoints: recorder.checkpoints } }),
    ...(other && { other }),
    ...(known && { slice: known }),
  });

  const tell = (name: 'training' | 'other') => (state: TrainingState) =>
    onProgress({ part: name, done: state.step / Math.max(1, experiment.training.steps) });
  for await (training of goOn(experiment, spec, dataset, executor, training)) {
    recorder?.offer(training.state);
    tell('training')(training.state);
    await keep(part);
  }
  const { state } = training;
  const evaluation = await evaluate(spec, state, dataset, executor);
  const { landscape } = experiment;
  if (landscape.directions === 'solution') {
    const alike = { ...experiment, seed: landscape.otherSeed! };
    other ??= begun(initialState(alike, spec));
    for await (other of goOn(alike, spec, dataset, executor, other)) {
      tell('other')(other.state);
      await keep(part);
    }
  }
  const plane = await planeOf(experiment, spec, state, dataset, {
    executor,
    path: recorder?.checkpoints.map(({ parameters }) => parameters),
    other: other?.state.parameters,
  });
  const [nx, ny] = landscape.points;
  let result: Slice | undefined;
  for await (const progress of sliceOf(experiment, plane, other?.state, executor, known)) {
    result = progress.slice;
    known = result;
    onProgress({ part: 'slicing', done: progress.done / (nx * ny) });
    await keep(part);
  }
  if (!result) throw new InputError('A slice needs at least one point, but none was asked for.');
  if (experiment.analysis) onProgress({ part: 'analysing', done: 0 });
  const subject = { plane, slice: result, initial, state, checkpoints: recorder?.checkpoints };
  const analysis = await analyse(experiment, subject, executor);
  return {
    experiment,
    losses: training.losses,
    state,
    evaluation,
    slice: result,
    directions: plane.directions,
    divergedAt: training.end === 'diverged' ? state.step : undefined,
    ...(recorder && { checkpoints: recorder.checkpoints }),
    ...(analysis && { analysis }),
  };
}

function begun(state: TrainingState): TrainingPart {
  return { state, losses: new Float32Array(0) };
}

/** Trains from where a training stands to its end; nothing if it has ended. */
async function* goOn(
  experiment: Experiment,
  spec: NetworkSpec,
  dataset: Dataset,
  executor: Executor,
  { state: resume, losses: before, end: ended }: TrainingPart,
): AsyncGenerator<TrainingPart, void, void> {
  if (ended) return;
  const log = new Float32Array(experiment.training.steps);
  log.set(before);
  const options = { resume, before };
  for await (const { state, losses, end } of train(
    experiment,
    spec,
    dataset.train,
    executor,
    options,
  )) {
    log.set(losses, state.step - losses.length);
    yield { state, losses: log.slice(0, state.step), ...(end && { end }) };
  }
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

/**
 * The slice that an experiment asks for, of a plane made for it, as `slice` reports it.
 *
 * @param known points of an interrupted slice; a line between two networks begins anew.
 */
export async function* sliceOf(
  { landscape }: Experiment,
  plane: Plane,
  other: TrainingState | undefined,
  executor: Executor,
  known?: Pick<Slice, 'loss' | 'accuracy'>,
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
  yield* slice(plane, grid, executor, undefined, known);
}
