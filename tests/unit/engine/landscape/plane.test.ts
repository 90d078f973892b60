import { describe, expect, test } from 'vitest';
import { planarDataset } from '@/engine/data/planar';
import type { Executor } from '@/engine/executor';
import { experiment } from '@/engine/experiment/parse';
import type { ExperimentInput } from '@/engine/experiment/schema';
import { interpolate } from '@/engine/landscape/interpolation';
import { planeOf, planeThrough } from '@/engine/landscape/plane';
import { decayTerm } from '@/engine/landscape/regularised';
import { axis, type Slice, slice } from '@/engine/landscape/slice';
import { cosine, dot, norm } from '@/engine/linear/vectors';
import { layoutOf } from '@/engine/network/layout';
import { openExecutor } from '@/engine/open-executor';
import { carryOut } from '@/engine/run';
import { pathAngles, pathOnPlane } from '@/engine/trajectory/on-plane';
import { QUADRATIC_SIZE, quadraticExecutor, quadraticSpec } from '../quadratic';

const curvatures = Array.from({ length: QUADRATIC_SIZE }, (_, i) => 9 - i);
const executor = quadraticExecutor(curvatures);
const theta = Float32Array.from({ length: QUADRATIC_SIZE }, (_, i) => Math.sin(i + 1));
const none = new Float32Array(0);
const state = { step: 0, parameters: theta, slots: none, running: none };

function experimentWith(landscape: NonNullable<ExperimentInput['landscape']>) {
  return experiment({
    dataset: { name: 'moons', train: 16, test: 16 },
    network: { family: 'mlp', depth: 2, width: 3, norm: 'none' },
    training: { batch: 8 },
    landscape: { samples: 16, ...landscape },
  });
}

function planeWith(
  landscape: NonNullable<ExperimentInput['landscape']>,
  path?: readonly Float32Array[],
) {
  const e = experimentWith(landscape);
  const dataset = planarDataset(e.dataset as Parameters<typeof planarDataset>[0], 1);
  return planeOf(e, quadraticSpec, state, dataset, { executor, path });
}

describe('the plane of an experiment', () => {
  test('along the gradient has it first, and a direction across it', async () => {
    const { directions } = await planeWith({ directions: 'gradient' });
    const gradient = theta.map((value, i) => curvatures[i]! * value);
    expect(cosine(directions[0]!, gradient)).toBeCloseTo(1, 5);
    expect(norm(directions[0]!)).toBeCloseTo(1, 5);
    expect(cosine(directions[0]!, directions[1]!)).toBeCloseTo(0, 5);
  });

  test('along Hessian eigenvectors has those of the extremes', async () => {
    const { directions } = await planeWith({ directions: 'hessian' });
    expect(Math.abs(directions[0]![0]!)).toBeGreaterThan(0.999);
    expect(Math.abs(directions[1]![QUADRATIC_SIZE - 1]!)).toBeGreaterThan(0.99);
  });

  test('along principal components holds a plane path, within [−1, 1]²', async () => {
    const u = theta.map((_, i) => (i === 2 ? 3 : 0));
    const path = [5, 3, 2, 1, 0].map((t) =>
      theta.map((value, i) => value + t * u[i]! + (i === 5 ? 0.3 * t * (5 - t) : 0)),
    );
    const plane = await planeWith({ directions: 'pca' }, path);
    const checkpoints = path.map((parameters, step) => ({ step, parameters, running: none }));
    const shown = await pathOnPlane(checkpoints, plane, executor);
    for (const off of shown.offPlane) expect(off).toBeLessThan(1e-4);
    const reach = Math.max(...shown.coordinates.flat().map(Math.abs));
    expect(reach).toBeCloseTo(1, 4);
    // A path in the plane has the same loss there as in truth.
    shown.trueLoss.forEach((loss, t) => {
      expect(shown.planeLoss[t]! / loss).toBeCloseTo(1, 4);
    });
  });

  test('a line has one direction', async () => {
    for (const directions of ['random', 'gradient', 'hessian'] as const) {
      const plane = await planeWith({ directions, points: [5, 1] });
      expect(plane.directions).toHaveLength(1);
    }
  });

  test('normalises other directions only when asked to', async () => {
    const free = await planeWith({ directions: 'gradient' });
    const filtered = await planeWith({ directions: 'gradient', normalisation: 'filter' });
    const { offset, size } = layoutOf(quadraticSpec).parameters[0]!;
    const part = (v: Float32Array) => norm(v.subarray(offset, offset + size));
    expect(part(filtered.directions[0]!)).toBeCloseTo(part(theta), 4);
    expect(part(free.directions[0]!)).not.toBeCloseTo(part(theta), 1);
  });

  test('refuses components of no path, and the gradient where there is none', async () => {
    await expect(planeWith({ directions: 'pca' })).rejects.toThrow(/at least 3 checkpoints/);
    const flat = quadraticExecutor(curvatures.map(() => 0));
    const e = experimentWith({ directions: 'gradient' });
    const dataset = planarDataset(e.dataset as Parameters<typeof planarDataset>[0], 1);
    await expect(planeOf(e, quadraticSpec, state, dataset, { executor: flat })).rejects.toThrow(
      /gradient is 0/,
    );
  });
});

test('principal components make an experiment keep a path', async () => {
  const e = experiment({
    dataset: { name: 'moons', train: 64, test: 64 },
    network: { family: 'mlp', depth: 4, width: 6, norm: 'batch' },
    training: { batch: 16, steps: 30 },
    landscape: { samples: 64, directions: 'pca', points: [3, 3] },
  });
  expect(e.training.checkpointEvery).toBe(1);
  const { executor: cpu } = await openExecutor('cpu');
  const dataset = planarDataset(e.dataset as Parameters<typeof planarDataset>[0], 1);
  const run = await carryOut(e, dataset, cpu);
  expect(run.checkpoints).toHaveLength(31);
  expect(run.slice.loss.every(Number.isFinite)).toBe(true);
});

test('a path off its plane has the loss it has, beside that of its image', async () => {
  const along = (k: number, by: number) => theta.map((_, i) => (i === k ? by : 0));
  const samples = { x: new Float32Array(2), labels: Int32Array.of(0), count: 1 };
  const plane = {
    spec: quadraticSpec,
    centre: along(0, 0),
    directions: [along(0, 2), along(1, 1)],
    samples,
    statistics: 'batch' as const,
    running: none,
  };
  const parameters = theta.map((_, i) => [4, 3, 2][i] ?? 0);
  const path = [{ step: 0, parameters, running: none }];
  const shown = await pathOnPlane(path, plane, executor);
  expect(shown.coordinates[0]![0]).toBeCloseTo(2, 6);
  expect(shown.coordinates[0]![1]).toBeCloseTo(3, 6);
  expect(shown.offPlane[0]).toBeCloseTo(2, 6);
  expect(shown.distance[0]).toBeCloseTo(Math.sqrt(29), 6);
  // ½ (9·16 + 8·9), and ½·7·4 more off the plane.
  expect(shown.planeLoss[0]).toBeCloseTo(108, 3);
  expect(shown.trueLoss[0]).toBeCloseTo(122, 3);
});

describe('losses that are no slices', () => {
  const there = theta.map((value) => -2 * value);
  const lossAt = (scale: number) =>
    0.5 * theta.reduce((sum, value, i) => sum + curvatures[i]! * (scale * value) ** 2, 0);

  test('on the line between two solutions follow the parameters', async () => {
    const networks = [theta, there].map((parameters) => ({ parameters, running: none }));
    const { loss } = await interpolate(
      networks as [(typeof networks)[0], (typeof networks)[0]],
      [-0.5, 0, 0.25, 1],
      quadraticSpec,
      { x: new Float32Array(2), labels: Int32Array.of(0), count: 1 },
      'batch',
      executor,
    );
    // θ → (1 − 3t)θ
    [2.5, 1, 0.25, -2].forEach((scale, n) => {
      expect(loss[n]! / lossAt(scale)).toBeCloseTo(1, 4);
    });
  });

  test('in the plane through three networks are theirs at its corners', async () => {
    const third = theta.map((value, i) => (i % 2 ? value : 0));
    const samples = { x: new Float32Array(2), labels: Int32Array.of(0), count: 1 };
    const plane = planeThrough(quadraticSpec, [theta, there, third], samples);
    const grid = { x: axis([0, 1], 2), y: axis([0, 1], 2) };
    let last = new Float32Array(0);
    for await (const progress of slice(plane, grid, executor)) {
      last = Float32Array.from(progress.slice.loss);
    }
    expect(last[0]! / lossAt(1)).toBeCloseTo(1, 4);
    expect(last[1]! / lossAt(-2)).toBeCloseTo(1, 4);
    const atThird = 0.5 * third.reduce((sum, value, i) => sum + curvatures[i]! * value ** 2, 0);
    expect(last[2]! / atThird).toBeCloseTo(1, 4);
  });

  test('on a grid are in their places: every point has its own loss and accuracy', async () => {
    const directions = [there, theta.map((_, i) => (i % 3) - 1)];
    const samples = { x: new Float32Array(2), labels: Int32Array.of(0), count: 1 };
    const plane = { ...planeThrough(quadraticSpec, [theta, there], samples), directions };
    const grid = { x: axis([-1, 1], 7), y: axis([-0.5, 2], 4) };
    // Accuracies that tell the points apart.
    const telling: Executor = {
      ...executor,
      async sliceLosses(request) {
        const result = await executor.sliceLosses(request);
        return { ...result, accuracies: result.losses.map((loss) => loss / 1000) };
      },
    };
    let last: Slice | undefined;
    for await (const progress of slice(plane, grid, telling)) last = progress.slice;
    const { loss, accuracy } = last!;
    expect(loss).toHaveLength(28);
    loss.forEach((value, index) => {
      const [u, v] = [grid.x[index % 7]!, grid.y[Math.floor(index / 7)]!];
      const expected = theta.reduce((sum, t, i) => {
        const at = t + u * directions[0]![i]! + v * directions[1]![i]!;
        return sum + 0.5 * curvatures[i]! * at * at;
      }, 0);
      expect(value).toBeCloseTo(expected, 3);
      expect(accuracy[index]).toBeCloseTo(value / 1000, 6);
    });
  });

  test('of weight decay are (λ/2)‖θ‖² at every point', () => {
    const directions = [there, theta.map((_, i) => i)].map((d) => Float32Array.from(d));
    const grid = { x: axis([-1, 1], 3), y: axis([0, 2], 2) };
    const term = decayTerm({ centre: theta, directions }, grid, 0.1);
    term.forEach((value, index) => {
      const [u, v] = [grid.x[index % 3]!, grid.y[Math.floor(index / 3)]!];
      const point = theta.map((t, i) => t + u * directions[0]![i]! + v * directions[1]![i]!);
      expect(value).toBeCloseTo(0.05 * dot(point, point), 4);
    });
    const line = decayTerm(
      { centre: theta, directions: [there] },
      { ...grid, y: axis([0, 0], 1) },
      1,
    );
    expect(line[1]).toBeCloseTo(0.5 * dot(theta, theta), 4);
  });
});

describe('the angle between steps and contours', () => {
  // A bowl seen in the plane of its first two coordinates, whose contours are circles.
  const bowl = quadraticExecutor(curvatures.map(() => 1));
  const e = (...values: number[]) => theta.map((_, i) => values[i] ?? 0);
  const plane = {
    spec: quadraticSpec,
    centre: e(),
    directions: [e(2), e(1, 1)],
    samples: { x: new Float32Array(2), labels: Int32Array.of(0), count: 1 },
    statistics: 'batch' as const,
    running: none,
  };

  test('is 1 straight down and 0 along a contour, whatever happens off the plane', async () => {
    const down = await pathAngles([e(4, 2, 7), e(2, 1, -3)], plane, bowl, { weightDecay: 0 });
    expect(down.loss[0]).toBeCloseTo(1, 5);
    const around = await pathAngles([e(1, 1, 2), e(1, -1, 5)], plane, bowl, { weightDecay: 0 });
    expect(around.loss[0]).toBeCloseTo(0, 5);
  });

  test('takes the pull of weight decay in', async () => {
    // Curvatures 1 and 3: at (1, 1) the gradient is (1, 3), with λ = 1 (2, 4).
    const valley = quadraticExecutor(curvatures.map((_, i) => (i === 1 ? 3 : 1)));
    const path = [e(1.1, 1), e(0.9, 1)];
    const { loss, regularised } = await pathAngles(path, plane, valley, { weightDecay: 1 });
    expect(loss[0]).toBeCloseTo(1 / Math.sqrt(10), 4);
    expect(regularised[0]).toBeCloseTo(2 / Math.sqrt(20), 4);
  });

  test('comes with its mean, its settings and what random directions give', async () => {
    const path = [e(4, 2, 7), e(2, 1, -3), e(2, 1, 5), e(1, -2, 0)];
    const { loss, mean, settings } = await pathAngles(path, plane, bowl, { weightDecay: 0.1 });
    // The second step leaves the plane at right angles, so it has no angle within it.
    expect(loss[1]).toBeNaN();
    expect(mean.loss).toBeCloseTo((loss[0]! + loss[2]!) / 2, 6);
    expect(settings).toEqual({
      weightDecay: 0.1,
      samples: 1,
      statistics: 'batch',
      steps: 3,
      baseline: 2 / Math.PI,
    });
    await expect(pathAngles(path.slice(1, 2), plane, bowl, { weightDecay: 0 })).rejects.toThrow(
      /2 or more points/,
    );
  });
});
