import { nearest, sample } from '@/plot/field';
import { formatValue, type Scale } from '@/plot/scale';
import type { AxisLabels, Point, Surface } from '@/plot/types';
import { say } from '@/words';

/**
 * Moves a crosshair from grid point to grid point.
 * @param key of a keyboard event; @param far with Page Up and Page Down it leaps.
 * @returns null for a key that means nothing here.
 */
export function stepCross(surface: Surface, at: Point | undefined, key: string): Point | null {
  const { x, y } = surface;
  const i = at ? nearest(x, at.x) : (x.length - 1) >> 1;
  const j = at ? nearest(y, at.y) : (y.length - 1) >> 1;
  const leap = Math.max(2, Math.round(y.length / 8));
  const moves: Record<string, readonly [number, number]> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, 1],
    ArrowDown: [0, -1],
    PageUp: [0, leap],
    PageDown: [0, -leap],
  };
  const move = moves[key];
  if (!move) return null;
  if (!at) return { x: x[i]!, y: y[j]! };
  const clamp = (k: number, n: number) => Math.max(0, Math.min(n - 1, k));
  return { x: x[clamp(i + move[0], x.length)]!, y: y[clamp(j + move[1], y.length)]! };
}

/** What the crosshair reads: the value interpolated between the array's own points. */
export function readCross(
  surface: Surface,
  scale: Scale,
  at: Point,
  axes: AxisLabels,
): { readonly value: number; readonly lines: readonly string[]; readonly words: string } {
  const said = say().plot;
  const value = sample(surface.x, surface.y, surface.z, at.x, at.y);
  const span = (axis: Float64Array) => axis[axis.length - 1]! - axis[0]!;
  const x = formatValue(at.x, span(surface.x)).replace('-', '−');
  const y = formatValue(at.y, span(surface.y)).replace('-', '−');
  const z = Number.isNaN(value) ? said.notComputed : scale.format(value).replace('-', '−');
  const name = axes.z ?? (scale.label || said.value);
  return {
    value,
    lines: [z, `${x}, ${y}`],
    words: said.reading(name, z, [axes.x ?? 'x', x], [axes.y ?? 'y', y]),
  };
}
