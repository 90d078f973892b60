import type { Executor } from '../executor';
import { gradientAt, regularisedGradient } from '../gradients';
import { lossesOf } from '../landscape/interpolation';
import type { Plane } from '../landscape/slice';
import { dot, norm } from '../linear/vectors';
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
 * images over the plane's samples.
 */
export async function pathOnPlane(
  checkpoints: readonly Checkpoint[],
  plane: Plane,
  executor: Executor,
): Promise<PathOnPlane> {
  const { spec, centre, directions, samples, statistics, running } = plane;
  const points = checkpoints.map(({ parameters }) => parameters);
  const projections = project(points, centre, directions);
  const images = projections.map(({ coordinates }) => ({
    parameters: pointOfPlane(centre, directions, coordinates),
    running,
  }));
  const [own, image] = await Promise.all(
    [checkpoints, images].map((networks) =>
      lossesOf(networks, spec, samples, statistics, executor),
    ),
  );
  return {
    coordinates: projections.map(({ coordinates }) => coordinates),
    offPlane: projections.map(({ offPlane }) => offPlane),
    distance: projections.map(({ distance }) => distance),
    trueLoss: own!.loss,
    planeLoss: image!.loss,
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
 */
export async function pathAngles(
  points: readonly Float32Array[],
  plane: Plane,
  executor: Executor,
  { weightDecay }: AngleOptions,
): Promise<PathAngles> {
  const { spec, centre, directions, samples, statistics, running } = plane;
  const basis = orthonormal(directions);
  const onBasis = (vector: Float32Array) => Float64Array.from(basis, (b) => dot(vector, b));
  const images = project(points, centre, directions).map(({ coordinates }) =>
    pointOfPlane(centre, directions, coordinates),
  );
  const steps = images.slice(1).map((to, t) => {
    const from = images[t]!;
    return {
      middle: from.map((value, i) => (value + to[i]!) / 2),
      step: onBasis(to.map((value, i) => value - from[i]!)),
    };
  });
  const cosines = await Promise.all(
    steps.map(async ({ middle, step }) => {
      const at = { spec, samples, statistics, running, parameters: middle };
      const { gradient } = await gradientAt(at, executor);
      const against = (g: Float32Array) => {
        const inPlane = onBasis(g);
        return Math.abs(dot(step, inPlane)) / (norm(step) * norm(inPlane));
      };
      return {
        loss: against(gradient),
        regularised: against(regularisedGradient(gradient, middle, weightDecay)),
      };
    }),
  );
  return {
    loss: cosines.map(({ loss }) => loss),
    regularised: cosines.map(({ regularised }) => regularised),
  };
}
