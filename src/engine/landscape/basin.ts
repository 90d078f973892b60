import { InputError } from '../errors';
import type { Grid } from './slice';

/** The part of a slice around its centre where the loss stays below a level. */
export interface Basin {
  /** Mean distance from the centre to the level, over the rays. */
  readonly radius: number;
  /** Rays that end at the edge of the grid, still below the level: the radius is a lower bound. */
  readonly openRays: number;
  /** Share of the basin's inner points at which the loss, within the slice, is not convex. */
  readonly nonConvexFraction: number | undefined;
}

/** Rays from the centre of a plane; a line has its two. */
export const RAYS = 32;
/** Steps along a ray, per grid spacing. */
const SUBSTEPS = 4;
/** An eigenvalue counts as negative below this share of the largest |λ| of the basin: float32 noise. */
const CURVATURE_NOISE = 1e-3;

/**
 * @param loss [nx · ny], element j·nx + i at (x_i, y_j)
 * @param level the loss at the basin's rim
 * @returns nothing when (0, 0) lies outside the grid.
 */
export function basinOf(grid: Grid, loss: ArrayLike<number>, level: number): Basin | undefined {
  checkLosses(grid, loss);
  if (!Number.isFinite(level)) {
    throw new InputError(`The level of a basin's rim must be finite, but ${level} came.`);
  }
  if (lossAt(grid, loss, 0, 0) === undefined) return undefined;
  const rays = basinRadii(grid, loss, level);
  return {
    radius: rays.reduce((sum, { radius }) => sum + radius, 0) / rays.length,
    openRays: rays.filter(({ open }) => open).length,
    nonConvexFraction: nonConvexFraction(grid, loss, inside(grid, loss, level)),
  };
}

/** @throws InputError unless there is a loss for every point of the grid. */
export function checkLosses({ x, y }: Grid, loss: ArrayLike<number>): void {
  if (loss.length !== x.length * y.length) {
    throw new InputError(
      `A grid of ${x.length} × ${y.length} points has ${x.length * y.length} losses, but ${loss.length} came.`,
    );
  }
}

/** Where one ray from the centre first reaches the level. */
export interface Ray {
  readonly radius: number;
  /** The ray leaves the grid below the level; `radius` is where it does. */
  readonly open: boolean;
}

/**
 * The rays of a basin, at angles 2πk/32 from the first axis; of a line its two.
 *
 * @param loss as of `basinOf`; the grid must hold (0, 0).
 */
export function basinRadii(grid: Grid, loss: ArrayLike<number>, level: number): Ray[] {
  const flat = grid.y.length === 1;
  return Array.from({ length: flat ? 2 : RAYS }, (_, ray) => {
    const angle = (2 * Math.PI * ray) / RAYS;
    const along = [flat ? 1 - 2 * ray : Math.cos(angle), flat ? 0 : Math.sin(angle)] as const;
    return castRay(grid, loss, level, along);
  });
}

/** The loss between grid points, bilinear; undefined outside the grid, NaN beside missing points. */
export function lossAt(
  { x, y }: Grid,
  loss: ArrayLike<number>,
  a: number,
  b: number,
): number | undefined {
  const i = cellOf(x, a);
  const j = y.length === 1 ? { index: 0, share: 0 } : cellOf(y, b);
  if (!i || !j) return undefined;
  let value = 0;
  for (const [dj, wj] of [
    [0, 1 - j.share],
    [1, j.share],
  ] as const) {
    for (const [di, wi] of [
      [0, 1 - i.share],
      [1, i.share],
    ] as const) {
      // A weight of 0 must not turn a missing or infinite neighbour into NaN.
      const weight = wi * wj;
      if (weight > 0) value += weight * loss[(j.index + dj) * x.length + i.index + di]!;
    }
  }
  return value;
}

function cellOf(axis: Float64Array, at: number): { index: number; share: number } | undefined {
  const last = axis.length - 1;
  const [low, high] = [axis[0]!, axis[last]!];
  const slack = 1e-9 * (high - low);
  if (last < 1 || at < low - slack || at > high + slack) return undefined;
  const position = Math.min(last, Math.max(0, ((at - low) / (high - low)) * last));
  // Rounding must not put a grid point's weight on its neighbour.
  const near = Math.round(position);
  const snapped = Math.abs(position - near) < 1e-9 ? near : position;
  const index = Math.min(last - 1, Math.floor(snapped));
  return { index, share: snapped - index };
}

function castRay(
  grid: Grid,
  loss: ArrayLike<number>,
  level: number,
  [dx, dy]: readonly [number, number],
): Ray {
  const spacing = Math.min(
    ...[grid.x, grid.y]
      .filter((axis) => axis.length > 1)
      .map((axis) => (axis[axis.length - 1]! - axis[0]!) / (axis.length - 1)),
  );
  const step = spacing / SUBSTEPS;
  let before = lossAt(grid, loss, 0, 0)!;
  if (!(before < level)) return { radius: 0, open: false };
  for (let n = 1; ; n++) {
    const here = lossAt(grid, loss, n * step * dx, n * step * dy);
    if (here === undefined) return { radius: (n - 1) * step, open: true };
    // What is not finite lies above any level.
    if (!Number.isFinite(here)) return { radius: (n - 1) * step, open: false };
    if (here >= level) {
      return { radius: (n - 1 + (level - before) / (here - before)) * step, open: false };
    }
    before = here;
  }
}

/** Grid points below the level that hang together with the one nearest the centre. */
function inside({ x, y }: Grid, loss: ArrayLike<number>, level: number): Uint8Array {
  const nearest = (axis: Float64Array) =>
    axis.reduce((best, value, i) => (Math.abs(value) < Math.abs(axis[best]!) ? i : best), 0);
  const [nx, ny] = [x.length, y.length];
  const found = new Uint8Array(nx * ny);
  const open = [nearest(y) * nx + nearest(x)];
  while (open.length > 0) {
    const point = open.pop()!;
    if (found[point] || !(loss[point]! < level)) continue;
    found[point] = 1;
    const i = point % nx;
    if (i > 0) open.push(point - 1);
    if (i < nx - 1) open.push(point + 1);
    if (point >= nx) open.push(point - nx);
    if (point < nx * (ny - 1)) open.push(point + nx);
  }
  return found;
}

/** Smallest eigenvalue of the slice's 2×2 Hessian by central differences, at every inner point. */
function nonConvexFraction(
  { x, y }: Grid,
  loss: ArrayLike<number>,
  basin: Uint8Array,
): number | undefined {
  const [nx, ny] = [x.length, y.length];
  const hx = x[1]! - x[0]!;
  const hy = ny > 1 ? y[1]! - y[0]! : 1;
  const smallest: number[] = [];
  let largest = 0;
  for (let j = 0; j < ny; j++) {
    for (let i = 1; i < nx - 1; i++) {
      const at = j * nx + i;
      if (!basin[at] || (ny > 1 && (j === 0 || j === ny - 1))) continue;
      const xx = (loss[at - 1]! - 2 * loss[at]! + loss[at + 1]!) / hx ** 2;
      let eigenvalues = [xx, xx];
      if (ny > 1) {
        const yy = (loss[at - nx]! - 2 * loss[at]! + loss[at + nx]!) / hy ** 2;
        const xy =
          (loss[at + nx + 1]! - loss[at + nx - 1]! - loss[at - nx + 1]! + loss[at - nx - 1]!) /
          (4 * hx * hy);
        const spread = Math.hypot((xx - yy) / 2, xy);
        eigenvalues = [(xx + yy) / 2 - spread, (xx + yy) / 2 + spread];
      }
      if (!eigenvalues.every(Number.isFinite)) continue;
      smallest.push(eigenvalues[0]!);
      largest = Math.max(largest, ...eigenvalues.map(Math.abs));
    }
  }
  if (smallest.length === 0) return undefined;
  return smallest.filter((value) => value < -CURVATURE_NOISE * largest).length / smallest.length;
}
