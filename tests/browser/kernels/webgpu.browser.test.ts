import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { DeviceError } from '@/engine/errors';
import { Gpu, type WebGpuBackend } from '@/engine/kernels/webgpu/gpu';
import { layoutOf } from '@/engine/network/layout';
import { TfjsExecutor } from '@/engine/tfjs-executor';
import { OPTIMISERS, type OptimiserName, SLOTS } from '@/engine/training/optimiser';
import { type KernelCase, sliceRequest, specOf, trainRequest } from './cases';
import {
  checkSlice,
  checkTraining,
  expectClose,
  onKernel,
  onOps,
  openPair,
  type Pair,
} from './compare';

let pair: Pair;
beforeAll(async () => {
  pair = await openPair(true);
});

const even = { width: 8, inputs: 4, classes: 4, batch: 16 };
/** Every norm × skip × activation; odd sizes and even ones. */
const kinds: readonly KernelCase[] = [
  { norm: 'none', skip: false, activation: 'relu' },
  { norm: 'none', skip: false, activation: 'tanh', ...even },
  { norm: 'none', skip: true, activation: 'relu', ...even, branchScale: 0.5 },
  { norm: 'none', skip: true, activation: 'tanh' },
  { norm: 'batch', skip: false, activation: 'relu' },
  { norm: 'batch', skip: false, activation: 'tanh', ...even },
  { norm: 'batch', skip: true, activation: 'relu', branchScale: 0.5 },
  { norm: 'batch', skip: true, activation: 'tanh', ...even },
  { norm: 'layer', skip: false, activation: 'relu' },
  { norm: 'layer', skip: false, activation: 'tanh', ...even },
  { norm: 'layer', skip: true, activation: 'relu', ...even },
  { norm: 'layer', skip: true, activation: 'tanh', branchScale: 0.5 },
];
/**
 * One optimiser of no slots, of one and of two, in turn. A program is seconds of a software
 * adapter's compiler, and those of one kind differ in the lines of the update and in the place of
 * the state alone, as tests/unit/engine/kernels/webgpu.test.ts shows; the whole product is run by
 * VITE_WHOLE_PRODUCT=1 npx vitest --config tests/vitest.config.ts --run --project browser webgpu
 */
function optimisersFor(kind: number): readonly OptimiserName[] {
  if (import.meta.env['VITE_WHOLE_PRODUCT']) return OPTIMISERS;
  const turn = kind + Math.floor(kind / 4);
  return [0, 1, 2].map((slots) => {
    const alike = OPTIMISERS.filter((name) => SLOTS[name] === slots);
    return alike[turn % alike.length]!;
  });
}

/** Runs begun before, and sizes at the edge of the possible. */
const edges: readonly KernelCase[] = [
  { norm: 'batch', optimiser: 'nesterov', firstStep: 7 },
  { norm: 'layer', optimiser: 'rmsprop', width: 3, inputs: 9 },
  { norm: 'none', optimiser: 'adagrad', depth: 2, inputs: 1, classes: 2, batch: 1 },
  { norm: 'batch', optimiser: 'adam', firstStep: 500, width: 1, depth: 4 },
  { norm: 'layer', width: 512, depth: 4, batch: 3, samples: 4 },
  { norm: 'layer', skip: true, depth: 256, width: 4, branchScale: 0.05, batch: 4, samples: 4 },
];
const named = (list: readonly KernelCase[]) =>
  list.map((c) => [JSON.stringify(c).replace(/["{}]/g, ''), c] as const);

describe('a training step in WGSL is that of the tfjs ops', () => {
  describe.each(named(kinds))('%s', (_, kind) => {
    test.each(optimisersFor(kinds.indexOf(kind)))('%s', (optimiser) =>
      checkTraining(pair, trainRequest({ ...kind, optimiser })),
    );
  });

  test.each(named(edges))('%s', (_, c) => checkTraining(pair, trainRequest(c)));
});

describe('a slice in WGSL is that of the tfjs ops', () => {
  test.each(named([...kinds, ...edges.slice(-2)]))('%s', (_, c) =>
    checkSlice(pair, sliceRequest(c)),
  );

  test('of running statistics', () =>
    checkSlice(pair, sliceRequest({ skip: true, replicas: 2 }, { statistics: 'frozen' })));

  test('along one direction, of several replicas', () =>
    checkSlice(pair, sliceRequest({ replicas: 3 }, { dimensions: 1, points: 4 })));
});

describe('training in WGSL', () => {
  test('keeps to the loss curve of the ops for 100 steps', async () => {
    const request = trainRequest({ steps: 100, skip: true, samples: 20, rate: 0.05 });
    const actual = await onKernel(pair, (executor) => executor.trainSteps(request));
    const expected = await onOps(pair, (executor) => executor.trainSteps(request));
    expect(actual.implementation).toBe('kernel');
    expectClose(actual.losses, expected.losses, 'losses', 0.02);
    const mean = (from: number) => expected.losses.slice(from, from + 10).reduce((a, b) => a + b);
    expect(mean(90), 'the network learns').toBeLessThan(0.7 * mean(0));
  });

  test('of replicas together is that of each alone', async () => {
    const c: KernelCase = { steps: 3, replicas: 3, optimiser: 'adam' };
    const together = await onKernel(pair, (executor) => executor.trainSteps(trainRequest(c)));
    for (let r = 0; r < 3; r++) {
      const alone = await onKernel(pair, (executor) => executor.trainSteps(trainRequest(c, r)));
      const { size } = layoutOf(specOf(c));
      expect(together.losses.slice(3 * r, 3 * r + 3)).toEqual(alone.losses);
      expect(together.state.parameters.slice(r * size, (r + 1) * size)).toEqual(
        alone.state.parameters,
      );
    }
  });

  test.each(['relu', 'tanh'] as const)(
    'tells a %s network that left the finite numbers',
    async (activation) => {
      const request = trainRequest({ norm: 'none', activation, steps: 2 });
      request.state.parameters[0] = Number.NaN;
      const { losses } = await onKernel(pair, (executor) => executor.trainSteps(request));
      expect([...losses].some(Number.isFinite)).toBe(false);
      const slice = sliceRequest({ norm: 'batch', activation }, { points: 2 });
      slice.directions[0] = Number.POSITIVE_INFINITY;
      const surface = await onKernel(pair, (executor) => executor.sliceLosses(slice));
      expect([...surface.losses].some(Number.isFinite)).toBe(false);
    },
  );
});

describe('what the kernels do not serve goes to the ops, and the result says so', () => {
  test('clipped gradients', async () => {
    const request = { ...trainRequest({ depth: 2, batch: 4 }), clipNorm: 0.1 };
    const actual = await onKernel(pair, (executor) => executor.trainSteps(request));
    const expected = await onOps(pair, (executor) => executor.trainSteps(request));
    expect(actual.implementation).toBe('ops');
    expectClose(actual.losses, expected.losses, 'losses');
  });
});

test('work that the device refuses is an error, so that it is done elsewhere', async () => {
  await tf.setBackend('webgpu');
  const gpu = new Gpu(tf.backend() as unknown as WebGpuBackend, true);
  gpu.begin();
  gpu.dispatch('this is not WGSL', [], [0], 1);
  gpu.end();
  await expect(gpu.confirm()).rejects.toThrow(DeviceError);
  // Once is enough: such a device is asked no more.
  expect(() => gpu.begin()).toThrow(/refused/);

  const backend = { name: 'webgpu', description: '', software: true } as const;
  const executor = new TfjsExecutor(backend, 'kernel', () => gpu.confirm());
  const request = sliceRequest({ depth: 2, samples: 4 }, { points: 1 });
  await expect(executor.sliceLosses(request)).rejects.toThrow(DeviceError);
});
