import { InputError, numberIn } from '../errors';

/**
 * Counts the local minima of a height field that persist: growing sublevel sets are joined point by
 * point (union–find over the eight neighbours), and a minimum counts when its basin is deeper than
 * `threshold` at the moment it joins that of a lower one (Edelsbrunner et al. 2002). Points that
 * are not finite are walls.
 *
 * @param z [nx · ny], element j·nx + i at (x_i, y_j)
 * @param threshold smallest persistence, in units of z
 */
export function persistentMinima(
  z: Float64Array,
  nx: number,
  ny: number,
  threshold: number,
): number {
  if (z.length !== nx * ny) {
    throw new InputError(
      `A grid of ${nx} × ${ny} points has ${nx * ny} heights, but ${z.length} came.`,
    );
  }
  numberIn('The smallest persistence', threshold, 0, Number.MAX_VALUE);
  const order = [...z.keys()].filter((i) => Number.isFinite(z[i]!)).sort((a, b) => z[a]! - z[b]!);
  // −1: not reached by the sublevel set yet; the root of a set is its lowest point.
  const parent = new Int32Array(z.length).fill(-1);
  const rootOf = (point: number): number => {
    let root = point;
    while (parent[root]! !== root) root = parent[root]!;
    for (let i = point; i !== root; ) {
      const next = parent[i]!;
      parent[i] = root;
      i = next;
    }
    return root;
  };
  let alive = 0;
  let died = 0;
  for (const point of order) {
    parent[point] = point;
    alive++;
    for (const neighbour of neighbours(point, nx, ny)) {
      if (parent[neighbour]! < 0) continue;
      const [a, b] = [rootOf(point), rootOf(neighbour)];
      if (a === b) continue;
      const [lower, higher] = z[a]! <= z[b]! ? [a, b] : [b, a];
      parent[higher] = lower;
      alive--;
      if (z[point]! - z[higher]! > threshold) died++;
    }
  }
  return alive + died;
}

function* neighbours(point: number, nx: number, ny: number): Generator<number> {
  const [i, j] = [point % nx, Math.floor(point / nx)];
  for (let dj = -1; dj <= 1; dj++) {
    for (let di = -1; di <= 1; di++) {
      const [u, v] = [i + di, j + dj];
      if ((di !== 0 || dj !== 0) && u >= 0 && u < nx && v >= 0 && v < ny) yield v * nx + u;
    }
  }
}
