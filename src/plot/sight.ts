import { RISE, rise } from '@/plot/box';
import type { Box, View } from '@/plot/camera';
import { type Field, sample } from '@/plot/field';

type Spot = readonly [number, number, number];

/** Height of a relief over a point of the box; NaN beside it, in gaps, and where it is cut open. */
export function heightOver(field: Field, box: Box, x: number, y: number): number {
  const { x: xs, y: ys } = field;
  const u = (x + 1) / 2;
  const v = (y / box.depth + 1) / 2;
  if (u < 0 || u > 1 || v < 0 || v > 1) return Number.NaN;
  const px = xs[0]! + u * (xs[xs.length - 1]! - xs[0]!);
  const py = ys[0]! + v * (ys[ys.length - 1]! - ys[0]!);
  const t = sample(xs, ys, field.t, px, py);
  return t > 1 ? Number.NaN : rise(t);
}

/** Whether the eye sees a spot on or above the relief: walks towards the eye and looks down. */
export function seen(field: Field, box: Box, view: View, [x, y, z]: Spot): boolean {
  const to = [view.eye[0] - x, view.eye[1] - y, view.eye[2] - z] as const;
  const flat = Math.hypot(to[0], to[1]) || 1e-9;
  const step = 1.6 / field.x.length;
  for (let s = 2.2 * step; s < 3; s += step) {
    const u = s / flat;
    const high = z + to[2] * u;
    if (high > RISE) return true;
    const ground = heightOver(field, box, x + to[0] * u, y + to[1] * u);
    if (ground > high + 0.006) return false;
  }
  return true;
}

/** Whether the eye sees a spot below the relief: nothing of the relief lies on the way. */
export function seenBelow(field: Field, box: Box, view: View, [x, y, z]: Spot): boolean {
  const to = [view.eye[0] - x, view.eye[1] - y, view.eye[2] - z] as const;
  const flat = Math.hypot(to[0], to[1]) || 1e-9;
  for (let s = 0; s < 3; s += 0.03) {
    const high = z + (to[2] * s) / flat;
    if (high > RISE) return true;
    if (high > heightOver(field, box, x + (to[0] * s) / flat, y + (to[1] * s) / flat)) return false;
  }
  return true;
}

/**
 * Where the sight through a panel's pixel first meets the relief.
 * @returns a spot in the box, or null where it meets nothing.
 */
export function pick(field: Field, box: Box, view: View, px: number, py: number): Spot | null {
  const ray = view.ray(px, py);
  const flat = Math.hypot(ray[0], ray[1], ray[2]);
  const at = (s: number): Spot => [
    view.eye[0] + (ray[0] / flat) * s,
    view.eye[1] + (ray[1] / flat) * s,
    view.eye[2] + (ray[2] / flat) * s,
  ];
  const far = Math.hypot(...view.eye) + 2.4;
  const gap = (s: number) => {
    const [x, y, z] = at(s);
    return z - heightOver(field, box, x, y);
  };
  const step = 0.012;
  let last = Number.NaN;
  for (let s = Math.max(0, far - 4.8); s < far; s += step) {
    const here = gap(s);
    // A sign change between two places over the relief; entering it from the side counts too.
    if (here * last < 0) {
      let low = s - step;
      let high = s;
      for (let k = 0; k < 12; k++) {
        const middle = (low + high) / 2;
        if (gap(middle) * last > 0) low = middle;
        else high = middle;
      }
      return at(high);
    }
    last = here;
  }
  return null;
}
