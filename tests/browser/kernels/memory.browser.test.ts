import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { planarDataset } from '@/engine/data/planar';
import { experiment } from '@/engine/experiment/parse';
import { networkSpec } from '@/engine/experiment/spec';
import { planeOf } from '@/engine/landscape/plane';
import { axis, slice } from '@/engine/landscape/slice';
import { openExecutor } from '@/engine/open-executor';
import { initialState, train } from '@/engine/training/train';

test('1,000 steps and a 51 × 51 slice leave tensors and bytes of the GPU as they were', async () => {
  const e = experiment({
    dataset: { name: 'moons', train: 32, test: 32 },
    network: { family: 'mlp', depth: 4, width: 4, norm: 'batch', skip: true },
    training: { optimiser: 'adam', learningRate: 1e-3, batch: 8, steps: 1000 },
    landscape: { samples: 16, points: [51, 51] },
  });
  const dataset = planarDataset(e.dataset as Parameters<typeof planarDataset>[0], 1);
  const spec = networkSpec(e, dataset);
  const { executor } = await openExecutor('webgpu');
  const plane = await planeOf(e, spec, initialState(e, spec), dataset, { executor });
  const grid = { x: axis([-1, 1], 51), y: axis([-1, 1], 51) };

  const cycle = async (steps: number) => {
    let [taken, done] = [0, 0];
    const some = { ...e, training: { ...e.training, steps } };
    const implementations = new Set<string>();
    for await (const progress of train(some, spec, dataset.train, executor)) {
      taken += progress.losses.length;
      implementations.add(progress.implementation);
    }
    for await (const progress of slice(plane, grid, executor)) {
      done = progress.done;
      implementations.add(progress.implementation);
    }
    expect([taken, done]).toEqual([steps, 2601]);
    expect([...implementations]).toEqual(['kernel']);
    return tf.memory() as tf.MemoryInfo & { numBytesInGPU: number };
  };
  // The first cycle sends the samples, which stay on the GPU on purpose.
  const before = await cycle(8);
  const after = await cycle(1000);
  expect(after.numTensors).toBe(before.numTensors);
  expect(after.numBytes).toBe(before.numBytes);
  expect(after.numDataBuffers).toBe(before.numDataBuffers);
  expect(after.numBytesInGPU).toBe(before.numBytesInGPU);
});
