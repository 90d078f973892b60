import { beforeAll, describe, expect, test } from 'vitest';
import type { Executor, GradientRequest, SliceRequest, TrainRequest } from '@/engine/executor';
import { layoutOf } from '@/engine/network/layout';
import { openExecutor } from '@/engine/open-executor';
import { optimiserDefaults } from '@/engine/training/optimiser';
import { mlpSpec, pointOf } from './networks';

const spec = mlpSpec({ norm: 'batch', depth: 4 });
const point = pointOf(spec, { count: 6 });
const { size, statisticsSize } = layoutOf(spec);

const training: TrainRequest = {
  spec,
  samples: point.samples,
  optimiser: 'momentum',
  settings: [optimiserDefaults('momentum')],
  batch: 3,
  firstStep: 0,
  clipNorm: 0,
  state: {
    parameters: point.parameters,
    slots: new Float32Array(size),
    running: new Float32Array(statisticsSize).fill(1),
  },
  order: Int32Array.of(0, 1, 2, 3, 4, 5),
  rates: Float32Array.of(0.1, 0.1),
};

const slicing: SliceRequest = {
  spec,
  samples: point.samples,
  statistics: 'frozen',
  centre: point.parameters,
  directions: new Float32Array(2 * size),
  dimensions: 2,
  points: Float32Array.of(0, 1, 1, 0),
  running: training.state.running,
};

describe.each(['cpu', 'wasm'] as const)('requests to the %s backend', (backend) => {
  let executor: Required<Executor>;
  beforeAll(async () => {
    ({ executor } = await openExecutor(backend));
  });

  test('are carried out when they fit', async () => {
    expect((await executor.trainSteps(training)).losses).toHaveLength(2);
    expect((await executor.sliceLosses(slicing)).losses).toHaveLength(2);
    expect((await executor.gradients(point)).gradient).toHaveLength(size);
  });

  const samples = point.samples;
  const bad: [string, Partial<TrainRequest>, RegExp][] = [
    ['a stray sample', { order: Int32Array.of(0, 1, 2, 3, 4, 6) }, /names sample 6/],
    ['a short order', { order: Int32Array.of(0) }, /must have 6 numbers, but 1/],
    ['no replica', { settings: [] }, /number of replicas/],
    ['no rates', { rates: new Float32Array(0) }, /Learning rates/],
    ['a rate that is none', { rates: Float32Array.of(1, Number.NaN) }, /finite/],
    ['an unknown optimiser', { optimiser: 'lion' as 'sgd' }, /must be one of/],
    ['slots of another', { state: { ...training.state, slots: new Float32Array(1) } }, /slots/],
    ['a batch of none', { batch: 0 }, /batch size/],
    ['other inputs', { samples: { ...samples, x: samples.x.slice(1) } }, /4 numbers a sample/],
    ['a label beyond', { samples: { ...samples, labels: samples.labels.map(() => 3) } }, /0 to 2/],
    ['a label below', { samples: { ...samples, labels: samples.labels.map(() => -1) } }, /from 0/],
    [
      'infinite inputs',
      { samples: { ...samples, x: samples.x.map(() => Number.POSITIVE_INFINITY) } },
      /finite/,
    ],
    ['an impossible network', { spec: { ...spec, width: 0 } }, /width/],
  ];
  test.each(bad)('to train with %s are refused', async (_, changes, words) => {
    await expect(executor.trainSteps({ ...training, ...changes })).rejects.toThrow(words);
  });

  const badSlices: [string, Partial<SliceRequest>, RegExp][] = [
    ['three directions', { dimensions: 3 }, /number of directions/],
    ['short directions', { directions: new Float32Array(4) }, /directions must have/],
    ['half a point', { points: Float32Array.of(1) }, /2 coordinates/],
    ['a point at infinity', { points: Float32Array.of(1, Number.NaN) }, /finite/],
    ['no running statistics', { running: new Float32Array(0) }, /running statistics/],
    ['unknown statistics', { statistics: 'eval' as 'batch' }, /batch, frozen.*eval/],
    ['half a centre', { centre: new Float32Array(5) }, /Centres/],
  ];
  test.each(badSlices)('to slice with %s are refused', async (_, changes, words) => {
    await expect(executor.sliceLosses({ ...slicing, ...changes })).rejects.toThrow(words);
  });

  const badGradients: [string, Partial<GradientRequest>, RegExp][] = [
    ['few parameters', { parameters: new Float32Array(3) }, /must have/],
    ['a short direction', { tangent: new Float32Array(3) }, /direction/],
    ['infinite parameters', { parameters: point.parameters.map(() => 1 / 0) }, /finite/],
    ['frozen statistics of another', { statistics: 'frozen', running: new Float32Array(1) }, /run/],
  ];
  test.each(badGradients)('for a gradient with %s are refused', async (_, changes, words) => {
    await expect(executor.gradients({ ...point, ...changes })).rejects.toThrow(words);
  });
});
