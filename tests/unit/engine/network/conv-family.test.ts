import { beforeAll, describe, expect, test } from 'vitest';
import { bestMethod, hessianOperator, RELATIVE_STEP } from '@/engine/curvature/hessian';
import type { Executor } from '@/engine/executor';
import { experiment } from '@/engine/experiment/parse';
import { networkSpec } from '@/engine/experiment/spec';
import { dot, norm } from '@/engine/linear/vectors';
import { layoutOf } from '@/engine/network/layout';
import type { ConvSpec } from '@/engine/network/spec';
import { openExecutor } from '@/engine/open-executor';
import { randomStream } from '@/engine/random';
import { carryOut } from '@/engine/run';
import { convLoss } from '../conv/float64';
import { convSpec, pointOf, samplesOf } from '../networks';

let executor: Required<Executor>;
beforeAll(async () => {
  ({ executor } = await openExecutor('wasm'));
});

/** ResNet-20 for CIFAR-10 of He et al. 2016: 0.27 million parameters, as their table 6 says. */
test('has the parameters of the ResNets of the paper', () => {
  const of = (changes: Partial<ConvSpec>) =>
    layoutOf(convSpec({ side: 32, channels: 3, classes: 10, widthFactor: 1, ...changes }));
  const millions = (depth: number) => of({ depth }).size / 1e6;
  expect(millions(20)).toBeCloseTo(0.27, 2);
  expect(millions(32)).toBeCloseTo(0.46, 1);
  expect(millions(56)).toBeCloseTo(0.85, 1);
  expect(millions(110)).toBeCloseTo(1.7, 1);
  // Shortcuts of stages 2 and 3 are the only difference: 1 × 1 projections and their norms.
  const projections = 16 * 32 + 2 * 32 + 32 * 64 + 2 * 64;
  expect(of({ depth: 20 }).size - of({ depth: 20, skip: false }).size).toBe(projections);
  // k times as wide: the 3 × 3 kernels grow with k².
  const wide = of({ widthFactor: 2 }).parameters.find(
    ({ name }) => name === 'stage2/block0/second/kernel',
  )!;
  expect(wide.shape).toEqual([3, 3, 128, 128]);
});

describe.each([
  { data: 'Fashion-MNIST at 28', side: 28, channels: 1 },
  { data: 'Fashion-MNIST at 14', side: 14, channels: 1 },
  { data: 'CIFAR-10', side: 32, channels: 3 },
])('on images of $data', ({ side, channels }) => {
  test.each([true, false])('trains, evaluates and slices, shortcuts: %s', async (skip) => {
    const inputs = side * side * channels;
    const e = experiment({
      dataset:
        channels === 3
          ? { name: 'cifar10', train: 24, test: 16 }
          : { name: 'fashion', side: side as 14 | 28, train: 24, test: 16 },
      network: { family: 'conv', depth: 8, widthFactor: 0.25, skip },
      training: { batch: 12, steps: 12, learningRate: 0.1 },
      landscape: { samples: 16, points: [3, 3], statistics: 'frozen' },
    });
    const spec = networkSpec(e, { inputs, classes: 3, side, channels });
    const train = samplesOf(spec, 24);
    const dataset = {
      name: 'noise',
      inputs,
      classes: 3,
      side,
      channels,
      train,
      test: samplesOf(spec, 16, 2),
    };
    const run = await carryOut(e, dataset, executor);
    // Noise can be learnt by heart.
    expect(run.losses[11]!).toBeLessThan(run.losses[0]!);
    expect(run.slice.loss.every(Number.isFinite)).toBe(true);
    const { losses } = await executor.sliceLosses({
      spec,
      samples: train,
      statistics: 'batch',
      centre: run.state.parameters,
      directions: new Float32Array(run.state.parameters.length),
      dimensions: 1,
      points: new Float32Array(1),
      running: run.state.running,
    });
    // The two modes of batch norm are two functions.
    expect(losses[0]).not.toBeCloseTo(run.evaluation.train.loss, 3);
  });
});

test('has the Hessian products of float64 loops, by differences of gradients', async () => {
  const spec = convSpec({ side: 8 });
  const point = pointOf(spec, { count: 8 });
  const { parameters, samples } = point;
  expect(bestMethod(point, executor)).toBe('differences');
  const apply = hessianOperator(point, executor);
  const stream = randomStream(2, 'directions');
  // ∂L/∂v at θ + t·v.
  const slope = (v: Float64Array, t: number) => {
    const at = (by: number) =>
      convLoss(
        spec,
        Float64Array.from(parameters, (value, i) => value + by * v[i]!),
        samples,
      );
    return (at(t + 1e-7) - at(t - 1e-7)) / 2e-7;
  };
  const t = RELATIVE_STEP * norm(parameters);
  for (let n = 0; n < 4; n++) {
    const v = Float64Array.from(parameters, () => stream.normal());
    const length = norm(v);
    v.forEach((value, i) => {
      v[i] = value / length;
    });
    const product = await apply(v);
    const expected = (slope(v, t) - slope(v, -t)) / (2 * t);
    expect(Math.abs(dot(product, v) - expected)).toBeLessThan(0.02 * norm(product));
  }
});
