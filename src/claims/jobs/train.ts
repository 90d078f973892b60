import type { Experiment, ExperimentInput } from '@/engine/experiment/schema';
import { surfaceMeasures } from '@/engine/landscape/measures';
import { planeOf } from '@/engine/landscape/plane';
import { axis, type Slice, slice } from '@/engine/landscape/slice';
import { sublevel } from '@/engine/landscape/sublevel';
import { evaluate, type Score } from '@/engine/training/evaluate';
import type { TrainingState } from '@/engine/training/train';
import type { JobContext } from './jobs';
import { type Prepared, prepare, trainToEnd } from './prepare';

export interface TrainArgument {
  readonly experiment: ExperimentInput;
  /** Slices to measure: what differs from the experiment's own landscape. */
  readonly views?: readonly NonNullable<ExperimentInput['landscape']>[];
}

export interface TrainResult {
  /** Over all samples, with the running statistics of training; ∞ where it is not finite. */
  readonly train: Score;
  readonly test: Score;
  /** Mean of the last 20 batches' losses, in nats; ∞ of a run that diverged, NaN of no steps. */
  readonly recentLoss: number;
  readonly classes: number;
  readonly surfaces: readonly SurfaceNumbers[];
}

/**
 * Measures of one slice; `undefined` where the centre is at chance and has no basin, NaN where the
 * slice is flat and has no shape.
 */
export interface SurfaceNumbers {
  readonly ev: number;
  readonly laplacian: number;
  readonly minima: number;
  readonly radius: number | undefined;
  /** Connected pieces of the part below the loss at the centre + ½ ln C. */
  readonly pieces: number | undefined;
  /** Long to short axis of the basin around the centre. */
  readonly aspect: number | undefined;
}

/** The job `train`. */
export async function train(argument: TrainArgument, context: JobContext): Promise<TrainResult> {
  const prepared = await prepare(argument.experiment, context);
  const { experiment, dataset, spec } = prepared;
  const { state, losses, diverged } = await trainToEnd(prepared, context);
  const scores = await evaluate(spec, state, dataset, context.executor);
  const surfaces: SurfaceNumbers[] = [];
  for (const view of argument.views ?? []) {
    const seen = { ...experiment, landscape: { ...experiment.landscape, ...view } } as Experiment;
    surfaces.push(await measure({ ...prepared, experiment: seen }, state, context));
  }
  const last = losses.slice(-20);
  return {
    train: finite(scores.train),
    test: finite(scores.test),
    recentLoss: diverged ? Number.POSITIVE_INFINITY : last.reduce((a, b) => a + b, 0) / last.length,
    classes: dataset.classes,
    surfaces,
  };
}

async function measure(
  { experiment, dataset, spec }: Prepared,
  state: TrainingState,
  { executor }: JobContext,
): Promise<SurfaceNumbers> {
  const { landscape } = experiment;
  const [nx, ny] = landscape.points;
  const grid = { x: axis(landscape.x, nx), y: axis(landscape.y, ny) };
  const plane = await planeOf(experiment, spec, state, dataset, { executor });
  let result: Slice | undefined;
  for await (const progress of slice(plane, grid, executor, 200)) result = progress.slice;
  return numbersOf(result!, dataset.classes, landscape.samples);
}

/** The numbers of a slice that is complete. */
export function numbersOf(surface: Slice, classes: number, samples: number): SurfaceNumbers {
  const input = { ...surface, classes, samples };
  const { ev, laplacian, minima, radius } = surfaceMeasures(input);
  const below = radius === undefined ? undefined : sublevel(input, 0.5 * Math.log(classes));
  return {
    ev: ev ?? Number.NaN,
    laplacian: laplacian ?? Number.NaN,
    minima: minima ?? Number.NaN,
    radius,
    pieces: below?.pieces,
    aspect: below?.aspect,
  };
}

function finite({ loss, error }: Score): Score {
  return { loss: Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY, error };
}
