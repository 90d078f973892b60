import type { Pen } from '@/plot/pen';
import { formatTick } from '@/plot/scale';
import type { Theme } from '@/plot/theme';

/** Size of ticks’ words for a panel this wide, live or still, in CSS pixels. */
export function wordSize(width: number): number {
  return width < 300 ? 10 : width < 520 ? 11.5 : 12.5;
}

/** Where the data of a flat plot lie, in CSS pixels. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** One axis of a flat plot: where values lie and which get a tick. */
export interface Axis {
  readonly label?: string | undefined;
  readonly ticks: readonly number[];
  /** Fraction 0…1 along the axis. */
  readonly at: (value: number) => number;
  readonly format?: (value: number) => string;
}

/** @returns the room for data once ticks and labels have theirs. */
export function plotRect(
  pen: Pen,
  width: number,
  height: number,
  x: Axis,
  y: Axis,
  size: number,
): Rect {
  const words = y.ticks.map((value) => pen.measure((y.format ?? formatTick)(value), size));
  const left = Math.ceil(Math.max(10, ...words) + 9 + (y.label ? size * 1.55 : 0));
  const bottom = Math.ceil(size + 9 + (x.label ? size * 1.45 : 0));
  const top = Math.ceil(size * 0.65);
  const room = width - left - size * 0.9;
  // The words under a tick at the edge reach beyond it by half their width.
  const beyond = x.ticks.map(
    (value) =>
      pen.measure((x.format ?? formatTick)(value), size) / 2 + 1 - (1 - x.at(value)) * room,
  );
  const right = Math.ceil(Math.max(size * 0.9, ...beyond));
  return {
    left,
    top,
    width: Math.max(8, width - left - right),
    height: Math.max(8, height - top - bottom),
  };
}

/** Ticks, their words, and what the axes are called. */
export function paintAxes(
  pen: Pen,
  rect: Rect,
  x: Axis,
  y: Axis,
  theme: Theme,
  size: number,
  { grid = false, mark = true } = {},
): void {
  const { left, top, width, height } = rect;
  const foot = top + height;
  const soft = { colour: theme.soft, size };
  let last = Number.NEGATIVE_INFINITY;
  for (const value of x.ticks) {
    const px = left + x.at(value) * width;
    if (grid) pen.line([px, top, px, foot], { colour: theme.grid, width: 1 });
    if (mark) pen.line([px, foot, px, foot + 4], { colour: theme.soft, width: 1, alpha: 0.7 });
    const words = (x.format ?? formatTick)(value);
    const half = pen.measure(words, size) / 2;
    if (px - half < last + size * 0.6) continue;
    last = px + half;
    pen.text(px, foot + 7, words, { ...soft, anchor: 'middle', at: 'top' });
  }
  let widest = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (const value of y.ticks) {
    const py = foot - y.at(value) * height;
    if (grid) pen.line([left, py, left + width, py], { colour: theme.grid, width: 1 });
    if (mark) pen.line([left - 4, py, left, py], { colour: theme.soft, width: 1, alpha: 0.7 });
    if (lowest - py < size * 1.1) continue;
    lowest = py;
    const words = (y.format ?? formatTick)(value);
    widest = Math.max(widest, pen.measure(words, size));
    pen.text(left - 7, py, words, {
      ...soft,
      anchor: 'end',
      at: 'middle',
    });
  }
  const ink = { colour: theme.ink, size: size + 0.5, anchor: 'middle' } as const;
  if (x.label) pen.text(left + width / 2, foot + size + 11, x.label, { ...ink, at: 'top' });
  if (y.label) {
    pen.text(left - 9 - widest - size * 0.8, top + height / 2, y.label, {
      ...ink,
      at: 'middle',
      angle: -Math.PI / 2,
    });
  }
}
