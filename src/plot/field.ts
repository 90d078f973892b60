import type { Scale } from '@/plot/scale';
import { checkSurface, type Surface } from '@/plot/types';

/** A surface on its scale, on a finer grid: what relief, contour map and isolines all draw. */
export interface Field {
  /** [nx] and [ny]: the surface's own points and the ones set between them. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** [ny * nx] places on the scale (0…1 is its domain); NaN where a corner of the cell is NaN. */
  readonly t: Float32Array;
}

/** Beyond the domain the place is kept only this far, so that a pole stays a finite number. */
const LOWEST = -1;
const HIGHEST = 8;

/**
 * Puts a surface on a scale and sets points between its points, so that about `target` of them lie
 * along each side. Interpolates along rows, then along columns, with Steffen's monotone cubics
 * (Steffen 1990, A&A 239, 443): through every datum, smooth, and never above or below the two data
 * that it runs between, so that the picture holds no hill or pit that the data do not hold.
 */
export function refine(surface: Surface, scale: Scale, target = 192): Field {
  checkSurface(surface);
  const nx = surface.x.length;
  const ny = surface.y.length;
  const kx = steps(nx, target);
  const ky = steps(ny, target);
  const t = new Float32Array(nx * ny);
  for (let k = 0; k < t.length; k++) {
    const place = scale.at(surface.z[k]!);
    t[k] = place < LOWEST ? LOWEST : place > HIGHEST ? HIGHEST : place;
  }
  if (kx === 1 && ky === 1) return { x: surface.x, y: surface.y, t };
  const fineX = subdivide(surface.x, kx);
  const fineY = subdivide(surface.y, ky);
  const mx = fineX.length;
  const rows = new Float32Array(mx * ny);
  for (let j = 0; j < ny; j++) line(t, j * nx, 1, surface.x, kx, rows, j * mx, 1);
  const fine = new Float32Array(mx * fineY.length);
  for (let i = 0; i < mx; i++) line(rows, i, mx, surface.y, ky, fine, i, mx);
  return { x: fineX, y: fineY, t: fine };
}

function steps(n: number, target: number): number {
  return Math.max(1, Math.min(48, Math.round((target - 1) / (n - 1))));
}

function subdivide(axis: Float64Array, k: number): Float64Array {
  const n = axis.length;
  const fine = new Float64Array((n - 1) * k + 1);
  for (let i = 0; i < n - 1; i++) {
    for (let s = 0; s < k; s++) fine[i * k + s] = axis[i]! + ((axis[i + 1]! - axis[i]!) * s) / k;
  }
  fine[fine.length - 1] = axis[n - 1]!;
  return fine;
}

let slopes = new Float64Array(256);

/** One row or column: `k` steps between neighbouring data. Strides are in elements. */
function line(
  from: Float32Array,
  start: number,
  stride: number,
  axis: Float64Array,
  k: number,
  to: Float32Array,
  toStart: number,
  toStride: number,
): void {
  const n = axis.length;
  if (slopes.length < n) slopes = new Float64Array(2 * n);
  const basis = hermite(k);
  for (let i = 0; i < n; i++) slopes[i] = slope(from, start, stride, axis, i);
  for (let i = 0; i < n - 1; i++) {
    const a = from[start + i * stride]!;
    const b = from[start + (i + 1) * stride]!;
    const h = axis[i + 1]! - axis[i]!;
    const da = slopes[i]! * h;
    const db = slopes[i + 1]! * h;
    let at = toStart + i * k * toStride;
    // The datum itself stands even where its neighbour is missing.
    to[at] = a;
    for (let s = 1; s < k; s++) {
      at += toStride;
      const q = 4 * s;
      to[at] = a * basis[q]! + da * basis[q + 1]! + b * basis[q + 2]! + db * basis[q + 3]!;
    }
  }
  to[toStart + (n - 1) * k * toStride] = from[start + (n - 1) * stride]!;
}

/** Steffen's slope at datum i; one-sided at the ends and beside a missing datum. */
function slope(
  from: Float32Array,
  start: number,
  stride: number,
  axis: Float64Array,
  i: number,
): number {
  const n = axis.length;
  const here = from[start + i * stride]!;
  const back = i > 0 ? from[start + (i - 1) * stride]! : Number.NaN;
  const ahead = i < n - 1 ? from[start + (i + 1) * stride]! : Number.NaN;
  const hasBack = !Number.isNaN(back);
  const hasAhead = !Number.isNaN(ahead);
  if (!hasBack && !hasAhead) return 0;
  const left = hasBack ? (here - back) / (axis[i]! - axis[i - 1]!) : 0;
  const right = hasAhead ? (ahead - here) / (axis[i + 1]! - axis[i]!) : 0;
  if (!hasBack) return right;
  if (!hasAhead) return left;
  if (left * right <= 0) return 0;
  const wl = axis[i]! - axis[i - 1]!;
  const wr = axis[i + 1]! - axis[i]!;
  const parabola = (left * wr + right * wl) / (wl + wr);
  const limit = 2 * Math.min(Math.abs(left), Math.abs(right));
  return Math.abs(parabola) <= limit ? parabola : Math.sign(parabola) * limit;
}

const bases = new Map<number, Float64Array>();

/** Cubic Hermite weights of (value, slope, next value, next slope) at u = s / k. */
function hermite(k: number): Float64Array {
  let basis = bases.get(k);
  if (basis) return basis;
  basis = new Float64Array(4 * k);
  for (let s = 0; s < k; s++) {
    const u = s / k;
    basis[4 * s] = (1 + 2 * u) * (1 - u) ** 2;
    basis[4 * s + 1] = u * (1 - u) ** 2;
    basis[4 * s + 2] = u * u * (3 - 2 * u);
    basis[4 * s + 3] = u * u * (u - 1);
  }
  bases.set(k, basis);
  return basis;
}

/** @returns the index of the cell of an ascending axis that holds `value`, or −1 outside. */
export function cellOf(axis: Float64Array, value: number): number {
  const n = axis.length;
  if (!(value >= axis[0]! && value <= axis[n - 1]!)) return -1;
  let low = 0;
  let high = n - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (axis[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Bilinear interpolation: exactly the array's value at its grid points.
 * @returns NaN outside the grid and in cells with a missing corner.
 */
export function sample(
  x: Float64Array,
  y: Float64Array,
  z: Float32Array,
  px: number,
  py: number,
): number {
  const i = cellOf(x, px);
  const j = cellOf(y, py);
  if (i < 0 || j < 0) return Number.NaN;
  const nx = x.length;
  const u = (px - x[i]!) / (x[i + 1]! - x[i]!);
  const v = (py - y[j]!) / (y[j + 1]! - y[j]!);
  const k = j * nx + i;
  // A weight of zero must not let the NaN of a neighbour through.
  const mix = (a: number, b: number, w: number) => (w === 0 ? a : w === 1 ? b : a + (b - a) * w);
  return mix(mix(z[k]!, z[k + 1]!, u), mix(z[k + nx]!, z[k + nx + 1]!, u), v);
}

/** @returns the index of the grid point nearest to a value. */
export function nearest(axis: Float64Array, value: number): number {
  const clamped = Math.max(axis[0]!, Math.min(axis[axis.length - 1]!, value));
  const i = cellOf(axis, clamped);
  return clamped - axis[i]! <= axis[i + 1]! - clamped ? i : i + 1;
}

/**
 * first − second, on the grid of `first`; the second is interpolated where the grids differ.
 * @returns NaN where either is missing.
 */
export function difference(first: Surface, second: Surface): Surface {
  checkSurface(first);
  checkSurface(second);
  const { x, y } = first;
  const z = new Float32Array(first.z.length);
  for (let j = 0; j < y.length; j++) {
    for (let i = 0; i < x.length; i++) {
      const k = j * x.length + i;
      z[k] = first.z[k]! - sample(second.x, second.y, second.z, x[i]!, y[j]!);
    }
  }
  return { x, y, z };
}
