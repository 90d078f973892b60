import { paintBands } from '@/plot/bands';
import { boxAxes, rise } from '@/plot/box';
import type { Box, View } from '@/plot/camera';
import { paintFacets, paintReliefLines, resample } from '@/plot/facets';
import { type Field, sample } from '@/plot/field';
import { levels } from '@/plot/isolines';
import { paintReadout } from '@/plot/overlay';
import type { Pen } from '@/plot/pen';
import type { Scale } from '@/plot/scale';
import { seen, seenBelow } from '@/plot/sight';
import type { Theme } from '@/plot/theme';
import type { Mark, Path, Point } from '@/plot/types';

/** What everything that lies on a relief must know of it. */
export interface OnRelief {
  readonly field: Field;
  readonly view: View;
  readonly box: Box;
  readonly theme: Theme;
  readonly size: number;
}

type Spot = readonly [number, number, number];

function spotOn({ field, box }: Pick<OnRelief, 'field' | 'box'>, { x, y }: Point): Spot {
  const map = boxAxes(field, box);
  return [map.x(x), map.y(y), rise(sample(field.x, field.y, field.t, x, y))];
}

/** A relief, its flat map, isolines and path without a graphics card. */
export function paintReliefWithoutGl(
  pen: Pen,
  field: Field,
  scale: Scale,
  view: View,
  box: Box,
  theme: Theme,
  path?: Path,
  facets = 48,
): void {
  paintBands(
    pen,
    resample(field, 40),
    scale,
    (u, v) => view.project(2 * u - 1, (2 * v - 1) * box.depth, box.floor),
    { count: 12, alpha: 0.84, missing: theme.missing },
  );
  const coarse = resample(field, facets);
  paintFacets(pen, coarse, scale, view, box, 6);
  const lines = levels(scale).filter((level) => level.major);
  paintReliefLines(
    pen,
    coarse,
    view,
    box,
    lines.map((level) => level.t),
  );
  if (path) paintReliefPath(pen, path, { field, view, box, theme, size: 12 });
}

/** A path on a relief, as the pen draws it: hidden stretches are left out. */
export function paintReliefPath(pen: Pen, path: Path, on: OnRelief): void {
  const { field, view, box, theme } = on;
  const n = Math.min(path.x.length, path.y.length);
  const current = Math.max(0, Math.min(n - 1, path.current ?? n - 1));
  const stretch = (first: number, last: number) => {
    const panel: number[] = [];
    for (let k = first + 1; k <= last; k++) {
      for (let s = 0; s <= 12; s++) {
        const u = s / 12;
        const spot = spotOn(on, {
          x: path.x[k - 1]! + (path.x[k]! - path.x[k - 1]!) * u,
          y: path.y[k - 1]! + (path.y[k]! - path.y[k - 1]!) * u,
        });
        if (seen(field, box, view, spot)) panel.push(...view.project(...spot));
        else panel.push(Number.NaN, Number.NaN);
      }
    }
    return panel;
  };
  const past = stretch(0, current);
  pen.line(stretch(current, n - 1), { colour: theme.path, width: 1.4, alpha: 0.5 });
  pen.line(past, { colour: theme.casing, width: 4, alpha: 0.8 });
  pen.line(past, { colour: theme.path, width: 2.2 });
  const here = spotOn(on, { x: path.x[current]!, y: path.y[current]! });
  if (Number.isNaN(here[2])) return;
  const [px, py] = view.project(...here);
  pen.disc(px, py, 6.2, { colour: theme.casing });
  pen.disc(px, py, 5, { colour: theme.path });
  pen.disc(px, py, 3.4, { colour: theme.accent });
}

/** Pins on the relief; faint where the relief hides them. */
export function paintReliefMarks(pen: Pen, marks: readonly Mark[], on: OnRelief): void {
  const { field, view, box, theme, size } = on;
  for (const mark of marks) {
    const spot = spotOn(on, mark);
    if (Number.isNaN(spot[2])) continue;
    const alpha = seen(field, box, view, spot) ? 1 : 0.3;
    const [px, py] = view.project(...spot);
    const high = 16;
    pen.line([px, py, px, py - high], { colour: theme.casing, width: 3, alpha: 0.7 * alpha });
    pen.line([px, py, px, py - high], { colour: theme.path, width: 1.4, alpha });
    pen.disc(px, py - high, 4.4, { colour: theme.casing, alpha });
    pen.disc(px, py - high, 3.2, { colour: theme.path, alpha });
    if (mark.label && alpha === 1) {
      pen.text(px + 8, py - high, mark.label, {
        colour: theme.ink,
        size,
        at: 'middle',
        halo: theme.paper,
      });
    }
  }
}

/** The crosshair on a relief: lines of the grid through the point, a plumb line, its reading. */
export function paintReliefCross(
  pen: Pen,
  at: Point,
  lines: readonly string[],
  on: OnRelief,
  panel: { readonly width: number; readonly height: number },
): void {
  const { field, view, box, theme, size } = on;
  const map = boxAxes(field, box);
  const x = map.x(at.x);
  const y = map.y(at.y);
  if (Math.abs(x) > 1 + 1e-9 || Math.abs(y) > box.depth + 1e-9) return;
  const hair: number[] = [];
  for (const along of [0, 1] as const) {
    for (let k = 0; k <= 48; k++) {
      const s = (2 * k) / 48 - 1;
      const lies: Spot = along === 0 ? [s, y, box.floor] : [x, s * box.depth, box.floor];
      if (seenBelow(field, box, view, lies)) hair.push(...view.project(...lies));
      else hair.push(Number.NaN, Number.NaN);
    }
    hair.push(Number.NaN, Number.NaN);
  }
  pen.line(hair, { colour: theme.casing, width: 2.4, alpha: 0.35 });
  pen.line(hair, { colour: theme.path, width: 1, alpha: 0.9 });
  const spot = spotOn(on, at);
  const top: Spot = Number.isNaN(spot[2]) ? [x, y, box.floor] : spot;
  const [px, py] = view.project(...top);
  const [fx, fy] = view.project(x, y, box.floor);
  pen.line([px, py, fx, fy], { colour: theme.casing, width: 2.6, alpha: 0.4 });
  pen.line([px, py, fx, fy], { colour: theme.path, width: 1.1, dash: [3, 3] });
  pen.disc(px, py, 5.2, { colour: theme.casing });
  pen.disc(px, py, 4, { colour: theme.path });
  pen.disc(px, py, 2.4, { colour: theme.accent });
  paintReadout(pen, lines, [px, py], panel, theme, size);
}
