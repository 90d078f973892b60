import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { beforeAll, describe, expect, test } from 'vitest';
import { hessianSpectrum } from '@/engine/curvature/spectrum';
import { hessianTrace } from '@/engine/curvature/trace';
import type { Executor } from '@/engine/executor';
import { blockTerms } from '@/engine/flow/block-terms';
import { gradientFlow } from '@/engine/flow/gradient-flow';
import { shatteredGradients } from '@/engine/flow/shattered';
import { gradientAt } from '@/engine/gradients';
import { layoutOf } from '@/engine/network/layout';
import type { NetworkSpec } from '@/engine/network/spec';
import { openExecutor } from '@/engine/open-executor';
import { mlpSpec, pointOf } from './networks';

/* Live networks whose losses, gradients and spectra can be worked out on paper. */

let executor: Required<Executor>;
let wasm: Required<Executor>;
beforeAll(async () => {
  ({ executor } = await openExecutor('cpu'));
  ({ executor: wasm } = await openExecutor('wasm'));
});

/** Fills named parameters of a vector. */
function filled(spec: NetworkSpec, values: (name: string, i: number) => number): Float32Array {
  const { size, parameters } = layoutOf(spec);
  const vector = new Float32Array(size);
  for (const { name, offset, size: count } of parameters) {
    for (let i = 0; i < count; i++) vector[offset + i] = values(name, i);
  }
  return vector;
}

test('a network that always gives the same logits has their cross-entropy, and one class right', async () => {
  const spec = mlpSpec({ norm: 'none' });
  const { samples, running } = pointOf(spec, { count: 30 });
  const logits = [0.3, 2, -1];
  const centre = filled(spec, (name, i) => (name === 'head/bias' ? logits[i]! : 0));
  const partition = Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0));
  const expected =
    samples.labels.reduce((sum, label) => sum + partition - logits[label]!, 0) / samples.count;
  const right = samples.labels.filter((label) => label === 1).length / samples.count;
  expect(right).toBeGreaterThan(0);
  for (const backend of [executor, wasm]) {
    const { losses, accuracies } = await backend.sliceLosses({
      spec,
      samples,
      statistics: 'batch',
      running,
      centre,
      directions: new Float32Array(centre.length),
      dimensions: 1,
      points: new Float32Array(1),
    });
    expect(losses[0]).toBeCloseTo(expected, 5);
    expect(accuracies[0]).toBeCloseTo(right, 6);
  }
});

describe('at θ = 0 a net of tanh is linear, and its Hessian known', () => {
  /*
   * With p = 1/C for every class, the only second derivatives that are not 0 are
   * I/C − 1/C² between biases of the head, and M = mean (p − y)(x, 1)ᵀ between a hidden unit's
   * weights to the head and those from the inputs: eigenvalues 1/C, ±σ(M), and 0.
   */
  const C = 3;
  const spec = mlpSpec({ depth: 2, inputs: 3, width: 1, classes: C, activation: 'tanh' });
  const point = pointOf(spec, { scheme: 'zeros', count: 20 });
  const { x, labels, count } = point.samples;
  const M = Matrix.zeros(C, 4);
  for (let n = 0; n < count; n++) {
    for (let k = 0; k < C; k++) {
      const miss = (1 / C - (labels[n] === k ? 1 : 0)) / count;
      [0, 1, 2].forEach((i) => {
        M.set(k, i, M.get(k, i) + miss * x[3 * n + i]!);
      });
      M.set(k, 3, M.get(k, 3) + miss);
    }
  }
  const [s1, s2] = new SingularValueDecomposition(M.transpose()).diagonal as [number, number];

  test('loss and gradient', async () => {
    const { loss, gradient } = await gradientAt(point, executor);
    expect(loss).toBeCloseTo(Math.log(C), 6);
    const { offset } = layoutOf(spec).parameters.find(({ name }) => name === 'head/bias')!;
    gradient.forEach((value, i) => {
      // Of the head's biases: how much more often each class is expected than seen.
      expect(value).toBeCloseTo(i < offset ? 0 : M.get(i - offset, 3), 6);
    });
  });

  test.each([
    ['exact', 1e-5],
    ['differences', 1e-2],
  ] as const)('the whole spectrum, by %s products', async (method, tolerance) => {
    const { size } = layoutOf(spec);
    const options = { largest: size, smallest: 0, tolerance: 1e-8, method };
    const { largest, converged } = await hessianSpectrum(point, executor, options);
    expect(converged).toBe(true);
    const expected = [1 / C, 1 / C, s1, s2, 0, 0, 0, 0, -s2, -s1].sort((a, b) => b - a);
    expect(largest).toHaveLength(expected.length);
    largest.forEach(({ value }, k) => {
      expect(Math.abs(value - expected[k]!), `eigenvalue ${k}`).toBeLessThan(tolerance / C);
    });
  });

  test('the trace, within an error that is known as well', async () => {
    const probes = 200;
    const { value, standardError } = await hessianTrace(point, executor, { probes });
    // 2 Σ_{i≠j} H_ij² a probe: all squares but those of the diagonal, three of (1/C − 1/C²).
    const squares = 2 * (s1 ** 2 + s2 ** 2) + 2 / C ** 2 - C * (1 / C - 1 / C ** 2) ** 2;
    const expected = Math.sqrt((2 * squares) / probes);
    expect(Math.abs(standardError / expected - 1)).toBeLessThan(0.25);
    expect(Math.abs(value - (C - 1) / C)).toBeLessThan(4 * expected);
  });
});

describe('a chain of one unit, whose ReLUs all pass, is a product of numbers', () => {
  const depth = 10;
  const blocks = (depth - 2) / 2;
  const [w, s] = [0.7, 0.5];
  const chain = (skip: boolean) => {
    const spec = mlpSpec({ depth, width: 1, skip, branchScale: s });
    const point = pointOf(spec);
    const { samples } = point;
    const x = samples.x.map(Math.abs);
    const parameters = filled(spec, (name, i) =>
      name === 'head/kernel' ? [1, -0.5, 0.2][i]! : /block.*kernel|stem.kernel/.test(name) ? w : 0,
    );
    return { ...point, samples: { ...samples, x }, parameters };
  };

  test.each([
    [false, w ** 2],
    [true, 1 + s * w ** 2],
  ])('activations and gradients grow by the same factor a block, skip %s', async (skip, factor) => {
    const point = chain(skip);
    const { outputs, decades } = await gradientFlow(point, executor);
    const stem = Array.from({ length: 16 }, (_, n) =>
      point.samples.x.slice(4 * n, 4 * n + 4).reduce((sum, value) => sum + w * value, 0),
    );
    const size = Math.sqrt(stem.reduce((sum, h) => sum + h * h, 0) / 16);
    outputs.forEach(({ activation, gradient }, k) => {
      expect(activation / (size * factor ** k)).toBeCloseTo(1, 5);
      expect(gradient / (outputs[blocks]!.gradient * factor ** (blocks - k))).toBeCloseTo(1, 4);
    });
    expect(decades).toBeCloseTo(blocks * Math.log10(factor), 4);
  });

  test('of what a block hands back, the branch is s·w² of what is carried', async () => {
    for (const { branch, carried, total, agreement } of await blockTerms(chain(true), executor)) {
      expect(branch / carried).toBeCloseTo(s * w ** 2, 5);
      expect(total / carried).toBeCloseTo(1 + s * w ** 2, 5);
      expect(agreement).toBeCloseTo(1, 5);
    }
  });

  test('its gradients by all inputs point one way: nothing is shattered', async () => {
    const ends = { from: Float32Array.of(0.1, 1, 2, 0), to: Float32Array.of(2, 0.5, 0, 1) };
    const { correlations } = await shatteredGradients(chain(true), executor, {
      ...ends,
      points: 32,
    });
    expect(correlations).toHaveLength(8);
    for (const correlation of correlations) expect(correlation).toBeCloseTo(1, 5);
  });
});
