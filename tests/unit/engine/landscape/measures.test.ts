import { describe, expect, test } from 'vitest';
import { type SurfaceMeasures, surfaceMeasures } from '@/engine/landscape/measures';
import { axis } from '@/engine/landscape/slice';

const CLASSES = 2;
const FLOOR = 1e-3 * Math.log(CLASSES);

/** Measures of a surface given by its height on [−half, half]². */
function measure(
  height: (a: number, b: number) => number,
  { n = 41, half = 1 }: { n?: number; half?: number } = {},
): SurfaceMeasures {
  const x = axis([-half, half], n);
  const loss = Float32Array.from({ length: n * n }, (_, k) =>
    height(x[k % n]!, x[Math.floor(k / n)]!),
  );
  return surfaceMeasures({ x, y: x, loss, classes: CLASSES, samples: 256 });
}

/** The loss whose logarithm z is a given height. */
const fromLog = (z: number) => 10 ** z - FLOOR;

describe('the measures of a surface', () => {
  test('a bowl has no excess variation, one minimum and no non-convex point', () => {
    const bowl = measure((a, b) => 0.01 + a * a + 2 * b * b);
    expect(bowl.ev).toBeLessThan(1e-6);
    expect(bowl.minima).toBe(1);
    expect(bowl.nonConvexFraction).toBe(0);
  });

  test('the Laplacian of a quadratic z is its trace over its range, whatever the extent', () => {
    // z = a² + b² on the unit square: z_xx + z_yy = 4, range 2; on a square of half 3 the same.
    for (const half of [1, 3]) {
      const { laplacian } = measure((a, b) => fromLog((a * a + b * b) / half ** 2 - 1), { half });
      expect(laplacian).toBeCloseTo(2, 3);
    }
  });

  test('an egg crate has the excess variation and the minima of its cosines', () => {
    const crate = measure(
      (a, b) => fromLog(-1 - Math.cos(4 * Math.PI * a) / 4 - Math.cos(4 * Math.PI * b) / 4),
      { n: 81 },
    );
    // Minima at a, b ∈ {−1, −½, 0, ½, 1}, those on the rim included.
    expect(crate.minima).toBe(25);
    // A line rises and falls 4 times by ½ over a range of 1, and begins and ends at its lowest.
    expect(crate.ev).toBeCloseTo(4, 3);
  });

  test('a dent shallower than 2% of the range is no minimum, a deeper one is', () => {
    const dented = (depth: number) =>
      measure((a, b) =>
        fromLog(a * a + b * b - depth * Math.exp(-((a - 0.5) ** 2 + b * b) / 0.002) - 1),
      ).minima;
    expect(dented(0.02)).toBe(1);
    expect(dented(0.3)).toBe(2);
  });

  test('a flat surface has no shape, whatever the rounding in it', () => {
    for (const noise of [0, 1e-6]) {
      const flat = measure((a, b) => Math.log(CLASSES) + noise * Math.sin(1e4 * (a + 2 * b)));
      expect([flat.ev, flat.laplacian, flat.minima, flat.radius]).toEqual(Array(4).fill(undefined));
    }
    // At chance as well, but not flat: only the radius asks for a valley.
    const rough = measure((a, b) => Math.log(CLASSES) + 1 + Math.sin(9 * a) * Math.cos(9 * b));
    expect(rough.ev).toBeGreaterThan(1);
    expect(rough.radius).toBeUndefined();
  });

  test('the radius of a quadratic is where it has risen by half of ln C', () => {
    const { radius, openRays } = measure((a, b) => 0.05 + 2 * (a * a + b * b), { n: 81 });
    expect(radius).toBeCloseTo(Math.sqrt(0.25 * Math.log(CLASSES)), 2);
    expect(openRays).toBe(0);
  });

  test('rays that leave the grid are counted, and the radius is its edge', () => {
    const { radius, openRays } = measure((a, b) => 0.05 + 0.01 * (a * a + b * b));
    expect(openRays).toBe(32);
    expect(radius).toBeGreaterThan(1);
    expect(radius).toBeLessThan(Math.SQRT2);
  });

  test('the radius is not given where the centre is at chance', () => {
    const at = (share: number) => measure((a) => share * Math.log(2) + 0.1 * a * a).radius;
    expect(at(1)).toBeUndefined();
    // Chance begins at 95% of ln C.
    expect(at(0.96)).toBeUndefined();
    expect(at(0.94)).toBeGreaterThan(1);
  });

  test('a ring has a non-convex middle', () => {
    const ring = measure((a, b) => 0.05 + 8 * (a * a + b * b - 0.16) ** 2);
    // f = g(r²) is not convex for r² < 0.16, the basin ends where 8(r² − .16)² = 8·.16² + ½ ln 2.
    const rim = 0.16 + Math.sqrt(0.16 ** 2 + Math.log(2) / 16);
    expect(ring.nonConvexFraction).toBeCloseTo(0.16 / rim, 1);
  });

  test('a line is measured along its one axis', () => {
    const x = axis([-1, 1], 101);
    const loss = x.map((a) => 0.02 + a * a);
    const line = surfaceMeasures({ x, y: Float64Array.of(0), loss, classes: CLASSES });
    expect(line.ev).toBeLessThan(1e-12);
    expect(line.minima).toBe(1);
    expect(line.radius).toBeCloseTo(Math.sqrt(0.5 * Math.log(2)), 3);
    expect(line.settings.rays).toBe(2);
    expect(line.nonConvexFraction).toBe(0);
  });

  test('points without a finite loss are left out and counted', () => {
    const hole = measure((a, b) =>
      a > 0.8 ? Number.POSITIVE_INFINITY : b > 0.9 ? Number.NaN : 0.01 + a * a + b * b,
    );
    expect(hole.ev).toBeLessThan(1e-6);
    expect(hole.minima).toBe(1);
    expect(hole.settings.missing).toBe(4 * 41 + 2 * 37);
    expect(hole.radius).toBeCloseTo(Math.sqrt(0.5 * Math.log(2)), 1);
  });

  test('the settings go with the numbers', () => {
    const { settings } = measure((a, b) => a * a + b * b, { n: 21, half: 2 });
    expect(settings).toMatchObject({
      points: [21, 21],
      range: [
        [-2, 2],
        [-2, 2],
      ],
      samples: 256,
      missing: 0,
      persistence: 0.02,
      rays: 32,
    });
  });

  test('refuses what is not a surface in words', () => {
    const x = axis([-1, 1], 5);
    const surface = { x, y: x, classes: 2, loss: new Float32Array(25) };
    expect(() => surfaceMeasures({ ...surface, loss: new Float32Array(24) })).toThrow(/25 losses/);
    expect(() => surfaceMeasures({ ...surface, classes: 1 })).toThrow(/classes/);
    expect(() => surfaceMeasures({ ...surface, loss: surface.loss.fill(Number.NaN) })).toThrow(
      /none of them is finite/,
    );
    expect(() => surfaceMeasures({ ...surface, y: x.slice(0, 2) })).toThrow(/3 × 3/);
  });
});
