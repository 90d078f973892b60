import { InputError, integerIn } from '../errors';
import { Lanczos, type RitzPair } from '../linear/lanczos';
import { addScaled, norm, type Vector } from '../linear/vectors';
import { randomWalkExplained } from './random-walk';

export interface PcaOptions {
  /** Subtract the mean of the points (the usual PCA), instead of measuring from `origin`. */
  readonly centred: boolean;
  /** Where displacements start when not centred; the last point by default (Li et al. 2018). */
  readonly origin?: Float32Array;
  /** Components wanted. */
  readonly count?: number;
}

export interface Pca {
  /** What was subtracted from every point: their mean, or the origin. */
  readonly origin: Float32Array;
  /** Orthonormal directions [P], largest share first; the first coordinate to differ from 0 is positive. */
  readonly directions: readonly Float32Array[];
  /** Share of the total squared displacement along each direction. */
  readonly explained: readonly number[];
  /** What a random walk of as many points would give (randomWalkExplained): to compare with. */
  readonly nullExplained: readonly number[];
  /** [points][components] */
  readonly coordinates: readonly (readonly number[])[];
}

/** Stop when each wanted share is known to this, far below what a figure shows. */
const TOLERANCE = 1e-9;

/**
 * Principal components of a trajectory's points. The T × P matrix X of displacements is never
 * formed: Lanczos finds the leading eigenvectors u of the T × T Gram matrix XXᵀ, and Xᵀu are the
 * directions. Memory beside the points is a few vectors.
 *
 * @param points [T][P], T ≥ 2
 * @throws InputError for too few points, unequal lengths or more components than points admit.
 */
export function pca(
  points: readonly Float32Array[],
  { centred, origin, count = 2 }: PcaOptions,
): Pca {
  const size = checkPoints(points);
  integerIn('The number of components', count, 1, Math.min(points.length - 1, size));
  const from = centred ? meanOf(points) : (origin ?? points[points.length - 1]!);
  if (from.length !== size) {
    throw new InputError(
      `The origin of a PCA must have the points' ${size} numbers, but ${from.length} came.`,
    );
  }
  const total = points.reduce((sum, point) => sum + squaredDistance(point, from), 0);
  if (!(total > 0) || !Number.isFinite(total)) {
    throw new InputError(
      'A PCA needs finite points that are not all the same: this path does not move.',
    );
  }
  const lanczos = new Lanczos(points.length, 0);
  let pairs: RitzPair[] = [];
  const known = () =>
    pairs.length >= count && pairs.slice(0, count).every((p) => p.residual <= TOLERANCE * total);
  while (!lanczos.complete && !known()) {
    lanczos.push(times(points, from, transposedTimes(points, from, lanczos.vector)));
    pairs = lanczos.ritz();
  }
  const leading = pairs.slice(0, count).map((pair) => {
    const share = Math.max(0, pair.value) / total;
    const direction = transposedTimes(points, from, lanczos.eigenvector(pair));
    const length = norm(direction);
    return { share, direction: direction.map((d) => (length > 0 ? d / length : 0)) };
  });
  const coordinates = leading.map(({ direction }) => times(points, from, direction));
  // An eigenvector's sign is arbitrary; this choice makes figures repeatable.
  const signs = coordinates.map((along) => {
    const first = along.find((value) => Math.abs(value) > 1e-12 * Math.sqrt(total));
    return first !== undefined && first < 0 ? -1 : 1;
  });
  return {
    origin: Float32Array.from(from),
    directions: leading.map(({ direction }, k) =>
      Float32Array.from(direction, (d) => d * signs[k]!),
    ),
    explained: leading.map(({ share }) => share),
    nullExplained: randomWalkExplained(points.length, { centred, count }),
    coordinates: points.map((_, t) => coordinates.map((along, k) => along[t]! * signs[k]!)),
  };
}

/** X d: every displacement's product with a direction. */
function times(points: readonly Float32Array[], from: Vector, direction: Vector): Float64Array {
  return Float64Array.from(points, (point) => {
    let sum = 0;
    for (let i = 0; i < point.length; i++) sum += (point[i]! - from[i]!) * direction[i]!;
    return sum;
  });
}

/** Xᵀu: the displacements, weighted and added. */
function transposedTimes(
  points: readonly Float32Array[],
  from: Vector,
  u: Float64Array,
): Float64Array {
  const sum = new Float64Array(from.length);
  points.forEach((point, t) => {
    addScaled(sum, u[t]!, point);
  });
  addScaled(sum, -u.reduce((a, b) => a + b, 0), from);
  return sum;
}

function meanOf(points: readonly Float32Array[]): Float64Array {
  const mean = new Float64Array(points[0]!.length);
  for (const point of points) addScaled(mean, 1 / points.length, point);
  return mean;
}

function squaredDistance(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}

function checkPoints(points: readonly Float32Array[]): number {
  if (points.length < 2) {
    throw new InputError(`A PCA needs at least 2 points, but ${points.length} came.`);
  }
  const size = points[0]!.length;
  const odd = points.find((point) => point.length !== size);
  if (odd) {
    throw new InputError(
      `The points of a path must have equally many numbers, but ${size} and ${odd.length} came.`,
    );
  }
  return size;
}
