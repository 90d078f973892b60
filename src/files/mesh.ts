import { InputError } from '@/engine/errors';
import type { SurfaceToSave } from './save';

/** A surface as a mesh; what touches a missing point is left out. */
export interface Mesh {
  /** x, y, height of every point, one after another. */
  readonly points: readonly (readonly [number, number, number])[];
  /** Of every point, in the surface. */
  readonly index: readonly number[];
  /** Corners of every cell, anticlockwise seen from above, as numbers of points. */
  readonly quads: readonly (readonly [number, number, number, number])[];
}

/** Height of the relief as a share of the longer side of its ground. */
export const RELIEF = 0.5;

/** Losses below this share of the largest are drawn at one depth: a logarithm has no floor. */
const FLOOR = 1e-6;

/** @returns log₁₀ of the losses, at least that of a millionth of the largest; NaN where missing. */
export function logLoss(loss: ArrayLike<number>): Float64Array {
  const finite = Array.from(loss).filter(Number.isFinite);
  const floor = Math.max(finite.reduce((a, b) => Math.max(a, b), 0) * FLOOR, Number.MIN_VALUE);
  return Float64Array.from(loss, (value) =>
    Number.isFinite(value) ? Math.log10(Math.max(value, floor)) : Number.NaN,
  );
}

/**
 * The relief of a surface: heights are log₁₀ of the loss, moved and scaled so that the lowest point
 * has height 0 and the highest RELIEF times the longer side of the ground.
 *
 * @param scale length of one unit of x and y in the mesh.
 * @throws InputError for a line, which has no area, or where no cell has all four corners.
 */
export function meshOf({ x, y, loss }: SurfaceToSave, scale = 1): Mesh {
  const [nx, ny] = [x.length, y.length];
  const log = logLoss(loss);
  const known = log.filter(Number.isFinite);
  const low = known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const side = Math.max(x[nx - 1]! - x[0]!, y[ny - 1]! - y[0]!);
  const rise = high > low ? (RELIEF * side) / (high - low) : 0;
  const points: [number, number, number][] = [];
  const index: number[] = [];
  const number = new Map<number, number>();
  const pointAt = (k: number) => {
    let found = number.get(k);
    if (found === undefined) {
      found = points.length;
      number.set(k, found);
      index.push(k);
      const [i, j] = [k % nx, Math.floor(k / nx)];
      points.push([x[i]! * scale, y[j]! * scale, (log[k]! - low) * rise * scale]);
    }
    return found;
  };
  const quads: [number, number, number, number][] = [];
  for (let j = 0; j + 1 < ny; j++) {
    for (let i = 0; i + 1 < nx; i++) {
      const k = j * nx + i;
      const corners = [k, k + 1, k + nx + 1, k + nx];
      if (corners.some((corner) => Number.isNaN(log[corner]!))) continue;
      quads.push(corners.map(pointAt) as [number, number, number, number]);
    }
  }
  if (quads.length === 0) {
    throw new InputError(
      'A relief needs at least one cell of 2 × 2 computed points, but this surface has none. Save it as a table.',
    );
  }
  return { points, index, quads };
}
