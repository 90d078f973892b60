import { describe, expect, test } from 'vitest';
import { dot } from '@/engine/linear/vectors';
import { randomStream } from '@/engine/random';
import { pca } from '@/engine/trajectory/pca';
import { randomWalk, randomWalkExplained } from '@/engine/trajectory/random-walk';

describe('principal components of a path', () => {
  test('an ellipse in many dimensions has its axes and shares', () => {
    // a cos t · p + b sin t · q with orthonormal p, q: shares a² and b².
    const size = 500;
    const stream = randomStream(2, 'plane');
    const p = Float64Array.from({ length: size }, (_, i) => (i % 2 ? 0 : stream.normal()));
    const q = Float64Array.from({ length: size }, (_, i) => (i % 2 ? stream.normal() : 0));
    for (const v of [p, q]) {
      const length = Math.sqrt(dot(v, v));
      v.forEach((value, i) => {
        v[i] = value / length;
      });
    }
    const points = Array.from({ length: 24 }, (_, t) => {
      const angle = (2 * Math.PI * t) / 24;
      return Float32Array.from(
        p,
        (_, i) => 3 + 4 * Math.cos(angle) * p[i]! + Math.sin(angle) * q[i]!,
      );
    });
    const result = pca(points, { centred: true });
    expect(result.explained[0]).toBeCloseTo(16 / 17, 5);
    expect(result.explained[1]).toBeCloseTo(1 / 17, 5);
    expect(Math.abs(dot(result.directions[0]!, p))).toBeCloseTo(1, 5);
    expect(Math.abs(dot(result.directions[1]!, q))).toBeCloseTo(1, 5);
    expect(result.origin[0]).toBeCloseTo(3, 5);
    result.coordinates.forEach(([a, b]) => {
      expect((a! / 4) ** 2 + b! ** 2).toBeCloseTo(1, 4);
    });
    expect(result.coordinates[0]![0]).toBeCloseTo(4, 4);
  });

  test('a random walk explains what the closed form says, centred or not', () => {
    const walk = randomWalk(60, 20_000, 3);
    for (const centred of [false, true]) {
      const { explained } = pca(walk, { centred });
      const expected = randomWalkExplained(60, { centred });
      expected.forEach((share, k) => {
        expect(explained[k]! - share).toBeCloseTo(0, 2);
      });
    }
  });

  test('two axes explain .90 and, centred, .76 of a walk of 60 points', () => {
    const share = (centred: boolean) =>
      randomWalkExplained(60, { centred }).reduce((a, b) => a + b, 0);
    expect(share(false)).toBeCloseTo(0.9, 2);
    expect(share(true)).toBeCloseTo(0.76, 2);
    const all = randomWalkExplained(8, { centred: true, count: 7 });
    expect(all.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  test('a straight path has one component, and the second explains nothing', () => {
    const points = [0, 1, 2, 3].map((t) => Float32Array.of(t, 2 * t, -t));
    const { explained, coordinates } = pca(points, { centred: false });
    expect(explained[0]).toBeCloseTo(1, 12);
    expect(explained[1]).toBeCloseTo(0, 12);
    expect(coordinates[0]![0]).toBeCloseTo(3 * Math.sqrt(6), 5);
    expect(coordinates[3]![0]).toBeCloseTo(0, 6);
  });

  test('refuses what is not a path in words', () => {
    const point = Float32Array.of(1, 2);
    expect(() => pca([point], { centred: true })).toThrow(/at least 2 points/);
    expect(() => pca([point, Float32Array.of(1)], { centred: true })).toThrow(/2 and 1/);
    expect(() => pca([point, point, point], { centred: true })).toThrow(/does not move/);
    expect(() => pca([point, Float32Array.of(Number.NaN, 0), point], { centred: false })).toThrow(
      /finite/,
    );
    expect(() => pca([point, Float32Array.of(0, 0)], { centred: false, count: 2 })).toThrow(
      /from 1 to 1/,
    );
    expect(() => randomWalkExplained(3, { centred: true, count: 5 })).toThrow(/1 to 2/);
  });
});
