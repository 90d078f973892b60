import { InputError, integerIn } from '../errors';
import { basinOf, checkLosses, lossAt, RAYS } from './basin';
import { persistentMinima } from './minima';
import type { Grid } from './slice';

/** Losses of a slice and what is needed to read them. */
export interface SurfaceInput extends Grid {
  /** [nx · ny], element j·nx + i at (x_i, y_j); NaN or ∞ where there is no finite loss. */
  readonly loss: ArrayLike<number>;
  readonly classes: number;
  /** Over how many samples the loss was averaged, for the settings. */
  readonly samples?: number;
}

/** The measures depend on these, so they go with the numbers. */
export interface MeasureSettings {
  /** [nx, ny] */
  readonly points: readonly [number, number];
  /** Lowest and highest coordinate of each axis. */
  readonly range: readonly [readonly [number, number], readonly [number, number]];
  readonly samples: number | undefined;
  /** Points without a finite loss; they are left out. */
  readonly missing: number;
  /** Smallest persistence of a minimum, as a share of the range of z. */
  readonly persistence: number;
  readonly rays: number;
  /** How far above f* the basin's rim lies, in nats. */
  readonly rim: number;
}

/**
 * How rough and how wide a slice of a loss surface is. z = log₁₀(f + 10⁻³ ln C), so that basins of
 * any depth are seen alike, and range(z) = max z − min z. A surface that is flat has no shape to
 * measure: ev, laplacian and minima are then undefined, for 0 would call it the smoothest of all.
 */
export interface SurfaceMeasures {
  /**
   * Excess variation: the mean over all rows and columns of
   * [total variation − (z_first + z_last − 2 min z)] / range(z). 0 iff every line is unimodal.
   */
  readonly ev: number | undefined;
  /** Mean |z_xx + z_yy| / range(z), coordinates in units of the axes' half-lengths. */
  readonly laplacian: number | undefined;
  /** Local minima of z whose persistence is above 2% of range(z). */
  readonly minima: number | undefined;
  /**
   * Mean distance over 32 rays from the centre at which f reaches f* + ½ ln C, where f* is the loss
   * at the centre; undefined where f* is at chance (within 5% of ln C or above), or where the grid
   * does not hold the centre.
   */
  readonly radius: number | undefined;
  /** Rays that leave the grid below that level: the radius is then a lower bound. */
  readonly openRays: number;
  /** Share of the points of that basin at which f, within the slice, is not convex. */
  readonly nonConvexFraction: number | undefined;
  readonly settings: MeasureSettings;
}

const PERSISTENCE = 0.02;
/** A mean cross-entropy of nearly 0 may come out this far below it, in nats. */
const ROUNDING = 1e-5;
/** A centre that has learnt less than this share of ln C is at chance. */
const CHANCE = 0.95;
/**
 * Below this range(z), a quarter of a percent of the loss, second differences show the rounding of
 * float32 rather than the surface: that of a dead network, whose output is one constant.
 */
const FLAT = 1e-3;

/** Whether a network with this mean cross-entropy, in nats, has learnt nothing: it guesses. */
export function isAtChance(loss: number, classes: number): boolean {
  return loss >= CHANCE * Math.log(classes);
}

/**
 * @throws InputError when the loss does not fit the grid, the first axis has fewer than 3 points, an
 *   axis does not rise evenly, a loss is below 0, or none is finite.
 */
export function surfaceMeasures(input: SurfaceInput): SurfaceMeasures {
  const { x, y, loss, classes, samples } = input;
  check(input);
  const z = Float64Array.from({ length: loss.length }, (_, i) =>
    Number.isFinite(loss[i]!) ? Math.log10(loss[i]! + 1e-3 * Math.log(classes)) : Number.NaN,
  );
  const finite = z.filter(Number.isFinite);
  if (finite.length === 0) {
    throw new InputError('A surface with finite losses was expected, but none of them is finite.');
  }
  const range = finite.reduce((a, b) => Math.max(a, b)) - finite.reduce((a, b) => Math.min(a, b));
  const rim = 0.5 * Math.log(classes);
  const best = lossAt(input, loss, 0, 0);
  const learnt = best !== undefined && !isAtChance(best, classes);
  const basin = learnt ? basinOf(input, loss, best + rim) : undefined;
  const flat = range < FLAT;
  return {
    ev: flat ? undefined : excessVariation(z, x.length, y.length, range),
    laplacian: flat ? undefined : meanLaplacian(z, x.length, y.length, range),
    minima: flat ? undefined : persistentMinima(z, x.length, y.length, PERSISTENCE * range),
    radius: basin?.radius,
    openRays: basin?.openRays ?? 0,
    nonConvexFraction: basin?.nonConvexFraction,
    settings: {
      points: [x.length, y.length],
      range: [endsOf(x), endsOf(y)],
      samples,
      missing: z.length - finite.length,
      persistence: PERSISTENCE,
      rays: y.length > 1 ? RAYS : 2,
      rim,
    },
  };
}

/** As SurfaceMeasures.ev; points that are not finite are skipped over. */
function excessVariation(z: Float64Array, nx: number, ny: number, range: number): number {
  let sum = 0;
  let lines = 0;
  const add = (first: number, stride: number, count: number) => {
    let start: number | undefined;
    let last = 0;
    let lowest = Number.POSITIVE_INFINITY;
    let variation = 0;
    for (let n = 0; n < count; n++) {
      const value = z[first + n * stride]!;
      if (!Number.isFinite(value)) continue;
      if (start === undefined) start = value;
      else variation += Math.abs(value - last);
      last = value;
      lowest = Math.min(lowest, value);
    }
    if (start === undefined) return;
    sum += variation - (start + last - 2 * lowest);
    lines++;
  };
  for (let j = 0; j < ny; j++) add(j * nx, 1, nx);
  if (ny > 1) for (let i = 0; i < nx; i++) add(i, nx, ny);
  // Rounding alone may end a hair below 0.
  return Math.max(0, sum / (lines * range));
}

/** As SurfaceMeasures.laplacian, by the five-point stencil at all inner points. */
function meanLaplacian(z: Float64Array, nx: number, ny: number, range: number): number {
  // Half-lengths are 1 in these units, so a spacing is 2/(n − 1).
  const hx = 2 / (nx - 1);
  const hy = 2 / (ny - 1);
  const plane = ny > 2;
  let sum = 0;
  let count = 0;
  for (let j = plane ? 1 : 0; j < (plane ? ny - 1 : ny); j++) {
    for (let i = 1; i < nx - 1; i++) {
      const at = j * nx + i;
      let value = (z[at - 1]! - 2 * z[at]! + z[at + 1]!) / hx ** 2;
      if (plane) value += (z[at - nx]! - 2 * z[at]! + z[at + nx]!) / hy ** 2;
      if (!Number.isFinite(value)) continue;
      sum += Math.abs(value);
      count++;
    }
  }
  return count > 0 ? sum / (count * range) : 0;
}

function endsOf(axis: Float64Array): [number, number] {
  return [axis[0]!, axis[axis.length - 1]!];
}

function check({ x, y, loss, classes, samples }: SurfaceInput) {
  integerIn('The number of classes', classes, 2, 1000);
  if (x.length < 3 || y.length < 1 || y.length === 2) {
    throw new InputError(
      `A surface needs at least 3 × 3 points, or a line of 3, but ${x.length} × ${y.length} came.`,
    );
  }
  checkLosses({ x, y }, loss);
  for (const axis of [x, y]) checkSpacing(axis);
  const below = Array.from(loss).find((value) => value < -ROUNDING);
  if (below !== undefined) {
    throw new InputError(
      `A cross-entropy is never below 0, but ${below} came. Add no constant to the losses.`,
    );
  }
  if (samples !== undefined) integerIn('The number of samples', samples, 1, 2 ** 31);
}

/** The stencils and interpolations above take the points of an axis to be evenly spaced. */
function checkSpacing(axis: Float64Array) {
  const step = (axis[axis.length - 1]! - axis[0]!) / Math.max(1, axis.length - 1);
  const even = axis.every((value, i) => Math.abs(value - axis[0]! - i * step) <= 1e-3 * step);
  if (axis.length > 1 && !(step > 0 && even)) {
    throw new InputError(
      `The points of an axis must rise evenly, but ${Array.from(axis.subarray(0, 5)).join(', ')} … came.`,
    );
  }
}
