import { type CurvatureMap, curvatureMap } from './curvature/map';
import { type Sharpness, sharpness } from './curvature/sharpness';
import { hessianSpectrum, type Spectrum } from './curvature/spectrum';
import { stabilityThreshold } from './curvature/stability';
import { hessianTrace, type Trace } from './curvature/trace';
import type { Executor } from './executor';
import type { Experiment } from './experiment/schema';
import { type GradientFlow, gradientFlow } from './flow/gradient-flow';
import type { NetworkPoint } from './gradients';
import { type SurfaceMeasures, surfaceMeasures } from './landscape/measures';
import { axis, type Plane, type Slice } from './landscape/slice';
import type { TrainingState } from './training/train';
import { type PathAngles, type PathOnPlane, pathAngles, pathOnPlane } from './trajectory/on-plane';
import { type Pca, pca } from './trajectory/pca';
import type { Checkpoint } from './trajectory/recorder';
import { type StepParts, stepParts } from './trajectory/steps';

/** What an experiment's `analysis` asks for, as plain values; what it leaves out is absent. */
export interface Analysis {
  readonly surface?: SurfaceMeasures;
  /** Absent also where the run took fewer than two steps: that is no path. */
  readonly trajectory?: TrajectoryAnalysis;
  readonly curvature?: CurvatureAnalysis;
  /** At initialisation, every checkpoint and the end. */
  readonly flow?: readonly (GradientFlow & { readonly step: number })[];
}

export interface TrajectoryAnalysis {
  /** Displacements from the last point; with the random walk's shares beside its own. */
  readonly uncentred: Pca;
  readonly centred: Pca;
  /** On the plane of the slice. */
  readonly onPlane: PathOnPlane;
  readonly angles: PathAngles;
  readonly steps: readonly StepParts[];
}

export interface CurvatureAnalysis {
  readonly spectrum: Spectrum;
  /** 2/η, and what it becomes with momentum, for the schedule's first rate; see stability.ts. */
  readonly threshold: number | undefined;
  readonly trace?: Trace;
  readonly sharpness?: Sharpness;
  readonly map?: CurvatureMap;
}

/** What a run has come to: all that an analysis looks at. */
export interface AnalysisSubject {
  readonly plane: Plane;
  readonly slice: Slice;
  /** The network before its first step, and at its end. */
  readonly initial: Checkpoint;
  readonly state: TrainingState;
  /** The path, ends included, if it was kept. */
  readonly checkpoints?: readonly Checkpoint[] | undefined;
}

/**
 * Carries out the analysis of an experiment, over the samples and with the batch-norm statistics of
 * its landscape.
 *
 * @returns nothing where the experiment asks for none.
 * @throws UnsupportedError in words for what the backend cannot do with this network.
 */
export async function analyse(
  experiment: Experiment,
  subject: AnalysisSubject,
  executor: Executor,
): Promise<Analysis | undefined> {
  const { analysis, landscape } = experiment;
  if (!analysis) return undefined;
  const { plane, slice, initial, state } = subject;
  const path = subject.checkpoints ?? (state.step > 0 ? [initial, state] : [state]);
  const at = ({ parameters, running }: Checkpoint): NetworkPoint => {
    const { spec, samples, statistics } = plane;
    return { spec, samples, statistics, parameters, running };
  };
  const flow: (GradientFlow & { step: number })[] = [];
  for (const checkpoint of analysis.flow ? path : []) {
    flow.push({ step: checkpoint.step, ...(await gradientFlow(at(checkpoint), executor)) });
  }
  const { samples, classes } = { samples: landscape.samples, classes: plane.spec.classes };
  return {
    ...(analysis.surface && { surface: surfaceMeasures({ ...slice, classes, samples }) }),
    ...(analysis.trajectory &&
      path.length > 2 && { trajectory: await trajectoryOf(experiment, path, plane, executor) }),
    ...(analysis.curvature && {
      curvature: await curvatureOf(experiment, analysis.curvature, at(state), plane, executor),
    }),
    ...(analysis.flow && { flow }),
  };
}

async function trajectoryOf(
  { training }: Experiment,
  path: readonly Checkpoint[],
  plane: Plane,
  executor: Executor,
): Promise<TrajectoryAnalysis> {
  const points = path.map(({ parameters }) => parameters);
  const { weightDecay } = training;
  return {
    uncentred: pca(points, { centred: false }),
    centred: pca(points, { centred: true }),
    onPlane: await pathOnPlane(path, plane, executor),
    angles: await pathAngles(points, plane, executor, { weightDecay }),
    steps: stepParts(points),
  };
}

async function curvatureOf(
  { training, landscape }: Experiment,
  wanted: NonNullable<NonNullable<Experiment['analysis']>['curvature']>,
  point: NetworkPoint,
  plane: Plane,
  executor: Executor,
): Promise<CurvatureAnalysis> {
  const { probes, radius, map: side, ...options } = wanted;
  const { optimiser, learningRate, momentum } = training;
  const { seed } = landscape;
  let map: CurvatureMap | undefined;
  if (side > 0) {
    const grid = { x: axis(landscape.x, side), y: axis(landscape.y, side) };
    if (plane.directions.length === 1) grid.y = Float64Array.of(0);
    for await (const progress of curvatureMap(plane, grid, executor, options)) map = progress.map;
  }
  return {
    spectrum: await hessianSpectrum(point, executor, { ...options, seed }),
    threshold: learningRate > 0 ? stabilityThreshold(optimiser, learningRate, momentum) : undefined,
    ...(probes > 0 && { trace: await hessianTrace(point, executor, { probes, seed }) }),
    ...(radius > 0 && { sharpness: await sharpness(point, executor, { radius, seed }) }),
    ...(map && { map }),
  };
}
