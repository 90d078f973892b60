import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { hessianSpectrum } from '@/engine/curvature/spectrum';
import { planarDataset } from '@/engine/data/planar';
import { experiment } from '@/engine/experiment/parse';
import { networkSpec } from '@/engine/experiment/spec';
import { gradientFlow } from '@/engine/flow/gradient-flow';
import { planeOf } from '@/engine/landscape/plane';
import { axis, slice } from '@/engine/landscape/slice';
import { openExecutor } from '@/engine/open-executor';
import { initialState, train } from '@/engine/training/train';

const e = experiment({
  dataset: { name: 'moons', train: 32, test: 32 },
  network: { family: 'mlp', depth: 4, width: 4, norm: 'batch', skip: true },
  training: { optimiser: 'adam', learningRate: 1e-3, batch: 8, steps: 1000 },
  landscape: { samples: 16, points: [51, 51] },
});
const dataset = planarDataset(e.dataset as Parameters<typeof planarDataset>[0], 1);
const spec = networkSpec(e, dataset);

describe.each(['cpu', 'wasm'] as const)('memory on the %s backend', (backend) => {
  test('1,000 steps and a 51 × 51 slice leave no tensors behind', async () => {
    const { executor } = await openExecutor(backend);
    let state = initialState(e, spec);
    const plane = await planeOf(e, spec, state, dataset, { executor });
    const grid = { x: axis([-1, 1], 51), y: axis([-1, 1], 51) };
    const point = { ...plane, parameters: state.parameters };
    // The samples stay on the backend on purpose, so they are sent before counting begins.
    await executor.gradients(point);
    await executor.gradients({ ...point, samples: dataset.train });
    const before = tf.memory();

    let steps = 0;
    for await (const progress of train(e, spec, dataset.train, executor)) {
      steps += progress.losses.length;
      state = progress.state;
    }
    let done = 0;
    for await (const progress of slice({ ...plane, centre: state.parameters }, grid, executor)) {
      done = progress.done;
    }
    await gradientFlow({ ...point, parameters: state.parameters }, executor);
    await hessianSpectrum({ ...point, parameters: state.parameters }, executor, { maxSteps: 5 });
    expect([steps, done]).toEqual([1000, 2601]);
    const after = tf.memory();
    expect(after.numTensors).toBe(before.numTensors);
    expect(after.numBytes).toBe(before.numBytes);
    expect(after.numDataBuffers).toBe(before.numDataBuffers);
  });
});
