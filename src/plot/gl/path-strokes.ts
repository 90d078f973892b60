import { boxAxes, rise } from '@/plot/box';
import type { Box } from '@/plot/camera';
import type { Field } from '@/plot/field';
import { heightAt } from '@/plot/gl/relief-mesh';
import type { Stroke } from '@/plot/gl/strokes';
import type { Scale } from '@/plot/scale';
import { type Theme, unitRgb } from '@/plot/theme';
import type { Path } from '@/plot/types';

type Spot = [number, number, number];

/** Strokes in one buffer are numbered with 16 bits, four corners each. */
const MOST = 16_000;

/**
 * The strokes of a path: lying on the relief (or at its own heights), and its shadow on the flat
 * map. Stretches between checkpoints follow the relief up and down. What comes after the current
 * step is faint.
 */
export function pathStrokes(
  path: Path,
  field: Field,
  scale: Scale,
  box: Box,
  theme: Theme,
): Stroke[] {
  const n = Math.min(path.x.length, path.y.length);
  if (n === 0) return [];
  const current = Math.max(0, Math.min(n - 1, path.current ?? n - 1));
  const map = boxAxes(field, box);
  const white = unitRgb(theme.path);
  const dark = unitRgb(theme.casing);
  const accent = unitRgb(theme.accent);
  const high = (x: number, y: number) => rise(heightAt(field, x, y));
  const spot = (k: number): Spot => {
    const x = path.x[k]!;
    const y = path.y[k]!;
    const z = path.z?.[k];
    return [map.x(x), map.y(y), z === undefined ? high(x, y) : rise(scale.at(z))];
  };
  const fine = (field.x.length - 1) / 2;
  const strokes: Stroke[] = [];
  const stroke = (
    a: Spot,
    b: Spot,
    radius: number,
    colour: Stroke['colour'],
    alpha: number,
    lift: number,
  ) => {
    if (strokes.length < MOST) strokes.push({ a, b, radius, colour, alpha, lift });
  };
  const floor = ([x, y]: Spot): Spot => [x, y, box.floor + 0.002];
  for (let k = 1; k < n; k++) {
    const past = k <= current;
    const [a, b] = [spot(k - 1), spot(k)];
    if (![...a, ...b].every(Number.isFinite)) continue;
    stroke(floor(a), floor(b), past ? 1.5 : 1, dark, past ? 0.75 : 0.3, 0.05);
    stroke(floor(a), floor(b), past ? 0.7 : 0.5, white, past ? 0.95 : 0.4, 0.1);
    const steps = path.z
      ? 1
      : Math.max(1, Math.min(48, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) * fine)));
    let from = a;
    for (let s = 1; s <= steps; s++) {
      const u = s / steps;
      const x = path.x[k - 1]! + (path.x[k]! - path.x[k - 1]!) * u;
      const y = path.y[k - 1]! + (path.y[k]! - path.y[k - 1]!) * u;
      const to: Spot = path.z || s === steps ? b : [map.x(x), map.y(y), high(x, y)];
      if (Number.isFinite(to[2])) {
        stroke(from, to, past ? 2.1 : 1.5, dark, past ? 0.85 : 0.25, 0.3);
        stroke(from, to, past ? 1.15 : 0.8, white, past ? 1 : 0.5, 0.5);
        from = to;
      }
    }
  }
  dots(current, spot, stroke, { white, dark, accent, floor });
  // In order of height above the ground: no casing covers a neighbour's line.
  return strokes.sort((a, b) => a.lift - b.lift);
}

/** A dot a checkpoint where there is room, an open one at the start, the accent at the current. */
function dots(
  current: number,
  spot: (k: number) => Spot,
  stroke: (
    a: Spot,
    b: Spot,
    radius: number,
    colour: Stroke['colour'],
    alpha: number,
    lift: number,
  ) => void,
  paint: Record<'white' | 'dark' | 'accent', Stroke['colour']> & { floor(spot: Spot): Spot },
): void {
  const { white, dark, accent, floor } = paint;
  const dot = (at: Spot, radius: number, colour: Stroke['colour'], lift: number) => {
    if (Number.isFinite(at[2])) stroke(at, at, radius, colour, 1, lift);
  };
  let last: Spot | null = null;
  for (let k = 1; k < current; k++) {
    const at = spot(k);
    if (last && Math.hypot(at[0] - last[0], at[1] - last[1], at[2] - last[2]) < 0.05) continue;
    last = at;
    dot(at, 3, dark, 0.55);
    dot(at, 2.1, white, 0.6);
  }
  const start = spot(0);
  dot(start, 5, dark, 0.7);
  dot(start, 3.8, white, 0.75);
  dot(start, 2, dark, 0.8);
  const here = spot(current);
  dot(floor(here), 3.4, dark, 0.2);
  dot(floor(here), 2.4, accent, 0.25);
  dot(here, 6.4, dark, 0.85);
  dot(here, 5.2, white, 0.9);
  dot(here, 3.7, accent, 0.95);
}
