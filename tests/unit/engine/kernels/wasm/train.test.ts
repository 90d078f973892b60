import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '@/engine/backend';
import { WasmKernels } from '@/engine/kernels/wasm/kernels';
import { KERNEL_BUILDS, loadKernels } from '@/engine/kernels/wasm/load';
import { ACTIVATIONS, type Norm } from '@/engine/network/spec';
import { TfjsExecutor } from '@/engine/tfjs-executor';
import { OPTIMISERS } from '@/engine/training/optimiser';
import { expectNear, mlp, trainRequest } from './requests';

let reference: TfjsExecutor;
beforeAll(async () => {
  reference = new TfjsExecutor(await useBackend('cpu'), 'ops');
});

const kinds = (['none', 'batch', 'layer'] as const).flatMap((norm: Norm) =>
  [true, false].flatMap((skip) => ACTIVATIONS.map((activation) => ({ norm, skip, activation }))),
);

describe.each(KERNEL_BUILDS)('steps with the %s build', (build) => {
  let kernels: WasmKernels;
  beforeAll(async () => {
    kernels = new WasmKernels(await loadKernels(build));
  });

  describe.each(kinds)('norm $norm, skip $skip, $activation', (kind) => {
    test.each(OPTIMISERS)('%s', async (optimiser) => {
      const request = trainRequest(mlp(kind), optimiser);
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
