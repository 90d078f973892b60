import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '@/engine/backend';
import { WasmKernels } from '@/engine/kernels/wasm/kernels';
import { KERNEL_BUILDS, loadKernels } from '@/engine/kernels/wasm/load';
import { TfjsExecutor } from '@/engine/tfjs-executor';
import { conv, expectNear, sliceRequest, trainRequest } from './requests';

// tfjs on the CPU: on WebAssembly it has no gradient of a convolution.
let reference: TfjsExecutor;
beforeAll(async () => {
  reference = new TfjsExecutor(await useBackend('cpu'), 'ops');
});

describe.each(KERNEL_BUILDS)('convolutional networks with the %s build', (build) => {
  let kernels: WasmKernels;
  beforeAll(async () => {
    kernels = new WasmKernels(await loadKernels(build));
  });

  describe.each([
    { skip: true, depth: 8 },
    { skip: false, depth: 8 },
    { skip: true, depth: 14, side: 8 },
  ])('skip $skip, depth $depth', (changes) => {
    test.each(['batch', 'frozen'] as const)('slices, %s statistics', async (statistics) => {
      const request = sliceRequest(conv(changes), { count: 21, statistics });
      const expected = await reference.sliceLosses(request);
      const actual = kernels.sliceLosses(request);
      expectNear(actual.losses, expected.losses, 'loss', 1e-4, 0);
      expectNear(actual.accuracies, expected.accuracies, 'accuracy', 1e-6);
    });

    test.each(['momentum', 'adamw'] as const)('steps of %s', async (optimiser) => {
      const request = trainRequest(conv(changes), optimiser, { batch: 9 });
      const expected = await reference.trainSteps(request);
      const actual = kernels.trainSteps(request);
      expect(actual.implementation).toBe('kernel');
      expectNear(actual.losses, expected.losses, 'loss', 1e-4, 0);
      expectNear(actual.state.parameters, expected.state.parameters, 'θ');
      expectNear(actual.state.slots, expected.state.slots, 'slot');
      expectNear(actual.state.running, expected.state.running, 'running');
    });
  });
});
