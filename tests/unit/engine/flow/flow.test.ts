import { beforeAll, describe, expect, test } from 'vitest';
import type { Executor, TapReading } from '@/engine/executor';
import { blockTerms } from '@/engine/flow/block-terms';
import { gradientFlow } from '@/engine/flow/gradient-flow';
import { shatteredGradients } from '@/engine/flow/shattered';
import { gradientAt } from '@/engine/gradients';
import { norm } from '@/engine/linear/vectors';
import { openExecutor } from '@/engine/open-executor';
import { convSpec, mlpSpec, pointOf } from '../networks';

let executor: Executor;
beforeAll(async () => {
  ({ executor } = await openExecutor('cpu'));
});

describe('gradients within a network', () => {
  test('by the inputs are differences of the loss', async () => {
    const point = pointOf(mlpSpec({ activation: 'tanh', norm: 'batch' }));
    const { taps } = await gradientAt({ ...point, taps: ['input'] }, executor);
    const lossWith = async (index: number, by: number) => {
      const x = point.samples.x.slice();
      x[index] = x[index]! + by;
      return (await gradientAt({ ...point, samples: { ...point.samples, x } }, executor)).loss;
    };
    for (const index of [0, 17, 63]) {
      const step = 1e-2;
      const slope = (await lossWith(index, step)) - (await lossWith(index, -step));
      expect(taps[0]!.gradient[index]).toBeCloseTo(slope / (2 * step), 4);
    }
  });

  test('are listed from the stem to the last block, with every kernel', async () => {
    const point = pointOf(mlpSpec());
    const flow = await gradientFlow(point, executor);
    expect(flow.outputs.map(({ name }) => name)).toEqual(['stem', 'block0', 'block1', 'block2']);
    expect(flow.kernels.map(({ name }) => name)).toEqual([
      'stem/kernel',
      ...[0, 1, 2].flatMap((b) => [`block${b}/first/kernel`, `block${b}/second/kernel`]),
      'head/kernel',
    ]);
    const { gradient } = await gradientAt(point, executor);
    expect(flow.kernels[0]!.gradient).toBeCloseTo(norm(gradient.subarray(0, 4 * 8)), 5);
    expect(flow.kernels[0]!.weights).toBeCloseTo(norm(point.parameters.subarray(0, 4 * 8)), 5);
  });

  test('vanish in a plain network of small weights, and not with shortcuts', async () => {
    const decades = async (skip: boolean) =>
      (await gradientFlow(pointOf(mlpSpec({ depth: 20, skip }), { scheme: 'uniform' }), executor))
        .decades;
    expect(await decades(false)).toBeLessThan(-4);
    expect(Math.abs(await decades(true))).toBeLessThan(1);
  });
});

describe('the terms of ∂L/∂x = ∂L/∂h · s·∂F/∂x + ∂L/∂h', () => {
  const cases = [
    mlpSpec({ norm: 'none', branchScale: 0.5 }),
    mlpSpec({ norm: 'batch' }),
    mlpSpec({ norm: 'layer', activation: 'tanh' }),
  ];
  test.each(cases)('add up, and ∂L/∂h is carried on untouched: %o', async (spec) => {
    const terms = await blockTerms(pointOf(spec), executor);
    expect(terms.map(({ name }) => name)).toEqual(['block0', 'block1', 'block2']);
    for (const term of terms) {
      expect(term.mismatch).toBeLessThan(1e-5);
      expect(term.altered).toBe(0);
      expect(term.carried).toBeCloseTo(term.arriving, 10);
      expect(term.branch).toBeGreaterThan(0);
      // ‖a + b‖² = ‖a‖² + ‖b‖² + 2‖a‖‖b‖cos
      const { branch, carried, agreement } = term;
      const square = branch ** 2 + carried ** 2 + 2 * branch * carried * agreement!;
      expect(Math.sqrt(square) / term.total).toBeCloseTo(1, 4);
    }
  });

  test('would show what is lost or altered on the way', async () => {
    const tap = (place: TapReading['place'], name: string, ...gradient: number[]): TapReading => ({
      place,
      name,
      gradient: Float32Array.from(gradient),
      value: new Float32Array(2),
    });
    const leaky: Executor = {
      ...executor,
      gradients: async () => ({
        loss: 0,
        gradient: new Float32Array(0),
        computeTime: 1,
        taps: [
          tap('output', 'stem', 3, 4),
          tap('output', 'block0', 1, 1),
          tap('branch', 'block0', 1, 0),
          tap('carried', 'block0', 2, 3),
          tap('sum', 'block0', 2, 4),
        ],
      }),
    };
    const [terms] = await blockTerms(pointOf(mlpSpec({ depth: 4 })), leaky);
    expect(terms!.mismatch).toBeCloseTo(1 / 5, 6);
    expect(terms!.altered).toBeCloseTo(1 / Math.sqrt(20), 6);
  });

  test('halve with the branch scale, in the branch alone', async () => {
    // One block: what arrives at it does not depend on the scale if its branch is tiny.
    const spec = mlpSpec({ depth: 4, activation: 'tanh', branchScale: 1e-4 });
    const point = pointOf(spec);
    const [whole] = await blockTerms(point, executor);
    const halved = { ...point, spec: { ...spec, branchScale: 5e-5 } };
    const [half] = await blockTerms(halved, executor);
    expect(half!.branch / whole!.branch).toBeCloseTo(0.5, 3);
    expect(half!.carried / whole!.carried).toBeCloseTo(1, 3);
  });

  test('are the branch alone in a plain network', async () => {
    for (const term of await blockTerms(pointOf(mlpSpec({ skip: false })), executor)) {
      expect(term.carried).toBe(0);
      expect(term.agreement).toBeUndefined();
      expect(term.branch).toBe(term.total);
    }
  });

  test('add up in a convolutional network, projections included', async () => {
    const terms = await blockTerms(pointOf(convSpec(), { count: 4 }), executor);
    expect(terms).toHaveLength(3);
    for (const { mismatch } of terms) expect(mismatch).toBeLessThan(1e-5);
    expect(terms[0]!.altered).toBe(0);
    expect(terms[1]!.altered).toBeUndefined();
  });
});

describe('shattered gradients', () => {
  const from = Float32Array.of(-2, -2, 1, 0);
  const to = Float32Array.of(2, 1, -1, 2);
  const measure = (spec: ReturnType<typeof mlpSpec>, points = 128) =>
    shatteredGradients(pointOf(spec), executor, { from, to, points });

  test('an input is like itself, and the distances are those of the line', async () => {
    const { distances, correlations } = await measure(mlpSpec({ depth: 2 }), 81);
    expect(correlations[0]).toBeCloseTo(1, 6);
    expect(distances[16]).toBeCloseTo(Math.hypot(4, 3, 2, 2) / 5, 5);
  });

  test('depth shatters the gradients of a plain network more than of a residual one', async () => {
    const near = async (depth: number, skip: boolean) => {
      const branchScale = 1 / Math.sqrt(depth / 2 - 1);
      const spec = mlpSpec({ depth, width: 64, norm: 'batch', skip, branchScale });
      return (await measure(spec, 256)).correlations[1]!;
    };
    const [shallow, plain] = [await near(4, false), await near(16, false)];
    const residual = await near(16, true);
    expect(shallow).toBeGreaterThan(0.7);
    expect(plain).toBeLessThan(0.3);
    expect(residual).toBeGreaterThan(plain + 0.3);
  });

  test('refuses lines of other inputs in words', async () => {
    await expect(
      shatteredGradients(pointOf(mlpSpec()), executor, { from: new Float32Array(2), to }),
    ).rejects.toThrow(/4 numbers each, but 2 and 4/);
    await expect(
      shatteredGradients(pointOf(mlpSpec()), executor, { from, to, label: 3 }),
    ).rejects.toThrow(/class/);
  });
});
