import { describe, expect, test } from 'vitest';
import { initialise } from '@/engine/network/initialise';
import { layoutOf } from '@/engine/network/layout';
import type { MlpSpec } from '@/engine/network/spec';
import { convSpec } from '../networks';

const spec: MlpSpec = {
  family: 'mlp',
  inputs: 40,
  classes: 10,
  depth: 6,
  width: 64,
  activation: 'relu',
  norm: 'batch',
  skip: false,
  branchScale: 1,
};
const layout = layoutOf(spec);

function valuesOf(vector: Float32Array, name: string) {
  const { offset, size } = layout.parameters.find((p) => p.name === name)!;
  return vector.subarray(offset, offset + size);
}

const deviation = (values: Float32Array) =>
  Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

// Of the stem, 40 inputs and 64 outputs; of a 3 × 3 convolution of 4 channels to 8, 36 and 72.
test.each([
  ['zeros', 0, 0],
  ['normal', 0.01, 0.01],
  ['xavier', Math.sqrt(2 / (40 + 64)), Math.sqrt(2 / (36 + 72))],
  ['he', Math.sqrt(2 / 40), Math.sqrt(2 / 36)],
  ['uniform', 1 / Math.sqrt(3 * 40), 1 / Math.sqrt(3 * 36)],
  ['pytorch', 1 / Math.sqrt(3 * 40), 1 / Math.sqrt(3 * 36)],
] as const)('%s has its textbook standard deviation', (scheme, dense, convolution) => {
  const init = { scheme, gain: 1 };
  const kernel = valuesOf(initialise(spec, init, 4), 'stem/kernel');
  const conv = convSpec({ widthFactor: 0.25 });
  const name = 'stage1/block0/first/kernel';
  const { shape, offset, size } = layoutOf(conv).parameters.find((p) => p.name === name)!;
  expect(shape).toEqual([3, 3, 4, 8]);
  const kernels = [kernel, initialise(conv, init, 4).subarray(offset, offset + size)];
  [dense, convolution].forEach((expected, k) => {
    const values = kernels[k]!;
    // Four standard errors of a sample standard deviation.
    const bound = (4 * expected) / Math.sqrt(2 * values.length);
    expect(Math.abs(deviation(values) - expected)).toBeLessThanOrEqual(bound);
  });
});

test.each(['uniform', 'pytorch'] as const)('%s fills ±1/√fan_in and nothing beyond', (scheme) => {
  const vector = initialise(spec, { scheme, gain: 1 }, 4);
  // PyTorch’s biases follow the fan-in of their kernel; else they are 0.
  const names = ['stem/kernel', ...(scheme === 'pytorch' ? ['stem/bias'] : [])];
  for (const name of names) {
    const values = valuesOf(vector, name);
    const largest = Math.max(...values.map(Math.abs)) * Math.sqrt(40);
    expect(largest).toBeGreaterThan(0.9);
    expect(largest).toBeLessThanOrEqual(1 + 1e-6);
    expect(Math.min(...values)).toBeLessThan(0);
  }
});

test('orthogonal kernels are', () => {
  const vector = initialise(spec, { scheme: 'orthogonal', gain: 1 }, 4);
  const wide = valuesOf(vector, 'stem/kernel');
  for (const [a, b] of [
    [0, 0],
    [0, 1],
    [7, 7],
    [7, 39],
  ] as const) {
    let product = 0;
    for (let j = 0; j < 64; j++) product += wide[a * 64 + j]! * wide[b * 64 + j]!;
    expect(product).toBeCloseTo(a === b ? 1 : 0, 5);
  }
  // The head is tall, 64 × 10: its columns are.
  const tall = valuesOf(vector, 'head/kernel');
  for (const [a, b] of [
    [0, 0],
    [0, 9],
    [3, 4],
  ] as const) {
    let product = 0;
    for (let i = 0; i < 64; i++) product += tall[i * 10 + a]! * tall[i * 10 + b]!;
    expect(product).toBeCloseTo(a === b ? 1 : 0, 5);
  }
});

describe('plain and residual networks', () => {
  test('start from identical values', () => {
    const init = { scheme: 'he', gain: 1 } as const;
    expect(initialise({ ...spec, skip: true }, init, 9)).toEqual(initialise(spec, init, 9));
    expect(initialise(spec, init, 10)).not.toEqual(initialise(spec, init, 9));
  });

  test('of the convolutional family share all but the projections', () => {
    const conv = {
      family: 'conv',
      side: 7,
      channels: 1,
      classes: 10,
      depth: 8,
      widthFactor: 0.25,
    } as const;
    const init = { scheme: 'he', gain: 1 } as const;
    const plain = layoutOf({ ...conv, skip: false });
    const skip = layoutOf({ ...conv, skip: true });
    const plainValues = initialise({ ...conv, skip: false }, init, 9);
    const skipValues = initialise({ ...conv, skip: true }, init, 9);
    expect(skip.parameters.length).toBeGreaterThan(plain.parameters.length);
    for (const { name, offset, size } of plain.parameters) {
      const same = skip.parameters.find((p) => p.name === name)!;
      expect(skipValues.slice(same.offset, same.offset + size)).toEqual(
        plainValues.slice(offset, offset + size),
      );
    }
  });
});

test('norms begin as the identity, biases at 0, and the gain scales kernels', () => {
  const vector = initialise(spec, { scheme: 'he', gain: 3 }, 1);
  expect(valuesOf(vector, 'stem/scale').every((v) => v === 1)).toBe(true);
  expect(valuesOf(vector, 'stem/bias').every((v) => v === 0)).toBe(true);
  const single = initialise(spec, { scheme: 'he', gain: 1 }, 1);
  expect(valuesOf(vector, 'head/kernel')[5]).toBeCloseTo(
    3 * valuesOf(single, 'head/kernel')[5]!,
    5,
  );
});

test('an unknown scheme or gain is refused in words', () => {
  expect(() => initialise(spec, { scheme: 'lucky' as 'he', gain: 1 }, 1)).toThrow(/lucky/);
  expect(() => initialise(spec, { scheme: 'he', gain: Number.NaN }, 1)).toThrow(/gain/);
});
