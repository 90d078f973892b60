import { cellOf, type Field } from '@/plot/field';
import { MISSING } from '@/plot/gl/ground.glsl';

/**
 * The vertices of a field: (t, ∂t/∂x, ∂t/∂y, sky) each, x and y in box units of ±1. Slopes are
 * central differences of the interpolated data, so that the light falls on the data and not on the
 * triangles; beside a gap they are one-sided.
 * @param into reused when its length fits.
 * @returns 4·nx·ny numbers.
 */
export function vertices(field: Field, into?: Float32Array): Float32Array {
  const { x, y, t } = field;
  const nx = x.length;
  const ny = y.length;
  const out = into?.length === 4 * nx * ny ? into : new Float32Array(4 * nx * ny);
  const sky = skyShare(field);
  const halfX = (x[nx - 1]! - x[0]!) / 2;
  const halfY = (y[ny - 1]! - y[0]!) / 2;
  for (let j = 0, k = 0; j < ny; j++) {
    const up = j < ny - 1 ? nx : 0;
    const down = j > 0 ? nx : 0;
    const fullY = halfY / (y[j + (up ? 1 : 0)]! - y[j - (down ? 1 : 0)]!);
    for (let i = 0; i < nx; i++, k++) {
      const here = t[k]!;
      const q = 4 * k;
      if (Number.isNaN(here)) {
        out[q] = MISSING;
        out[q + 1] = out[q + 2] = 0;
        out[q + 3] = 1;
        continue;
      }
      const right = i < nx - 1 ? 1 : 0;
      const left = i > 0 ? 1 : 0;
      const fullX = halfX / (x[i + right]! - x[i - left]!);
      out[q] = here;
      out[q + 1] = rise(t, k, left, right, fullX);
      out[q + 2] = rise(t, k, down, up, fullY);
      out[q + 3] = sky[k]!;
    }
  }
  return out;
}

/** Slope at k from the neighbours `back` and `ahead` elements away; `full` is 1 / their distance. */
function rise(t: Float32Array, k: number, back: number, ahead: number, full: number): number {
  const a = t[k - back]!;
  const b = t[k + ahead]!;
  if (!Number.isNaN(a) && !Number.isNaN(b)) return (b - a) * full;
  const here = t[k]!;
  if (!Number.isNaN(b)) return 2 * (b - here) * full;
  return !Number.isNaN(a) ? 2 * (here - a) * full : 0;
}

let blurred = new Float32Array(0);
let rows = new Float32Array(0);
let shares = new Float32Array(0);

/**
 * About how much sky each point sees, 0.35…1: by how far it lies below the mean of its surroundings.
 * A cheap stand-in for ambient occlusion that makes hollows read as hollows.
 */
function skyShare({ x, y, t }: Field): Float32Array {
  const nx = x.length;
  const ny = y.length;
  if (shares.length !== t.length) {
    blurred = new Float32Array(t.length);
    rows = new Float32Array(t.length);
    shares = new Float32Array(t.length);
  }
  const reach = Math.max(2, Math.round(Math.max(nx, ny) / 22));
  boxMean(t, rows, ny, nx, nx, 1, reach);
  boxMean(rows, blurred, nx, ny, 1, nx, reach);
  for (let k = 0; k < t.length; k++) {
    const depth = blurred[k]! - Math.min(1.2, t[k]!);
    const share = 1 - 2.6 * depth;
    shares[k] = share > 1 ? 1 : share < 0.35 ? 0.35 : !Number.isNaN(share) ? share : 1;
  }
  return shares;
}

/** Running mean over 2·reach + 1 elements along lines; missing elements count as the last known. */
function boxMean(
  from: Float32Array,
  to: Float32Array,
  lines: number,
  length: number,
  lineStride: number,
  stride: number,
  reach: number,
): void {
  for (let line = 0; line < lines; line++) {
    const start = line * lineStride;
    const at = (i: number) => {
      const c = i < 0 ? 0 : i >= length ? length - 1 : i;
      const v = from[start + c * stride]!;
      return !Number.isNaN(v) ? (v > 1.2 ? 1.2 : v) : 0.5;
    };
    let sum = 0;
    for (let i = -reach; i <= reach; i++) sum += at(i);
    const share = 1 / (2 * reach + 1);
    for (let i = 0; i < length; i++) {
      to[start + i * stride] = sum * share;
      sum += at(i + reach + 1) - at(i - reach);
    }
  }
}

/** @returns the field's height at a point, as the relief shows it; NaN off the grid or in a gap. */
export function heightAt({ x, y, t }: Field, px: number, py: number): number {
  const i = cellOf(x, px);
  const j = cellOf(y, py);
  if (i < 0 || j < 0) return Number.NaN;
  const nx = x.length;
  const u = (px - x[i]!) / (x[i + 1]! - x[i]!);
  const v = (py - y[j]!) / (y[j + 1]! - y[j]!);
  const k = j * nx + i;
  const low = t[k]! + (t[k + 1]! - t[k]!) * u;
  const high = t[k + nx]! + (t[k + nx + 1]! - t[k + nx]!) * u;
  return low + (high - low) * v;
}
