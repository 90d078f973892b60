import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '@/engine/backend';
import { WasmKernels } from '@/engine/kernels/wasm/kernels';
import { KERNEL_BUILDS, loadKernels } from '@/engine/kernels/wasm/load';
import type { Activation, Norm } from '@/engine/network/spec';
import { TfjsExecutor } from '@/engine/tfjs-executor';
import { expectNear, mlp, sliceRequest } from './requests';

let reference: TfjsExecutor;
beforeAll(async () => {
  reference = new TfjsExecutor(await useBackend('cpu'), 'ops');
});

describe.each(KERNEL_BUILDS)('slices with the %s build', (build) => {
  let kernels: WasmKernels;
  beforeAll(async () => {
    kernels = new WasmKernels(await loadKernels(build));
  });

  describe.each<Norm>(['none', 'batch', 'layer'])('norm %s', (norm) => {
    test.each<[boolean, Activation]>([
      [true, 'relu'],
      [false, 'relu'],
      [true, 'tanh'],
      [false, 'tanh'],
    ])('skip %s, %s', async (skip, activation) => {
      for (const statistics of ['batch', 'frozen'] as const) {
        const request = sliceRequest(mlp({ norm, skip, activation }), { statistics });
        const expected = await reference.sliceLosses(request);
        const actual = kernels.sliceLosses(request);
        expect(actual.implementation).toBe('kernel');
        expectNear(actual.losses, expected.losses, `${statistics} loss`, 1e-4, 0);
        expectNear(actual.accuracies, expected.accuracies, `${statistics} accuracy`, 1e-6);
      }
    });

    test('more samples than a block, full tiles', async () => {
      const spec = mlp({ norm, inputs: 8, width: 16, classes: 10 });
      const request = sliceRequest(spec, { count: 300 });
      const expected = await reference.sliceLosses(request);
      const actual = kernels.sliceLosses(request);
      expectNear(actual.losses, expected.losses, 'loss', 1e-4, 0);
      expectNear(actual.accuracies, expected.accuracies, 'accuracy', 1e-6);
    });
  });
});
