import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type BackendName, useBackend } from '@/engine/backend';
import { checkGradients, checkOptimiser, checkSurface, type ReferenceCase } from './cases';

const cases = inject('reference').map(({ name, json }) => ({
  name,
  reference: JSON.parse(json) as ReferenceCase,
}));
const ops = { prefer: 'ops' } as const;

describe.each<BackendName>(['cpu', 'wasm'])('tfjs ops on %s against PyTorch', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
    expect(tf.getBackend()).toBe(backend);
  });
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  describe.each(cases)('$name', ({ reference }) => {
    test('loss, gradients and block-output gradient norms', () => checkGradients(reference));
    test('surface', () => checkSurface(reference, ops));
    test.each(Object.keys(reference.optimisers))('%s', (optimiser) =>
      checkOptimiser(reference, optimiser, ops),
    );
  });
});
