import { describe, expect, test } from 'vitest';
import { axis } from '@/engine/landscape/slice';
import { sublevel } from '@/engine/landscape/sublevel';

function surface(f: (x: number, y: number) => number, n = 51) {
  const [x, y] = [axis([-1, 1], n), axis([-1, 1], n)];
  const loss = Float64Array.from({ length: n * n }, (_, k) => f(x[k % n]!, y[Math.floor(k / n)]!));
  return { x, y, loss };
}

describe('the part of a slice below a level', () => {
  test('has the aspect of an ellipse, whichever way it lies', () => {
    const ellipse = (angle: number) =>
      surface((x, y) => {
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        return (c * x + s * y) ** 2 / 0.64 + (c * y - s * x) ** 2 / 0.16;
      });
    expect(sublevel(ellipse(0), 1)!.aspect).toBeCloseTo(2, 1);
    expect(sublevel(ellipse(0.7), 1)!.aspect).toBeCloseTo(2, 1);
    expect(
      sublevel(
        surface((x, y) => x * x + y * y),
        0.25,
      )!.aspect,
    ).toBeCloseTo(1, 2);
  });

  test('counts its pieces', () => {
    const egg = surface((x, y) => 2 - Math.cos(2 * Math.PI * x) - Math.cos(2 * Math.PI * y));
    // Nine pits at whole coordinates.
    expect(sublevel(egg, 0.5)!.pieces).toBe(9);
    expect(sublevel(egg, 5)!.pieces).toBe(1);
  });

  test('is nothing on a line, and away from the centre', () => {
    const line = { x: axis([-1, 1], 5), y: Float64Array.of(0), loss: new Float32Array(5) };
    expect(sublevel(line, 1)).toBeUndefined();
    const aside = { x: axis([1, 2], 5), y: axis([1, 2], 5), loss: new Float32Array(25) };
    expect(sublevel(aside, 1)).toBeUndefined();
  });
});
