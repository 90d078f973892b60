import type { Pen } from '@/plot/pen';
import { hueOf, type Theme } from '@/plot/theme';
import type { Mark, Path } from '@/plot/types';

type ToPanel = (x: number, y: number) => readonly [number, number];

/**
 * A path in a flat map: cased line, a dot a checkpoint, arrow heads for direction, the start open,
 * the current step in the accent; what comes after the current step is faint.
 */
export function paintPath(pen: Pen, path: Path, toPanel: ToPanel, theme: Theme): void {
  const colour = path.hue === undefined ? theme.path : hueOf(theme, path.hue);
  const casing = path.hue === undefined ? theme.casing : theme.path;
  const n = Math.min(path.x.length, path.y.length);
  if (n === 0) return;
  const current = Math.max(0, Math.min(n - 1, path.current ?? n - 1));
  const points = new Float64Array(2 * n);
  for (let k = 0; k < n; k++) points.set(toPanel(path.x[k]!, path.y[k]!), 2 * k);
  const past = points.subarray(0, 2 * (current + 1));
  const ahead = points.subarray(2 * current);
  if (current < n - 1) {
    pen.line(ahead, { colour: casing, width: 3, alpha: 0.2 });
    pen.line(ahead, { colour, width: 1.4, alpha: 0.45 });
  }
  pen.line(past, { colour: casing, width: 4, alpha: 0.8 });
  pen.line(past, { colour, width: 2 });
  // Dots only where they do not merge into a chain of beads.
  let [lx, ly] = [Number.NaN, Number.NaN];
  for (let k = 0; k <= current; k++) {
    const [x, y] = [points[2 * k]!, points[2 * k + 1]!];
    if (Math.hypot(x - lx, y - ly) < 9) continue;
    pen.disc(x, y, 3.1, { colour: casing, alpha: 0.8 });
    pen.disc(x, y, 2.1, { colour });
    [lx, ly] = [x, y];
  }
  paintArrows(pen, past, theme);
  pen.disc(points[0]!, points[1]!, 5, { colour: casing });
  pen.disc(points[0]!, points[1]!, 3.8, { colour });
  pen.disc(points[0]!, points[1]!, 2, { colour: casing });
  const [cx, cy] = [points[2 * current]!, points[2 * current + 1]!];
  pen.disc(cx, cy, 6.2, { colour: casing });
  pen.disc(cx, cy, 5, { colour });
  pen.disc(cx, cy, 3.4, { colour: path.hue === undefined ? theme.accent : colour });
}

/** One arrow head every 90 pixels or so, in the middle of a stretch. */
function paintArrows(pen: Pen, points: Float64Array, theme: Theme): void {
  let walked = 45;
  for (let k = 2; k + 1 < points.length; k += 2) {
    const [x0, y0, x1, y1] = [points[k - 2]!, points[k - 1]!, points[k]!, points[k + 1]!];
    const length = Math.hypot(x1 - x0, y1 - y0);
    walked += length;
    if (walked < 90 || length < 12) continue;
    walked = 0;
    const [ux, uy] = [(x1 - x0) / length, (y1 - y0) / length];
    const [mx, my] = [(x0 + x1) / 2 + ux * 4, (y0 + y1) / 2 + uy * 4];
    const head = (reach: number, half: number) => [
      mx + ux * (reach - 4),
      my + uy * (reach - 4),
      mx - ux * reach - uy * half,
      my - uy * reach + ux * half,
      mx - ux * reach + uy * half,
      my - uy * reach - ux * half,
    ];
    pen.fill([head(6.5, 6.2)], { colour: theme.casing, alpha: 0.85 });
    pen.fill([head(4.6, 4.2)], { colour: theme.path });
  }
}

/** Crosses with a label beside them, such as local minima. */
export function paintMarks(
  pen: Pen,
  marks: readonly Mark[],
  toPanel: ToPanel,
  theme: Theme,
  size: number,
): void {
  for (const mark of marks) {
    const [x, y] = toPanel(mark.x, mark.y);
    for (const [colour, width] of [
      [theme.casing, 3.6],
      [theme.path, 1.6],
    ] as const) {
      pen.line([x - 4, y, x + 4, y], { colour, width });
      pen.line([x, y - 4, x, y + 4], { colour, width });
    }
    if (mark.label) {
      pen.text(x + 8, y, mark.label, {
        colour: theme.path,
        size,
        at: 'middle',
        halo: theme.casing,
      });
    }
  }
}

/** A small chip with the crosshair's reading, kept inside the panel. */
export function paintReadout(
  pen: Pen,
  lines: readonly string[],
  at: readonly [number, number],
  panel: { readonly width: number; readonly height: number },
  theme: Theme,
  size: number,
): void {
  const wide = Math.max(...lines.map((line) => pen.measure(line, size))) + 14;
  const high = lines.length * size * 1.35 + 8;
  const x = at[0] + 14 + wide > panel.width ? at[0] - 14 - wide : at[0] + 14;
  const y = Math.max(2, Math.min(panel.height - high - 2, at[1] - high - 10));
  const left = Math.max(2, Math.min(panel.width - wide - 2, x));
  pen.fill([rounded(left, y, wide, high, 5)], { colour: theme.paper, alpha: 0.94 });
  pen.line(rounded(left, y, wide, high, 5), { colour: theme.grid, width: 1, closed: true });
  lines.forEach((line, k) => {
    pen.text(left + 7, y + 5 + (k + 0.5) * size * 1.35, line, {
      colour: k === 0 ? theme.ink : theme.soft,
      size,
      weight: k === 0 ? 600 : 400,
      at: 'middle',
    });
  });
}

function rounded(x: number, y: number, width: number, height: number, radius: number): number[] {
  const points: number[] = [];
  const corner = (cx: number, cy: number, start: number) => {
    for (let k = 0; k <= 5; k++) {
      const a = start + (k * Math.PI) / 10;
      points.push(cx + radius * Math.cos(a), cy + radius * Math.sin(a));
    }
  };
  corner(x + width - radius, y + radius, -Math.PI / 2);
  corner(x + width - radius, y + height - radius, 0);
  corner(x + radius, y + height - radius, Math.PI / 2);
  corner(x + radius, y + radius, Math.PI);
  return points;
}
