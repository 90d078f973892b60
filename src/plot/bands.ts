import { contours } from 'd3-contour';
import { cssColour } from '@/plot/colourmap';
import type { Field } from '@/plot/field';
import type { Pen } from '@/plot/pen';
import type { Scale } from '@/plot/scale';

/** Panel coordinates of a point of the plane, given in fractions 0…1 of both axes. */
export type Placer = (u: number, v: number) => readonly [number, number];

/**
 * @returns a ring of d3-contour in panel coordinates. d3-contour counts cells: the middle of the
 *   first is 0.5, and it closes rings half outside.
 */
export function placeRing(
  ring: readonly (readonly number[])[],
  { x, y }: Pick<Field, 'x' | 'y'>,
  place: Placer,
): number[] {
  const fraction = (axis: Float64Array, cell: number) => {
    const n = axis.length;
    const at = Math.max(0, Math.min(n - 1, cell - 0.5));
    const k = Math.min(n - 2, Math.floor(at));
    const value = axis[k]! + (axis[k + 1]! - axis[k]!) * (at - k);
    return (value - axis[0]!) / (axis[n - 1]! - axis[0]!);
  };
  return ring.flatMap(([cx, cy]) => [...place(fraction(x, cx!), fraction(y, cy!))]);
}

/**
 * Fills a field with bands of colour, where a picture must be vectors. Each band is drawn over the
 * ones below it, so that no seam shows between them.
 * @param field from `resample`: even places.
 * @param count how many bands between the ends of the scale.
 */
export function paintBands(
  pen: Pen,
  field: Field,
  scale: Scale,
  place: Placer,
  { count = 16, alpha = 1, missing = '#c9ced4' } = {},
): void {
  const nx = field.x.length;
  const ny = field.y.length;
  const edge = (u0: number, v0: number, u1: number, v1: number) =>
    Array.from({ length: 8 }, (_, k) => place(u0 + ((u1 - u0) * k) / 8, v0 + ((v1 - v0) * k) / 8));
  const whole = [
    ...edge(0, 0, 1, 0),
    ...edge(1, 0, 1, 1),
    ...edge(1, 1, 0, 1),
    ...edge(0, 1, 0, 0),
  ];
  const holes = field.t.some((t) => Number.isNaN(t));
  const ground = holes ? missing : bandColour(scale, 0, count);
  pen.fill([whole.flat()], { colour: ground, alpha });
  const shapes = contours()
    .size([nx, ny])
    .thresholds(Array.from({ length: count }, (_, k) => (k === 0 ? -2 : k / count)))(
    field.t as unknown as number[],
  );
  shapes.forEach(({ coordinates }, k) => {
    if (k === 0 && !holes) return;
    const rings = coordinates.flat().map((ring) => placeRing(ring, field, place));
    if (rings.length > 0) pen.fill(rings, { colour: bandColour(scale, k, count), alpha });
  });
}

function bandColour(scale: Scale, k: number, count: number): string {
  return cssColour(scale.colour(scale.value((k + 0.5) / count)));
}
