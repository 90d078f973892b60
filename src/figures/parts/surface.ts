import type { Slice } from '@/engine/landscape/slice';
import type { Surface } from '@/plot/types';

/**
 * The part of a slice that is complete, as a surface to draw: the rows and columns that are
 * multiples of `stride`, and the last ones. A copy, since the slice's arrays still grow.
 */
export function surfaceOf(slice: Slice, stride = 1): Surface {
  const columns = kept(slice.x.length, stride);
  const rows = kept(slice.y.length, stride);
  const z = new Float32Array(rows.length * columns.length);
  rows.forEach((row, j) => {
    columns.forEach((column, i) => {
      z[j * columns.length + i] = slice.loss[row * slice.x.length + column]!;
    });
  });
  return {
    x: Float64Array.from(columns, (i) => slice.x[i]!),
    y: Float64Array.from(rows, (j) => slice.y[j]!),
    z,
  };
}

function kept(n: number, stride: number): number[] {
  return Array.from({ length: n }, (_, i) => i).filter((i) => i % stride === 0 || i === n - 1);
}
