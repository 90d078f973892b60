import { describe, expect, test } from 'vitest';
import { dot } from '@/engine/linear/vectors';
import { randomStream } from '@/engine/random';
import { orthonormal, pointOfPlane, project } from '@/engine/trajectory/project';
import { stepParts } from '@/engine/trajectory/steps';

const stream = randomStream(4, 'project');
const vector = (size = 40) => Float32Array.from({ length: size }, () => stream.normal());

describe('projection on a plane', () => {
  test('gives back the coordinates of a point of the plane, for skew directions of any length', () => {
    const [centre, a, b] = [vector(), vector().map((v) => 7 * v), vector()];
    const skew = b.map((value, i) => value + 0.9 * a[i]!);
    const directions = [a, skew];
    const point = pointOfPlane(centre, directions, [0.3, -1.7]);
    const [projection] = project([point], centre, directions);
    expect(projection!.coordinates[0]).toBeCloseTo(0.3, 5);
    expect(projection!.coordinates[1]).toBeCloseTo(-1.7, 5);
    expect(projection!.offPlane).toBeLessThan(1e-4);
  });

  test('measures the distance off the plane, and what remains is at right angles to it', () => {
    const centre = new Float32Array(3);
    const [result] = project([Float32Array.of(2, 3, -4)], centre, [
      Float32Array.of(2, 0, 0),
      Float32Array.of(1, 1, 0),
    ]);
    // (2, 3, 0) = −½·(2, 0, 0) + 3·(1, 1, 0)
    expect(result!.coordinates[0]).toBeCloseTo(-0.5, 12);
    expect(result!.coordinates[1]).toBeCloseTo(3, 12);
    expect(result!.offPlane).toBeCloseTo(4, 12);
    expect(result!.distance).toBeCloseTo(Math.sqrt(29), 12);
  });

  test('an orthonormal basis spans what the directions span', () => {
    const [a, b] = [vector(), vector()];
    const [u, v] = orthonormal([a, b]) as [Float64Array, Float64Array];
    expect(dot(u, u)).toBeCloseTo(1, 12);
    expect(dot(v, v)).toBeCloseTo(1, 12);
    expect(dot(u, v)).toBeCloseTo(0, 12);
    expect(dot(b, u) ** 2 + dot(b, v) ** 2).toBeCloseTo(dot(b, b), 6);
  });

  test('refuses dependent directions and other sizes in words', () => {
    const d = Float32Array.of(1, 2, 3);
    const zero = new Float32Array(3);
    expect(() => project([zero], zero, [d, d.map((v) => -2 * v)])).toThrow(/dependent/);
    expect(() => project([zero], zero, [zero])).toThrow(/dependent/);
    expect(() => orthonormal([d, d])).toThrow(/dependent/);
    expect(() => project([Float32Array.of(1)], zero, [d])).toThrow(/3 numbers, but 1/);
    expect(() => project([zero], zero, [])).toThrow(/at least one direction/);
  });
});

describe('the parts of a step', () => {
  test('a step outwards is radial, one around is not', () => {
    const [out, around] = stepParts([
      Float32Array.of(1, 0),
      Float32Array.of(2, 0),
      Float32Array.of(2, 2),
    ]);
    expect(out).toMatchObject({ length: 1, radial: 1, tangential: 0, angle: 0, turn: undefined });
    expect(around!.radial).toBeCloseTo(0, 12);
    expect(around!.tangential).toBeCloseTo(2, 12);
    expect(around!.angle).toBeCloseTo(Math.PI / 4, 12);
    expect(around!.turn).toBeCloseTo(0, 12);
  });

  test('radial and tangential parts are seen from the origin given', () => {
    const [step] = stepParts([Float32Array.of(1, 1), Float32Array.of(1, 2)], Float32Array.of(1, 0));
    expect(step!.radial).toBeCloseTo(1, 12);
    expect(step!.tangential).toBeCloseTo(0, 12);
  });

  test('refuses a single point and unequal ones', () => {
    expect(() => stepParts([Float32Array.of(1)])).toThrow(/2 or more points/);
    expect(() => stepParts([Float32Array.of(1), Float32Array.of(1, 2)])).toThrow(/2 or more/);
  });
});
