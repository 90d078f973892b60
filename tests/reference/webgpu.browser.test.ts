import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { useBackend } from '@/engine/backend';
import { registerWebGpuKernels } from '@/engine/kernels/webgpu/register';
import { checkGradients, checkOptimiser, checkSurface, type ReferenceCase } from './cases';

const all = inject('reference').map(({ name, json }) => ({
  name,
  reference: JSON.parse(json) as ReferenceCase,
}));
// One plain and one skip case: op by op the software adapter is slow.
const cases = [false, true].flatMap((skip) => {
  const found = all.find(({ reference }) => reference.spec.skip === skip);
  return found ? [found] : [];
});
const ops = { prefer: 'ops' } as const;
const kernel = { prefer: 'kernel' } as const;

beforeAll(async () => {
  registerWebGpuKernels(await useBackend('webgpu'));
  expect(tf.getBackend()).toBe('webgpu');
});

describe.each(cases)('tfjs ops on WebGPU against PyTorch: $name', ({ reference }) => {
  test('loss, gradients and block-output gradient norms', () => checkGradients(reference));
  test('surface', () => checkSurface(reference, ops));
  const names = Object.keys(reference.optimisers).filter((name) =>
    /^(sgd|momentum|adam) /.test(name),
  );
  test.each(names)('%s', (optimiser) => checkOptimiser(reference, optimiser, ops));
});

describe.each(cases)('the WGSL kernels against PyTorch: $name', ({ reference }) => {
  test('surface', () => checkSurface(reference, kernel));
  test.each(Object.keys(reference.optimisers))('%s', (optimiser) =>
    checkOptimiser(reference, optimiser, kernel),
  );
});
