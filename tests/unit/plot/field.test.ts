import { describe, expect, test } from 'vitest';
import { difference, nearest, refine, sample } from '@/plot/field';
import { Scale, sharedScale } from '@/plot/scale';
import { checkSurface } from '@/plot/types';
import { bowl, eggCrate, rugged, saddle, surfaceOf } from '../../browser/plot/shapes';

describe('refine', () => {
  test('goes through every datum', () => {
    const surface = surfaceOf(rugged, 17);
    const scale = sharedScale([surface], { kind: 'log' });
    const field = refine(surface, scale, 65);
    expect(field.x).toHaveLength(65);
    for (let j = 0; j < 17; j++) {
      for (let i = 0; i < 17; i++) {
        const t = field.t[j * 4 * 65 + i * 4]!;
        expect(t).toBeCloseTo(scale.at(surface.z[j * 17 + i]!), 6);
      }
    }
  });

  test('never leaves the range of the data: no hill or pit is invented', () => {
    for (const shape of [rugged, eggCrate, saddle]) {
      const surface = surfaceOf(shape, 9);
      const { t } = refine(surface, sharedScale([surface]));
      expect(Math.min(...t)).toBeGreaterThanOrEqual(-1e-6);
      expect(Math.max(...t)).toBeLessThanOrEqual(1 + 1e-6);
    }
  });

  test('comes close to a smooth surface between its points', () => {
    const surface = surfaceOf(bowl, 21);
    const field = refine(surface, new Scale([0, 2]), 101);
    for (let k = 0; k < field.t.length; k++) {
      const x = field.x[k % field.x.length]!;
      const y = field.y[Math.floor(k / field.x.length)]!;
      expect(Math.abs(2 * field.t[k]! - bowl(x, y))).toBeLessThan(0.003);
    }
  });

  test('leaves a hole where a value is missing, and no larger one', () => {
    const surface = surfaceOf(bowl, 11);
    surface.z[5 * 11 + 5] = Number.NaN;
    const { x, y, t } = refine(surface, new Scale([0, 2]), 41);
    for (let k = 0; k < t.length; k++) {
      const far = Math.max(Math.abs(x[k % 41]!), Math.abs(y[Math.floor(k / 41)]!));
      if (far >= 0.2 - 1e-9) expect(Number.isNaN(t[k])).toBe(false);
    }
    expect(Number.isNaN(t[20 * 41 + 20])).toBe(true);
  });

  test('grids from 5 × 5 to 251 × 251', () => {
    for (const n of [5, 251]) {
      const surface = surfaceOf(bowl, n);
      const { t } = refine(surface, sharedScale([surface]));
      expect(t.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('sample', () => {
  test('is the array at grid points, and bilinear between', () => {
    const { x, y, z } = surfaceOf(rugged, 7, 5);
    for (let j = 0; j < 5; j++) {
      for (let i = 0; i < 7; i++) expect(sample(x, y, z, x[i]!, y[j]!)).toBe(z[j * 7 + i]);
    }
    const u = (x[2]! + x[3]!) / 2;
    expect(sample(x, y, z, u, y[1]!)).toBeCloseTo((z[9]! + z[10]!) / 2, 6);
    expect(sample(x, y, z, 1.01, 0)).toBeNaN();
  });
});

test('nearest finds the nearer of two grid points', () => {
  const axis = Float64Array.of(0, 1, 4);
  expect([-3, 0.4, 0.6, 2.4, 2.6, 9].map((v) => nearest(axis, v))).toEqual([0, 0, 1, 1, 2, 2]);
});

test('difference subtracts on the grid of the first, whatever the grid of the second', () => {
  const plane = (x: number, y: number) => 2 * x - y;
  const first = surfaceOf(bowl, 9);
  const { z } = difference(first, surfaceOf(plane, 4, 6));
  for (let k = 0; k < z.length; k++) {
    const [px, py] = [first.x[k % 9]!, first.y[Math.floor(k / 9)]!];
    expect(z[k]).toBeCloseTo(bowl(px, py) - plane(px, py), 5);
  }
});

test('a surface whose arrays do not fit is refused in words', () => {
  const { x, y } = surfaceOf(bowl, 4);
  expect(() => checkSurface({ x, y, z: new Float32Array(15) })).toThrow(/4.*4.*15/);
  expect(() => checkSurface({ x: Float64Array.of(0, 0), y: x, z: new Float32Array(8) })).toThrow(
    /ascend/,
  );
});
