import { LuDecomposition, Matrix } from 'ml-matrix';
import { allFinite, InputError } from '../errors';
import { addScaled, difference, dot, norm } from '../linear/vectors';

export interface Projection {
  /** Coordinates along the directions, as given (neither unit nor orthogonal). */
  readonly coordinates: readonly number[];
  /** ‖θ − its image in the plane‖: what a picture of the plane does not show. */
  readonly offPlane: number;
  /** ‖θ − centre‖ */
  readonly distance: number;
}

/** Directions are taken as dependent when their correlation matrix is this close to singular. */
const DEPENDENT = 1e-10;

/**
 * Projects points on the plane (or line) through a centre along any directions, by least squares:
 * the coordinates c minimise ‖θ − centre − Σ c_k d_k‖. Dividing each product by ‖d‖ alone, as the
 * code of Li et al. does, is right neither for directions that are not unit nor for ones that are
 * not orthogonal.
 *
 * @param points [T][P]
 * @param directions [K][P]
 * @throws InputError when lengths differ, numbers are not finite or the directions are dependent.
 */
export function project(
  points: readonly Float32Array[],
  centre: Float32Array,
  directions: readonly Float32Array[],
): Projection[] {
  check(points, centre, directions);
  const lengths = directions.map(norm);
  const factors = correlations(directions, lengths);
  if (!factors) {
    throw new InputError(
      'A projection needs directions that are not 0 and point different ways, but these are dependent.',
    );
  }
  return points.map((point) => {
    allFinite('The points of a path', point);
    const rest = difference(point, centre);
    const distance = norm(rest);
    const products = directions.map((d, k) => dot(rest, d) / lengths[k]!);
    const coordinates = factors
      .solve(Matrix.columnVector(products))
      .getColumn(0)
      .map((c, k) => c / lengths[k]!);
    coordinates.forEach((c, k) => {
      addScaled(rest, -c, directions[k]!);
    });
    return { coordinates, offPlane: norm(rest), distance };
  });
}

/**
 * Whether directions, [K][P], span as many dimensions as they are. Those of a dead network whose
 * weights are all 0, scaled to it, are 0 themselves.
 */
export function areIndependent(directions: readonly Float32Array[]): boolean {
  return correlations(directions, directions.map(norm)) !== undefined;
}

/** The Gram matrix of the unit directions, to solve for coordinates; nothing of dependent ones. */
function correlations(directions: readonly Float32Array[], lengths: readonly number[]) {
  const gram = new Matrix(
    directions.map((a, i) => directions.map((b, j) => dot(a, b) / (lengths[i]! * lengths[j]!))),
  );
  const factors = new LuDecomposition(gram);
  return Math.abs(factors.determinant) > DEPENDENT ? factors : undefined;
}

/**
 * @returns centre + Σ c_k d_k, [P].
 * @throws InputError when sizes differ or a coordinate is not finite.
 */
export function pointOfPlane(
  centre: Float32Array,
  directions: readonly Float32Array[],
  coordinates: readonly number[],
): Float32Array {
  const point = Float64Array.from(centre);
  if (coordinates.length !== directions.length) {
    throw new InputError(
      `A point of a plane has a coordinate for each of ${directions.length} directions, but ${coordinates.length} came.`,
    );
  }
  allFinite('The coordinates of a point', Float64Array.from(coordinates));
  directions.forEach((d, k) => {
    addScaled(point, coordinates[k]!, d);
  });
  return Float32Array.from(point);
}

/**
 * An orthonormal basis of the plane that directions span (Gram–Schmidt, twice).
 *
 * @throws InputError when sizes differ or the directions are dependent.
 */
export function orthonormal(directions: readonly Float32Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const direction of directions) {
    const rest = Float64Array.from(direction);
    for (let pass = 0; pass < 2; pass++) {
      for (const b of basis) addScaled(rest, -dot(rest, b), b);
    }
    const length = norm(rest);
    if (!(length > 1e-6 * norm(direction))) {
      throw new InputError(
        'Directions that are not 0 and point different ways were expected, but these are dependent.',
      );
    }
    basis.push(rest.map((value) => value / length));
  }
  return basis;
}

function check(
  points: readonly Float32Array[],
  centre: Float32Array,
  directions: readonly Float32Array[],
) {
  if (directions.length === 0) {
    throw new InputError('A projection needs at least one direction, but none came.');
  }
  const odd = [...points, ...directions].find(({ length }) => length !== centre.length);
  if (odd) {
    throw new InputError(
      `Points and directions must have the centre's ${centre.length} numbers, but ${odd.length} came.`,
    );
  }
  allFinite('The centre of a plane', centre);
  for (const direction of directions) allFinite('A direction', direction);
}
