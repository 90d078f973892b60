import { expect, test } from 'vitest';
import { useBackend } from '@/engine/backend';
import { WasmKernels } from '@/engine/kernels/wasm/kernels';
import { bestBuild, KERNEL_BUILDS, loadKernels } from '@/engine/kernels/wasm/load';
import { TfjsExecutor } from '@/engine/tfjs-executor';
import { files } from '@/lab/page-lab';
import { expectNear, mlp, trainRequest } from '../../unit/engine/kernels/wasm/requests';

test('this browser runs a SIMD build', async () => {
  expect(['relaxed', 'simd']).toContain(await bestBuild());
});

test.each(KERNEL_BUILDS)(
  'the %s build, as the site serves it, trains as tfjs does',
  async (build) => {
    const kernels = new WasmKernels(await loadKernels(build, files.kernels));
    const reference = new TfjsExecutor(await useBackend('cpu'), 'ops');
    const request = trainRequest(mlp(), 'momentum', { steps: 3 });
    const expected = await reference.trainSteps(request);
    const actual = kernels.trainSteps(request);
    expectNear(actual.losses, expected.losses, 'loss');
    expectNear(actual.state.parameters, expected.state.parameters, 'θ');
  },
);

test('a file that is not there is named', async () => {
  const missing = { relaxed: '/none.wasm', simd: '/none.wasm', scalar: '/none.wasm' };
  await expect(loadKernels('simd', missing)).rejects.toThrow(/simd\.wasm/);
});
