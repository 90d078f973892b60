import type { Surface } from '@/plot/types';

/** Surfaces known in closed form. */
export type Shape = (x: number, y: number) => number;

export const bowl: Shape = (x, y) => x * x + y * y;

export const saddle: Shape = (x, y) => x * x - y * y;

/** Rosenbrock (1960), scaled to the unit box: its minimum 0 lies at (0.5, 0.25). */
export const rosenbrock: Shape = (x, y) => (1 - 2 * x) ** 2 + 100 * (4 * y - 4 * x * x) ** 2 + 0.1;

/** Minima of value 0 at all whole multiples of 0.5 in both directions: 25 in [−1, 1]². */
export const eggCrate: Shape = (x, y) =>
  Math.sin(2 * Math.PI * x) ** 2 + Math.sin(2 * Math.PI * y) ** 2;

/** A rugged landscape: waves of many lengths over a shallow bowl, as deep plain networks show. */
export const rugged: Shape = (x, y) => {
  let sum = 0;
  for (let k = 1; k <= 14; k++) {
    const angle = k * 2.399963;
    const frequency = 2 + 1.35 * k;
    sum +=
      Math.sin(frequency * (x * Math.cos(angle) + y * Math.sin(angle)) + k * k * 0.7) / k ** 0.75;
  }
  return 2.3 * Math.exp(0.35 * sum) + 1.6 * (x * x + y * y);
};

/** Cross-entropy as a trained shallow network shows it: a round basin that steepens outwards. */
export const basin: Shape = (x, y) =>
  0.03 + 1.4 * Math.hypot(x, 0.8 * y + 0.12 * x) ** 2.4 + 0.2 * x * x * y * y;

/** @returns the shape on an n × m grid over [−1, 1]², or over another region. */
export function surfaceOf(
  shape: Shape,
  n = 51,
  m = n,
  [x0, x1, y0, y1]: readonly [number, number, number, number] = [-1, 1, -1, 1],
): Surface {
  const x = Float64Array.from({ length: n }, (_, i) => x0 + ((x1 - x0) * i) / (n - 1));
  const y = Float64Array.from({ length: m }, (_, j) => y0 + ((y1 - y0) * j) / (m - 1));
  const z = new Float32Array(n * m);
  for (let j = 0; j < m; j++) for (let i = 0; i < n; i++) z[j * n + i] = shape(x[i]!, y[j]!);
  return { x, y, z };
}
