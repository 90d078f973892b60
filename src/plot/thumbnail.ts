import { paintBands } from '@/plot/bands';
import { levelLines } from '@/plot/contour-paint';
import { resample } from '@/plot/facets';
import { refine } from '@/plot/field';
import { svgPen } from '@/plot/pen-svg';
import type { Scale } from '@/plot/scale';
import type { Surface } from '@/plot/types';

/** The side of a thumbnail in units of its viewBox. */
const SIDE = 120;

/**
 * A surface as a small square picture in SVG, about 4 KB: bands of colour and the main isolines, no
 * axes, no words. It decorates a link that says what it leads to, so it is hidden from assistive
 * technology.
 */
export function thumbnailSvg(surface: Surface, scale: Scale): string {
  const pen = svgPen(2);
  const field = resample(refine(surface, scale), 28);
  paintBands(pen, field, scale, (u, v) => [SIDE * u, SIDE * (1 - v)], { count: 9 });
  const { x, y } = field;
  const across = (at: number) => (SIDE * (at - x[0]!)) / (x.at(-1)! - x[0]!);
  const down = (at: number) => SIDE * (1 - (at - y[0]!) / (y.at(-1)! - y[0]!));
  for (const { level, lines } of levelLines(field, scale, 5, 1)) {
    if (!level.major) continue;
    for (const { points, closed } of lines) {
      const placed = points.map((at, k) => (k % 2 === 0 ? across(at) : down(at)));
      pen.line(Array.from(placed), { colour: '#10151c', alpha: 0.45, width: 0.7, closed });
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * SIDE} ${2 * SIDE}" aria-hidden="true">${pen.markup()}</svg>`;
}
