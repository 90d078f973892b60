import { describe, expect, test } from 'vitest';
import { initialise } from '@/engine/network/initialise';
import { layoutOf } from '@/engine/network/layout';
import type { MlpSpec } from '@/engine/network/spec';

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

test.each([
  ['normal', 0.01],
  ['xavier', Math.sqrt(2 / 128)],
  ['he', Math.sqrt(2 / 64)],
  ['uniform', 1 / Math.sqrt(3 * 64)],
  ['pytorch', 1 / Math.sqrt(3 * 64)],
] as const)('%s has its textbook standard deviation', (scheme, expected) => {
  const kernel = valuesOf(initialise(spec, { scheme, gain: 1 }, 4), 'block0/first/kernel');
  // Four standard errors of a sample standard deviation.
  expect(Math.abs(deviation(kernel) / expected - 1)).toBeLessThan(4 / Math.sqrt(2 * kernel.length));
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
  const pytorch = initialise(spec, { scheme: 'pytorch', gain: 1 }, 1);
  expect(deviation(valuesOf(pytorch, 'head/bias'))).toBeGreaterThan(0);
});

test('an unknown scheme or gain is refused in words', () => {
  expect(() => initialise(spec, { scheme: 'lucky' as 'he', gain: 1 }, 1)).toThrow(/lucky/);
  expect(() => initialise(spec, { scheme: 'he', gain: Number.NaN }, 1)).toThrow(/gain/);
});
