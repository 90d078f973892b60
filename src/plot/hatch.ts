import { contours } from 'd3-contour';
import { type Placer, placeRing } from '@/plot/bands';
import type { Field } from '@/plot/field';
import type { Pen } from '@/plot/pen';

/** Slanting lines over a rectangle: "nothing known here" or "beyond the scale". */
export function hatchLines(
  x: number,
  y: number,
  width: number,
  height: number,
  gap = 6,
): Float64Array {
  const count = Math.ceil((width + height) / gap);
  const out = new Float64Array(6 * count);
  for (let k = 0; k < count; k++) {
    const s = k * gap;
    const [x0, y0] = s < height ? [0, s] : [s - height, height];
    const [x1, y1] = s < width ? [s, 0] : [width, s - width];
    out.set([x + x0, y + y0, x + x1, y + y1, Number.NaN, Number.NaN], 6 * k);
  }
  return out;
}

/** @returns outlines of where a field lies above the clip, in panel coordinates; none if nowhere. */
export function overRings(field: Field, place: Placer): number[][] {
  if (!field.t.some((t) => t > 1)) return [];
  const nx = field.x.length;
  const ny = field.y.length;
  const [shape] = contours().size([nx, ny]).thresholds([1])(field.t as unknown as number[]);
  return (shape?.coordinates ?? []).flat().map((ring) => placeRing(ring, field, place));
}

/** Hatches what lies within outlines. */
export function paintHatch(
  pen: Pen,
  rings: readonly ArrayLike<number>[],
  rect: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  },
  colour: string,
): void {
  if (rings.length === 0) return;
  pen.within(rings, () => {
    const lines = hatchLines(rect.left, rect.top, rect.width, rect.height);
    pen.line(lines, { colour, width: 2, alpha: 0.5 });
  });
}
