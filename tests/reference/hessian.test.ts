import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type HessianMethod, hessianOperator } from '@/engine/curvature/hessian';
import { hessianSpectrum } from '@/engine/curvature/spectrum';
import type { Executor } from '@/engine/executor';
import { gradientAt, type NetworkPoint } from '@/engine/gradients';
import { norm } from '@/engine/linear/vectors';
import { layoutOf } from '@/engine/network/layout';
import { openExecutor } from '@/engine/open-executor';
import { randomStream } from '@/engine/random';
import { type ReferenceCase, samplesIn, specOf, vectorOf } from './cases';

const cases = inject('reference').map(({ name, json }) => ({
  name,
  reference: JSON.parse(json) as ReferenceCase,
}));

function pointOf(reference: ReferenceCase): NetworkPoint {
  const spec = specOf(reference);
  const layout = layoutOf(spec);
  return {
    spec,
    parameters: vectorOf(layout, reference.params),
    samples: samplesIn(reference),
    statistics: 'batch',
    running: new Float32Array(layout.statisticsSize),
  };
}

let executor: Executor;
beforeAll(async () => {
  ({ executor } = await openExecutor('cpu'));
});

describe.each(cases)('curvature as PyTorch has it: $name', ({ reference }) => {
  const point = pointOf(reference);

  async function checkSpectrum(method: HessianMethod, tolerance: number) {
    const { largest, smallest } = reference.hessian;
    const scale = Math.max(...[...largest, ...smallest].map(Math.abs));
    const spectrum = await hessianSpectrum(point, executor, {
      largest: 3,
      smallest: 3,
      tolerance: 1e-4,
      method,
    });
    const pairs = [
      ...largest.map((value, k) => [spectrum.largest[k]!.value, value]),
      ...smallest.map((value, k) => [spectrum.smallest[k]!.value, value]),
    ];
    for (const [actual, expected] of pairs) {
      expect(Math.abs(actual! - expected!)).toBeLessThan(tolerance * scale);
    }
  }

  test('Hessian eigenvalues, by exact products', () => checkSpectrum('exact', 1e-3));
  // With ReLU a kink near these few samples may lie within the difference's reach.
  if (reference.spec.activation === 'tanh') {
    test('Hessian eigenvalues, by differences', () => checkSpectrum('differences', 1e-2));
  }

  test('the gradient that one step reads off is the one of reverse mode', async () => {
    const byStep = await gradientAt(point, executor);
    const byOps = await executor.gradients!(point);
    expect(byStep.loss).toBeCloseTo(byOps.loss, 6);
    const largest = Math.max(...byOps.gradient.map(Math.abs));
    byOps.gradient.forEach((value, i) => {
      expect(Math.abs(byStep.gradient[i]! - value)).toBeLessThan(1e-6 * largest);
    });
  });
});

test('products with the Hessian are linear and leave no tensors behind', async () => {
  const point = pointOf(cases[0]!.reference);
  const apply = hessianOperator(point, executor, 'exact');
  const stream = randomStream(1, 'vectors');
  const vector = () => Float64Array.from(point.parameters, () => stream.normal());
  const [a, b] = [vector(), vector()];
  await apply(a);
  const before = tf.memory().numTensors;
  const [ha, hb] = [await apply(a), await apply(b)];
  const both = await apply(a.map((value, i) => 2 * value - 3 * b[i]!));
  const miss = both.map((value, i) => value - 2 * ha[i]! + 3 * hb[i]!);
  expect(norm(miss)).toBeLessThan(1e-4 * norm(both));
  expect(tf.memory().numTensors).toBe(before);
});
