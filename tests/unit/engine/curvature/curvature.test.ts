import { describe, expect, test } from 'vitest';
import { convexityRatio, curvatureMap } from '@/engine/curvature/map';
import { sharpness } from '@/engine/curvature/sharpness';
import { hessianSpectrum } from '@/engine/curvature/spectrum';
import { stabilityThreshold } from '@/engine/curvature/stability';
import { hessianTrace } from '@/engine/curvature/trace';
import type { Executor } from '@/engine/executor';
import { layoutOf } from '@/engine/network/layout';
import { QUADRATIC_SIZE, quadraticExecutor, quadraticPoint, quadraticSpec } from '../quadratic';

const curvatures = Array.from({ length: QUADRATIC_SIZE }, (_, i) => 12 - 1.5 * i);
const executor = quadraticExecutor(curvatures);
const theta = Float32Array.from({ length: QUADRATIC_SIZE }, (_, i) => 0.3 + 0.1 * Math.cos(i));
const point = quadraticPoint(theta);

describe('the Hessian of a quadratic', () => {
  test.each(['exact', 'differences'] as const)(
    'has its spectrum, by %s products',
    async (method) => {
      const spectrum = await hessianSpectrum(point, executor, {
        largest: 3,
        smallest: 2,
        tolerance: 1e-3,
        method,
        vectors: true,
      });
      expect(spectrum.converged).toBe(true);
      expect(spectrum.method).toBe(method);
      const expected = [12, 10.5, 9, -12, -10.5];
      [...spectrum.largest, ...spectrum.smallest].forEach(({ value, vector }, k) => {
        expect(Math.abs(value - expected[k]!)).toBeLessThan(0.02);
        // The eigenvectors are the axes.
        const index = curvatures.indexOf(expected[k]!);
        expect(Math.abs(vector![index]!)).toBeGreaterThan(0.99);
      });
    },
  );

  test('says so when it could not meet its tolerance', async () => {
    const options = { largest: 2, smallest: 2, tolerance: 1e-8, maxSteps: 4 };
    const spectrum = await hessianSpectrum(point, executor, options);
    expect(spectrum.converged).toBe(false);
    expect(spectrum.steps).toBe(4);
  });

  test('has its trace, exactly for a diagonal', async () => {
    const trace = await hessianTrace(point, executor, { probes: 4 });
    expect(trace.value).toBeCloseTo(
      curvatures.reduce((a, b) => a + b, 0),
      3,
    );
    expect(trace.standardError).toBeLessThan(1e-3);
  });

  test('has one ratio of extremes at every point of a slice', async () => {
    const plane = {
      ...point,
      centre: theta,
      directions: [theta.map(() => 1), theta.map((_, i) => (i === 0 ? 1 : 0))],
    };
    const grid = { x: Float64Array.of(-1, 0, 1), y: Float64Array.of(0, 2) };
    let steps = 0;
    let ratios = new Float32Array(0);
    for await (const { map, done } of curvatureMap(plane, grid, executor, { tolerance: 1e-3 })) {
      expect(done).toBe(++steps);
      ratios = Float32Array.from(convexityRatio(map));
    }
    expect([...ratios]).toEqual(Array.from({ length: 6 }, () => expect.closeTo(1, 2)));
  });

  test('is mapped point by point where it changes over the slice', async () => {
    // A diagonal Hessian whose largest entry changes along the first axis, the smallest along the second.
    const changing: Executor = {
      ...executor,
      async gradients({ parameters, tangent }) {
        const at = (_: number, i: number) =>
          i === 0 ? 5 + parameters[0]! : i === 1 ? -3 - parameters[1]! : Math.cos(i);
        const product = tangent!.map((value, i) => at(value, i) * value);
        return { loss: 0, gradient: product, product, taps: [], computeTime: 1 };
      },
    };
    const axisOf = (k: number) => theta.map((_, i) => (i === k ? 1 : 0));
    const centre = theta.map(() => 0);
    const plane = { ...point, centre, directions: [axisOf(0), axisOf(1)] };
    const grid = { x: Float64Array.of(-1, 0, 2), y: Float64Array.of(0, 4) };
    for await (const { map, done } of curvatureMap(plane, grid, changing, { tolerance: 1e-6 })) {
      if (done < 6) continue;
      for (let index = 0; index < 6; index++) {
        const [x, y] = [grid.x[index % 3]!, grid.y[Math.floor(index / 3)]!];
        expect(map.largest[index]).toBeCloseTo(5 + x, 3);
        expect(map.smallest[index]).toBeCloseTo(-3 - y, 3);
        expect(convexityRatio(map)[index]).toBeCloseTo((3 + y) / (5 + x), 3);
      }
    }
    expect.assertions(18);
  });

  test('refuses impossible counts and points in words', async () => {
    await expect(hessianSpectrum(point, executor, { largest: 18 })).rejects.toThrow(/0 to 17/);
    await expect(hessianSpectrum(point, executor, { largest: 0, smallest: 0 })).rejects.toThrow(
      /1 to 17 eigenvalues/,
    );
    await expect(hessianTrace(point, executor, { probes: 1 })).rejects.toThrow(/probes/);
    const short = quadraticPoint(new Float32Array(3));
    await expect(hessianTrace(short, executor)).rejects.toThrow(/17 numbers, but 3/);
    const infinite = quadraticPoint(theta.map(() => Number.POSITIVE_INFINITY));
    await expect(hessianTrace(infinite, executor)).rejects.toThrow(/finite/);
  });
});

describe('sharpness in a filter-normalised ball', () => {
  const positive = quadraticExecutor(curvatures.map(() => 4));

  test('its worst case is every filter lengthened by ρ', async () => {
    // ½·4·‖θ‖² over the kernels grows by (1 + ρ)² − 1.
    const radius = 0.2;
    const kernels = layoutOf(quadraticSpec).parameters.filter(({ kind }) => kind === 'kernel');
    const squares = kernels.reduce(
      (sum, { offset, size }) =>
        sum + theta.subarray(offset, offset + size).reduce((s, value) => s + value * value, 0),
      0,
    );
    const result = await sharpness(point, positive, { radius, steps: 40 });
    expect(result.worst).toBeCloseTo(2 * squares * ((1 + radius) ** 2 - 1), 4);
    // Along any direction, both ways averaged, the rise is ½·4·ρ²‖θ‖².
    expect(result.average).toBeCloseTo(2 * squares * radius ** 2, 4);
  });

  test('refuses a ball without a size', async () => {
    await expect(sharpness(point, positive, { radius: 0 })).rejects.toThrow(/radius/);
  });
});

test('descent is stable below 2/η, and with momentum further', () => {
  expect(stabilityThreshold('sgd', 0.1, 0)).toBeCloseTo(20, 12);
  expect(stabilityThreshold('momentum', 0.1, 0.9)).toBeCloseTo(38, 12);
  expect(stabilityThreshold('nesterov', 0.1, 0.9)).toBeCloseTo(3.8 / 0.28, 12);
  expect(stabilityThreshold('adam', 0.1, 0.9)).toBeUndefined();
});

test('the thresholds are where descent on a quadratic begins to diverge', () => {
  // One coordinate of curvature λ, by the update rules of training/optimiser.
  const growth = (optimiser: 'sgd' | 'momentum' | 'nesterov', curvature: number) => {
    const [rate, mu] = [0.1, optimiser === 'sgd' ? 0 : 0.9];
    let [x, v] = [1, 0];
    for (let step = 0; step < 600; step++) {
      const g = curvature * x;
      v = mu * v + g;
      x -= rate * (optimiser === 'nesterov' ? g + mu * v : v);
    }
    return Math.abs(x);
  };
  for (const optimiser of ['sgd', 'momentum', 'nesterov'] as const) {
    const threshold = stabilityThreshold(optimiser, 0.1, 0.9)!;
    expect(growth(optimiser, 0.98 * threshold)).toBeLessThan(1);
    expect(growth(optimiser, 1.02 * threshold)).toBeGreaterThan(1);
  }
});
