import type { Rect } from '@/plot/frame';

export interface LabelSpot {
  readonly x: number;
  readonly y: number;
  /** Along the line, never upside down. */
  readonly angle: number;
}

const APART = 74;

/**
 * Finds where on an isoline its value reads best: where the line is straight over the width of the
 * words, lies level, keeps clear of the panel's rim and of labels placed before.
 * @param points in panel coordinates.
 * @returns null where the line is too short or everything is taken.
 */
export function placeLabel(
  points: Float64Array,
  closed: boolean,
  width: number,
  rect: Rect,
  taken: readonly (readonly [number, number])[],
): LabelSpot | null {
  const n = points.length / 2;
  const along = new Float64Array(n);
  for (let k = 1; k < n; k++) {
    along[k] =
      along[k - 1]! +
      Math.hypot(points[2 * k]! - points[2 * k - 2]!, points[2 * k + 1]! - points[2 * k - 1]!);
  }
  const length = along[n - 1]!;
  if (length < width * (closed ? 3.2 : 2.2)) return null;
  let best: LabelSpot | null = null;
  let least = Number.POSITIVE_INFINITY;
  let a = 0;
  let b = 0;
  const step = Math.max(1, Math.floor(n / 160));
  for (let k = 0; k < n; k += step) {
    const from = along[k]! - width * 0.6;
    const to = along[k]! + width * 0.6;
    if (from < 0 || to > length) continue;
    while (a < n - 1 && along[a + 1]! <= from) a++;
    while (b < n - 1 && along[b]! < to) b++;
    const dx = points[2 * b]! - points[2 * a]!;
    const dy = points[2 * b + 1]! - points[2 * a + 1]!;
    const chord = Math.hypot(dx, dy);
    const x = points[2 * k]!;
    const y = points[2 * k + 1]!;
    const margin = width / 2 + 4;
    if (x < rect.left + margin || x > rect.left + rect.width - margin) continue;
    if (y < rect.top + 9 || y > rect.top + rect.height - 9) continue;
    if (taken.some(([tx, ty]) => Math.hypot(tx - x, ty - y) < APART)) continue;
    const bend = (along[b]! - along[a]!) / Math.max(1, chord) - 1;
    const slant = Math.abs(Math.atan(dy / (dx || 1e-9)));
    const cost = 12 * bend + 0.25 * slant;
    if (cost < least) {
      least = cost;
      best = { x, y, angle: Math.atan(dy / (dx || 1e-9)) };
    }
  }
  return least < 1.2 ? best : null;
}
