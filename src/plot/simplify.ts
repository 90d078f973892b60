/**
 * Leaves out points that lie within `tolerance` of the line through their neighbours (Douglas &
 * Peucker 1973).
 * @param points x0, y0, x1, y1, … without gaps.
 */
export function simplify(points: ArrayLike<number>, tolerance: number): number[] {
  const n = points.length / 2;
  if (n < 3) return Array.from(points);
  const keep = new Uint8Array(n);
  keep[0] = keep[n - 1] = 1;
  const stack: [number, number][] = [[0, n - 1]];
  for (let span = stack.pop(); span; span = stack.pop()) {
    const [a, b] = span;
    const ax = points[2 * a]!;
    const ay = points[2 * a + 1]!;
    const dx = points[2 * b]! - ax;
    const dy = points[2 * b + 1]! - ay;
    const square = dx * dx + dy * dy;
    let worst = tolerance * tolerance;
    let at = -1;
    for (let k = a + 1; k < b; k++) {
      const px = points[2 * k]! - ax;
      const py = points[2 * k + 1]! - ay;
      const u = square > 0 ? Math.max(0, Math.min(1, (px * dx + py * dy) / square)) : 0;
      const away = (px - u * dx) ** 2 + (py - u * dy) ** 2;
      if (away > worst) {
        worst = away;
        at = k;
      }
    }
    if (at < 0) continue;
    keep[at] = 1;
    stack.push([a, at], [at, b]);
  }
  const out: number[] = [];
  for (let k = 0; k < n; k++) if (keep[k]) out.push(points[2 * k]!, points[2 * k + 1]!);
  return out;
}
