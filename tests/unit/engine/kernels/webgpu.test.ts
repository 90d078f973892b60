import { describe, expect, test } from 'vitest';
import { UnsupportedError } from '@/engine/errors';
import { checkBuffer, forwardWork, unitsPerDispatch } from '@/engine/kernels/webgpu/budget';
import { paddedNetwork } from '@/engine/kernels/webgpu/padded';
import { workgroupShape } from '@/engine/kernels/webgpu/shape';
import { trainMemory } from '@/engine/kernels/webgpu/train-memory';
import { trainShader } from '@/engine/kernels/webgpu/train-shader';
import { beginStep, updateFunction } from '@/engine/kernels/webgpu/update';
import { layoutOf } from '@/engine/network/layout';
import type { MlpSpec } from '@/engine/network/spec';
import { OPTIMISERS, type OptimiserName } from '@/engine/training/optimiser';

const spec = (over: Partial<MlpSpec> = {}): MlpSpec => ({
  family: 'mlp',
  inputs: 49,
  classes: 10,
  depth: 32,
  width: 16,
  activation: 'relu',
  norm: 'batch',
  skip: false,
  branchScale: 1,
  ...over,
});

describe('the padded network', () => {
  test.each([
    spec(),
    spec({ width: 5, inputs: 3, classes: 3, depth: 6 }),
    spec({ norm: 'none', width: 1, depth: 2 }),
  ])('has one place for each parameter and statistic of %j', (network) => {
    const { size, statisticsSize } = layoutOf(network);
    const padded = paddedNetwork(network);
    expect(new Set(padded.parameterMap).size).toBe(size);
    expect(Math.max(...padded.parameterMap)).toBeLessThan(4 * padded.size);
    expect(new Set(padded.statisticsMap).size).toBe(statisticsSize);
    expect(Math.max(-1, ...padded.statisticsMap)).toBeLessThan(4 * padded.statisticsSize || 1);
  });

  test('puts row i, column j of a kernel in row i of ⌈out/4⌉ fours', () => {
    const network = spec({ width: 5, inputs: 3, classes: 3, depth: 4, norm: 'none' });
    const { parameterMap } = paddedNetwork(network);
    // The stem is [3][5], in 4 rows of 8; then its bias.
    expect([...parameterMap.slice(0, 6)]).toEqual([0, 1, 2, 3, 4, 8]);
    expect(parameterMap[15]).toBe(32);
  });
});

describe('the shape of a workgroup', () => {
  const gpu = { software: false, maxThreads: 1024, limit: 2048 };

  test('is four lanes on a software adapter', () => {
    const shape = workgroupShape(paddedNetwork(spec()), 64, { ...gpu, software: true });
    expect(shape.threads).toBe(4);
  });

  test.each([
    [spec(), 64],
    [spec({ width: 64 }), 256],
    [spec({ width: 256, inputs: 784 }), 64],
    [spec({ width: 1, inputs: 1, classes: 2 }), 1],
  ])('fits the memory of a workgroup, %j at %i samples', (network, samples) => {
    const shape = workgroupShape(paddedNetwork(network), samples, { ...gpu, limit: 1000 });
    expect(shape.sharedSize).toBeLessThanOrEqual(1000);
    expect(shape.threads).toBeGreaterThanOrEqual(32);
    expect(shape.threads).toBeLessThanOrEqual(256);
  });
});

const kinds = (['none', 'batch', 'layer'] as const).flatMap((norm) =>
  [true, false].flatMap((skip) =>
    (['relu', 'tanh'] as const).map((activation) => ({ norm, skip, activation })),
  ),
);

test.each(kinds)('programs of two optimisers differ in the update alone: %o', (kind) => {
  const network = paddedNetwork(spec({ depth: 6, width: 5, inputs: 3, classes: 3, ...kind }));
  const batch = 17;
  const device = { software: true, maxThreads: 1024, limit: 2048 };
  const shape = workgroupShape(network, batch, device);
  const memoryOf = (optimiser: OptimiserName) => trainMemory(network, { batch, optimiser }, false);
  const memory = memoryOf('adam');
  const rests = OPTIMISERS.map((optimiser) => {
    const program = { network, shape, attrs: { batch, optimiser }, samples: 40, memory };
    const update = updateFunction(optimiser, network.size);
    const begin = beginStep(optimiser, 'f32(range.taken + step + 1u)');
    const text = trainShader(program);
    expect(text.split(update)).toHaveLength(2);
    expect(text).toContain(begin);
    // What the memory says beside the place of the state is the same for all.
    const place = { statistics: 0, stateSize: 0 };
    expect({ ...memoryOf(optimiser), ...place }).toEqual({ ...memory, ...place });
    return text.replace(update, '').replace(begin, '');
  });
  expect(rests[0]).toContain('fn backward');
  expect(new Set(rests).size).toBe(1);
});

describe('the work of a dispatch', () => {
  test('counts the multiply-adds of a forward pass', () => {
    // Channels come in fours: 49 inputs count as 52, 10 classes as 12.
    expect(forwardWork(paddedNetwork(spec()), 2)).toBe(2 * (52 * 16 + 30 * 16 * 16 + 16 * 12));
  });

  test('is one unit at least, and many of a small one', () => {
    expect(unitsPerDispatch(1e8, true, 'in turn')).toBe(1);
    expect(unitsPerDispatch(1e4, true, 'in turn')).toBeGreaterThan(100);
  });

  test('is refused in words when one unit would hang the tab', () => {
    const huge = forwardWork(paddedNetwork(spec({ width: 512, depth: 256 })), 60_000);
    for (const software of [true, false]) {
      expect(() => unitsPerDispatch(huge, software, 'side by side')).toThrow(UnsupportedError);
      expect(() => unitsPerDispatch(huge, software, 'side by side')).toThrow(/too large/);
    }
  });

  test('is refused in words when a buffer is larger than the device allows', () => {
    expect(() => checkBuffer('One replica', 2e9, 1e9)).toThrow(UnsupportedError);
    expect(() => checkBuffer('One replica', 2e9, 1e9)).toThrow(
      'One replica would take 2000000000 bytes',
    );
    expect(() => checkBuffer('One replica', 1e9, 1e9)).not.toThrow();
  });
});
