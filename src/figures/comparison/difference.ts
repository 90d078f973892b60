import type { ContourProps } from '@/plot/contour';
import { Scale } from '@/plot/scale';
import type { Surface } from '@/plot/types';
import type { Shown } from './shown';
import { say } from '@/words';
import { axes } from './plots';

/**
 * Where the first two surfaces differ: log₁₀ of the quotient of their losses, on a scale that is
 * white where both are the same. Undefined while there are not two surfaces over the same points.
 */
export function differenceOf(
  shown: readonly Shown[],
  surfaces: readonly (Surface | undefined)[],
):
  | (Pick<ContourProps, 'surface' | 'scale' | 'label'> & { axes: ReturnType<typeof axes> })
  | undefined {
  const [first, second] = surfaces;
  if (!first || !second || !same(first.x, second.x) || !same(first.y, second.y)) return undefined;
  const z = first.z.map((loss, i) => Math.log10(loss / second.z[i]!));
  const reach = z.reduce((most, v) => (Math.abs(v) < 1e9 ? Math.max(most, Math.abs(v)) : most), 0);
  if (reach === 0) return undefined;
  const [a, b] = [shown[0]!.variant.name, shown[1]!.variant.name];
  const words = say().comparison;
  const scale = new Scale([-reach, reach], {
    map: 'difference',
    label: words.quotient,
  });
  return { surface: { ...first, z }, scale, label: words.over(a, b), axes: axes() };
}

function same(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
