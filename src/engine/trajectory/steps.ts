import { allFinite, InputError } from '../errors';
import { cosine, difference, dot, norm } from '../linear/vectors';

/** A step seen from an origin, by default 0, from where weight decay pulls. */
export interface StepParts {
  /** ‖θ′ − θ‖ */
  readonly length: number;
  /** Part of the step along θ: growth of the weights is positive. */
  readonly radial: number;
  /** Length of the part at right angles to θ. */
  readonly tangential: number;
  /** Angle between θ and θ′, radians. */
  readonly angle: number;
  /** Cosine between this step and the one before; undefined for the first. */
  readonly turn: number | undefined;
}

/**
 * Splits every step of a path into its radial and angular part.
 *
 * @param points [T][P]
 * @param origin [P]; 0 when absent.
 * @returns T − 1 steps.
 * @throws InputError for a single point, unequal sizes, or numbers that are not finite.
 */
export function stepParts(points: readonly Float32Array[], origin?: Float32Array): StepParts[] {
  const size = points[0]?.length ?? 0;
  const odd = [...points, ...(origin ? [origin] : [])].find(({ length }) => length !== size);
  if (points.length < 2 || odd) {
    throw new InputError(
      `A path needs 2 or more points of equally many numbers, but ${points.length} of ${odd?.length ?? size} came.`,
    );
  }
  for (const point of points) allFinite('The points of a path', point);
  if (origin) allFinite('The origin of a path', origin);
  const zero = origin ?? new Float32Array(size);
  let before: Float64Array | undefined;
  let from = difference(points[0]!, zero);
  return points.slice(1).map((point, t) => {
    const to = difference(point, zero);
    const step = difference(point, points[t]!);
    const length = norm(step);
    const radius = norm(from);
    const radial = radius > 0 ? dot(step, from) / radius : length;
    const tangential = Math.sqrt(Math.max(0, length ** 2 - radial ** 2));
    const turn = before && cosine(step, before);
    before = step;
    from = to;
    // The arctangent keeps small angles exact where the cosine's inverse would not.
    return { length, radial, tangential, angle: Math.atan2(tangential, radius + radial), turn };
  });
}
