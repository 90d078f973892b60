import { InputError, numberIn } from '../errors';
import type { Executor } from '../executor';
import { gradientAt, regularisedGradient } from '../gradients';
import { lossesOf, type NetworkList } from '../landscape/interpolation';
import type { Plane } from '../landscape/slice';
import { addScaled, cosine, dot } from '../linear/vectors';
import { overlapped } from '../overlap';
import { orthonormal, pointOfPlane, project } from './project';
import type { Checkpoint } from './recorder';

/** A path as a picture of a plane shows it, and what the picture hides. */
export interface PathOnPlane {
  /** Of each checkpoint's image in the plane: [T][directions]. */
  readonly coordinates: readonly (readonly number[])[];
  /** Distance of each checkpoint from the plane, in parameter space. */
  readonly offPlane: readonly number[];
  /** Distance of each checkpoint from the plane's centre. */
  readonly distance: readonly number[];
  /** Loss of the checkpoint itself. */
  readonly trueLoss: Float32Array;
  /** Loss where the picture shows it: at its image in the plane. */
  readonly planeLoss: Float32Array;
}

/**
 * Projects a path on a plane by least squares, and measures the loss of its points and of their
 * images over the plane's samples. Images normalise with the plane's running statistics when
 * frozen, checkpoints with their own.
 *
 * @throws InputError when sizes differ or the plane's directions are dependent.
 */
export async function pathOnPlane(
  checkpoints: readonly Checkpoint[],
  plane: Plane,
  executor: Executor,
): Promise<PathOnPlane> {
  const { spec, centre, directions, samples, statistics, running } = plane;
  const points = checkpoints.map(({ parameters }) => parameters);
  const projections = project(points, centre, directions);
  const images = {
    length: points.length,
    at: (t: number) => ({
      parameters: pointOfPlane(centre, directions, projections[t]!.coordinates),
      running,
    }),
  };
  const losses = (networks: NetworkList) => lossesOf(networks, spec, samples, statistics, executor);
  const own = await losses(checkpoints);
  const image = await losses(images);
  return {
    coordinates: projections.map(({ coordinates }) => coordinates),
    offPlane: projections.map(({ offPlane }) => offPlane),
    distance: projections.map(({ distance }) => distance),
    trueLoss: own.loss,
    planeLoss: image.loss,
  };
}

/** Mean |cos| between a direction of a plane and a random one: what an angle is compared with. */
export const RANDOM_COSINE = 2 / Math.PI;

/** Angles between a path's steps and gradients, within a plane. */
export interface PathAngles {
  /** |cos| with the gradient of the loss, a number a step; NaN where one of the two is 0. */
  readonly loss: readonly number[];
  /** |cos| with the gradient of the loss plus (λ/2)‖θ‖², which weight decay makes of it. */
  readonly regularised: readonly number[];
  /** Means over the steps that have an angle, beside RANDOM_COSINE; NaN if none has. */
  readonly mean: { readonly loss: number; readonly regularised: number };
  /** What the angles depend on, so it goes with the numbers. */
  readonly settings: {
    /** λ of `regularised`. */
    readonly weightDecay: number;
    /** Over how many samples gradients were taken. */
    readonly samples: number;
    readonly statistics: 'batch' | 'frozen';
    /** Of the path. */
    readonly steps: number;
    /** What two random directions of a plane would give. */
    readonly baseline: number;
  };
}

export interface AngleOptions {
  /** λ of the training. */
  readonly weightDecay: number;
}

/**
 * The angle at which a path crosses the contours of a plane: |cos| between each step's image and
 * the gradient within the plane, both projected on it at right angles, in the metric of parameter
 * space. 1 is perpendicular to the contours, 0 along them; random directions give 2/π.
 *
 * Gradients are taken in the plane, halfway along each step, where the contours are that the
 * picture shows. Costs one gradient a step.
 *
 * @param points [T][P], T ≥ 2
 * @throws InputError for a single point, sizes that differ, dependent directions or a λ outside
 *   [0, 10].
 */
export async function pathAngles(
  points: readonly Float32Array[],
  plane: Plane,
  executor: Executor,
  { weightDecay }: AngleOptions,
): Promise<PathAngles> {
  numberIn('The weight decay', weightDecay, 0, 10);
  if (points.length < 2) {
    throw new InputError(`A path needs 2 or more points, but ${points.length} came.`);
  }
  const { spec, centre, directions, samples, statistics, running } = plane;
  const basis = orthonormal(directions);
  const onBasis = (vector: Float32Array) => Float64Array.from(basis, (b) => dot(vector, b));
  const images = project(points, centre, directions).map(({ coordinates }) => coordinates);
  const axes = directions.map(onBasis);
  const loss = new Array<number>(points.length - 1);
  const regularised = new Array<number>(points.length - 1);
  const measure = async (t: number) => {
    const [from, to] = [images[t]!, images[t + 1]!];
    // From coordinates: the difference of two images in float32 would drown a short step.
    const step = new Float64Array(basis.length);
    from.forEach((c, k) => {
      addScaled(step, to[k]! - c, axes[k]!);
    });
    const halfway = from.map((c, k) => (c + to[k]!) / 2);
    const middle = pointOfPlane(centre, directions, halfway);
    const at = { spec, samples, statistics, running, parameters: middle };
    const { gradient } = await gradientAt(at, executor);
    const against = (g: Float32Array) => Math.abs(cosine(step, onBasis(g)));
    loss[t] = against(gradient);
    regularised[t] = against(regularisedGradient(gradient, middle, weightDecay));
  };
  // A few at a time: a long path's points would fill the memory a second time.
  let next = 0;
  const take = () => (next < loss.length ? measure(next++) : undefined);
  for await (const _ of overlapped(take, 2 * executor.width));
  return {
    loss,
    regularised,
    mean: { loss: meanOf(loss), regularised: meanOf(regularised) },
    settings: {
      weightDecay,
      samples: samples.count,
      statistics,
      steps: loss.length,
      baseline: RANDOM_COSINE,
    },
  };
}

function meanOf(values: readonly number[]): number {
  const known = values.filter(Number.isFinite);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
