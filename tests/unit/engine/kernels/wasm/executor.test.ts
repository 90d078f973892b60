import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError, UnsupportedError } from '@/engine/errors';
import type { Executor } from '@/engine/executor';
import { SLICE_LOSSES, TRAIN_STEPS } from '@/engine/kernels/contract';
import { MEMORY_LIMIT } from '@/engine/kernels/wasm/arena';
import { WasmExecutor } from '@/engine/kernels/wasm/executor';
import { WasmKernels } from '@/engine/kernels/wasm/kernels';
import { bestBuild, loadKernels } from '@/engine/kernels/wasm/load';
import { type OpenedExecutor, openExecutor } from '@/engine/open-executor';
import { TfjsExecutor } from '@/engine/tfjs-executor';
import { expectNear, mlp, samplesFor, sliceRequest, trainRequest } from './requests';

let opened: OpenedExecutor;
let kernels: WasmKernels;
beforeAll(async () => {
  opened = await openExecutor('wasm');
  kernels = new WasmKernels(await loadKernels(await bestBuild()));
});

describe('the executor of the wasm backend', () => {
  test('serves both programs with kernels', async () => {
    const training = await opened.executor.trainSteps(trainRequest(mlp(), 'momentum'));
    const slice = await opened.executor.sliceLosses(sliceRequest(mlp()));
    expect([training.implementation, slice.implementation]).toEqual(['kernel', 'kernel']);
  });

  test('goes to the fallback for what the kernels do not serve, and says so', async () => {
    const unable = {
      trainSteps: () => {
        throw new UnsupportedError('too large');
      },
      sliceLosses: () => {
        throw new UnsupportedError('too large');
      },
    } as unknown as WasmKernels;
    const executor = new WasmExecutor(unable, new TfjsExecutor(opened.backend, 'ops'));
    const request = sliceRequest(mlp());
    const slice = await executor.sliceLosses(request);
    expect(slice.implementation).toBe('ops');
    expectNear(slice.losses, kernels.sliceLosses(request).losses, 'loss');
    const training = await executor.trainSteps(trainRequest(mlp(), 'sgd'));
    expect(training.implementation).toBe('ops');
  });
});

describe('tfjs custom kernels on the wasm backend', () => {
  let tfjs: Executor;
  beforeAll(() => {
    tfjs = new TfjsExecutor(opened.backend, 'kernel');
  });

  test('are registered', () => {
    expect(tf.getBackend()).toBe('wasm');
    expect(tf.getKernel(TRAIN_STEPS, 'wasm')).toBeDefined();
    expect(tf.getKernel(SLICE_LOSSES, 'wasm')).toBeDefined();
  });

  test.each(['sgd', 'adamw'] as const)('train as the kernels do: %s', async (optimiser) => {
    for (const norm of ['none', 'batch'] as const) {
      const request = trainRequest(mlp({ norm }), optimiser, { steps: 3, replicas: 2 });
      const before = tf.memory().numTensors;
      const actual = await tfjs.trainSteps(request);
      // The samples stay on the backend for the next request.
      expect(tf.memory().numTensors - before).toBeLessThanOrEqual(2);
      const expected = kernels.trainSteps(request);
      expect(actual.implementation).toBe('kernel');
      expectNear(actual.losses, expected.losses, 'loss', 1e-6);
      expectNear(actual.state.parameters, expected.state.parameters, 'θ', 1e-5);
      expect(actual.state.slots.length).toBe(expected.state.slots.length);
      expect(actual.state.running.length).toBe(expected.state.running.length);
    }
  });

  test('clip gradients', async () => {
    const request = { ...trainRequest(mlp(), 'sgd'), clipNorm: 0.05 };
    const actual = await tfjs.trainSteps(request);
    expect(actual.implementation).toBe('kernel');
    expectNear(actual.state.parameters, kernels.trainSteps(request).state.parameters, 'θ', 1e-5);
  });

  test('slice as the kernels do', async () => {
    const request = sliceRequest(mlp(), { replicas: 2, statistics: 'frozen' });
    const actual = await tfjs.sliceLosses(request);
    const expected = kernels.sliceLosses(request);
    expect(actual.implementation).toBe('kernel');
    expect([...actual.losses]).toEqual([...expected.losses]);
    expect([...actual.accuracies]).toEqual([...expected.accuracies]);
  });
});

describe('what the kernels refuse', () => {
  test('more parameters than they serve', () => {
    const spec = mlp({ width: 512, depth: 256 });
    const request = { ...trainRequest(mlp(), 'sgd'), spec };
    expect(() => kernels.trainSteps(request)).toThrow(UnsupportedError);
    expect(() => kernels.trainSteps(request)).toThrow(/16777216 parameters/);
  });

  test('batches beyond their memory, and then go on', () => {
    const spec = mlp({ inputs: 1, width: 512, depth: 64 });
    const count = 20_000;
    const request = { ...sliceRequest(mlp()), spec: { ...spec, depth: 2 } };
    const large = { ...trainRequest(mlp(), 'sgd'), spec, samples: samplesFor(spec, 10) };
    const order = new Int32Array(count);
    expect(() =>
      kernels.trainSteps({ ...large, batch: count, order, rates: Float32Array.of(0.1) }),
    ).toThrow(`${MEMORY_LIMIT / 2 ** 20} MiB`);
    expect(() => kernels.sliceLosses(request)).toThrow(InputError);
    expect(kernels.sliceLosses(sliceRequest(mlp())).losses[0]).toBeGreaterThan(0);
  });

  test('samples outside the order’s range', () => {
    const request = trainRequest(mlp(), 'sgd');
    request.order[3] = 40;
    expect(() => kernels.trainSteps(request)).toThrow(/sample 40/);
  });
});
