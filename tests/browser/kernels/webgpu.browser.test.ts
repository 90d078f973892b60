import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '@/engine/backend';
import type { Executor, SliceRequest, TrainRequest } from '@/engine/executor';
import { openExecutor } from '@/engine/open-executor';
import { TfjsExecutor } from '@/engine/tfjs-executor';
import { type KernelCase, sliceRequest, trainRequest } from './cases';

let kernel: Executor;
let ops: Executor;

beforeAll(async () => {
  kernel = (await openExecutor('webgpu')).executor;
  ops = new TfjsExecutor(await useBackend('cpu'), 'ops');
});

/** The same request on the GPU's kernels and in tfjs ops on the CPU. */
async function both<T>(work: (executor: Executor) => Promise<T>) {
  await tf.setBackend('webgpu');
  const actual = await work(kernel);
  await tf.setBackend('cpu');
  return { actual, expected: await work(ops) };
}

/** Within 1e-4 of the largest value: single numbers may all but cancel. */
function expectClose(actual: Float32Array, expected: Float32Array, what: string, bound = 1e-4) {
  expect(actual.length, what).toBe(expected.length);
  const scale = expected.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  let worst = 0;
  actual.forEach((value, i) => {
    // A NaN must not pass as close.
    const gap = Math.abs(value - expected[i]!);
    worst = gap <= worst ? worst : gap;
  });
  expect(worst, `${what}: largest difference, values up to ${scale}`).toBeLessThanOrEqual(
    bound * scale,
  );
}

async function checkTraining(request: TrainRequest) {
  const { actual, expected } = await both((executor) => executor.trainSteps(request));
  expect(actual.implementation).toBe('kernel');
  expectClose(actual.losses, expected.losses, 'losses');
  // Against the change, not the value: a step moves a parameter by little.
  const change = (after: Float32Array) => after.map((v, i) => v - request.state.parameters[i]!);
  expectClose(
    change(actual.state.parameters),
    change(expected.state.parameters),
    'change of the parameters',
    1e-3,
  );
  expectClose(actual.state.parameters, expected.state.parameters, 'parameters');
  expectClose(actual.state.slots, expected.state.slots, 'slots');
  expectClose(actual.state.running, expected.state.running, 'running statistics');
}

async function checkSlice(request: SliceRequest) {
  const { actual, expected } = await both((executor) => executor.sliceLosses(request));
  expect(actual.implementation).toBe('kernel');
  actual.losses.forEach((loss, i) => {
    const gap = Math.abs(loss - expected.losses[i]!);
    expect(gap, `loss ${i}`).toBeLessThanOrEqual(1e-4 * expected.losses[i]!);
  });
  // One sample on the edge between two classes may fall either way.
  expectClose(actual.accuracies, expected.accuracies, 'accuracies', 0.03);
}

const cases: readonly KernelCase[] = [
  { norm: 'none', skip: false, activation: 'relu', optimiser: 'sgd' },
  { norm: 'none', skip: true, activation: 'tanh', optimiser: 'momentum', branchScale: 0.5 },
  { norm: 'none', skip: true, activation: 'relu', optimiser: 'adamw' },
  { norm: 'none', skip: false, activation: 'tanh', optimiser: 'adam' },
  { norm: 'batch', skip: false, activation: 'relu', optimiser: 'momentum' },
  { norm: 'batch', skip: true, activation: 'relu', optimiser: 'adam', branchScale: 0.5 },
  { norm: 'batch', skip: false, activation: 'tanh', optimiser: 'adamw' },
  { norm: 'batch', skip: true, activation: 'tanh', optimiser: 'sgd' },
  { norm: 'layer', skip: true, activation: 'tanh', optimiser: 'momentum' },
  { norm: 'layer', skip: false, activation: 'relu', optimiser: 'adamw' },
  { norm: 'layer', skip: false, activation: 'tanh', optimiser: 'adam', branchScale: 0.5 },
  { norm: 'layer', skip: true, activation: 'relu', optimiser: 'sgd' },
  { norm: 'batch', optimiser: 'nesterov' },
  { norm: 'layer', optimiser: 'rmsprop' },
  { norm: 'none', optimiser: 'adagrad' },
];
const nameOf = (c: KernelCase) => JSON.stringify(c).replace(/["{}]/g, '');

describe('training steps in WGSL against tfjs ops', () => {
  test.each(cases.map((c) => [nameOf(c), c] as const))('%s', (_, c) =>
    checkTraining(trainRequest(c)),
  );
});

describe('slices in WGSL against tfjs ops', () => {
  test.each(cases.slice(0, 12).map((c) => [nameOf(c), c] as const))('%s', (_, c) =>
    checkSlice(sliceRequest(c)),
  );
});
