import { describe, expect, test } from 'vitest';
import { refine } from '@/plot/field';
import { isolines, isolinesAt, levels } from '@/plot/isolines';
import { Scale, sharedScale } from '@/plot/scale';
import { bowl, eggCrate, saddle, surfaceOf } from '../../browser/plot/shapes';

describe('isolines', () => {
  test('of a bowl are circles of radius √c', () => {
    const surface = surfaceOf(bowl, 101);
    const scale = new Scale([0, 2]);
    const field = refine(surface, scale);
    for (const c of [0.04, 0.25, 0.81]) {
      const lines = isolines(field, scale.at(c));
      expect(lines).toHaveLength(1);
      expect(lines[0]!.closed).toBe(true);
      const { points } = lines[0]!;
      for (let k = 0; k < points.length; k += 2) {
        const radius = Math.hypot(points[k]!, points[k + 1]!);
        // A fiftieth of the distance between grid points.
        expect(Math.abs(radius - Math.sqrt(c))).toBeLessThan(0.02 / 50);
      }
    }
  });

  test('of a saddle satisfy x² − y² = c and end on the rim', () => {
    const surface = surfaceOf(saddle, 81);
    const scale = sharedScale([surface]);
    const lines = isolines(refine(surface, scale), scale.at(0.3));
    expect(lines).toHaveLength(2);
    for (const { points, closed } of lines) {
      expect(closed).toBe(false);
      for (let k = 0; k < points.length; k += 2) {
        expect(points[k]! ** 2 - points[k + 1]! ** 2).toBeCloseTo(0.3, 3);
      }
      for (const k of [0, points.length - 2]) {
        expect(Math.max(Math.abs(points[k]!), Math.abs(points[k + 1]!))).toBeCloseTo(1, 9);
      }
    }
  });

  test('round each of the egg crate’s minima there is a line of its own', () => {
    const surface = surfaceOf(eggCrate, 81);
    const scale = sharedScale([surface]);
    const lines = isolines(refine(surface, scale), scale.at(0.2));
    expect(lines).toHaveLength(25);
    expect(lines.filter(({ closed }) => closed)).toHaveLength(9);
  });

  test('all levels in one pass are the levels one by one', () => {
    const surface = surfaceOf(eggCrate, 31);
    const field = refine(surface, sharedScale([surface]));
    const ts = [0.1, 0.35, 0.5, 0.9];
    expect(isolinesAt(field, ts)).toEqual(ts.map((t) => isolines(field, t)));
  });

  test('no line enters a cell with a missing corner', () => {
    const surface = surfaceOf(bowl, 21);
    surface.z[10 * 21 + 15] = Number.NaN;
    const field = refine(surface, new Scale([0, 2]), 21);
    const [hx, hy] = [surface.x[15]!, surface.y[10]!];
    for (const { points } of isolinesAt(field, [0.05, 0.1, 0.125, 0.2, 0.3]).flat()) {
      for (let k = 0; k < points.length; k += 2) {
        const inside = Math.abs(points[k]! - hx) < 0.099 && Math.abs(points[k + 1]! - hy) < 0.099;
        expect(inside).toBe(false);
      }
    }
  });
});

describe('levels', () => {
  test('linear: majors at the ticks, even minors between, all within the domain', () => {
    const all = levels(new Scale([0, 2]));
    expect(all.filter(({ major }) => major).map(({ value }) => value)).toEqual(
      [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8].filter((value) =>
        new Scale([0, 2]).ticks(7).includes(value),
      ),
    );
    for (const { t } of all) expect(t > 0 && t < 1).toBe(true);
    const values = all.map(({ value }) => value);
    expect(values).toEqual([...values].sort((a, b) => a - b));
  });

  test('logarithmic: 2, 3, … 9 between powers of ten', () => {
    const values = levels(new Scale([1, 1e4], { kind: 'log' })).map(({ value }) => value);
    for (const value of [2, 30, 900, 1000]) {
      expect(values.some((v) => Math.abs(v / value - 1) < 1e-9)).toBe(true);
    }
  });
});
