import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { useBackend } from '@/engine/backend';
import { WasmKernels } from '@/engine/kernels/wasm/kernels';
import { KERNEL_BUILDS, loadKernels } from '@/engine/kernels/wasm/load';
import { registerWasmKernels } from '@/engine/kernels/wasm/register';
import { checkOptimiser, checkSurface, type ReferenceCase } from './cases';

const cases = inject('reference').map(({ name, json }) => ({
  name,
  reference: JSON.parse(json) as ReferenceCase,
}));
const kernel = { prefer: 'kernel' } as const;

describe.each(KERNEL_BUILDS)('the %s build of the WebAssembly kernels against PyTorch', (build) => {
  beforeAll(async () => {
    await useBackend('wasm');
    expect(tf.getBackend()).toBe('wasm');
    registerWasmKernels(new WasmKernels(await loadKernels(build)));
  });
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  describe.each(cases)('$name', ({ reference }) => {
    test('surface', () => checkSurface(reference, kernel));
    test.each(Object.keys(reference.optimisers))('%s', (optimiser) =>
      checkOptimiser(reference, optimiser, kernel),
    );
  });
});
