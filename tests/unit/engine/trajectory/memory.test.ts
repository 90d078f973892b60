import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Executor } from '@/engine/executor';
import { layoutOf } from '@/engine/network/layout';
import { openExecutor } from '@/engine/open-executor';
import { randomStream } from '@/engine/random';
import { pathAngles, pathOnPlane } from '@/engine/trajectory/on-plane';
import { pca } from '@/engine/trajectory/pca';
import { CheckpointRecorder } from '@/engine/trajectory/recorder';
import { mlpSpec, pointOf } from '../networks';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in typed arrays that are in use. */
function liveBytes(): number {
  collect();
  return process.memoryUsage().arrayBuffers;
}

test('1,000 checkpoints of 20,000 parameters, their components, plane and angles stay under 200 MB', async () => {
  const spec = mlpSpec({ inputs: 49, classes: 10, width: 64, depth: 6 });
  const { size } = layoutOf(spec);
  expect(size).toBeGreaterThan(20_000);
  const point = pointOf(spec, { count: 2 });
  const { executor } = await openExecutor('wasm');
  await executor.sliceLosses({
    ...point,
    centre: point.parameters,
    directions: new Float32Array(size),
    dimensions: 1,
    points: new Float32Array(1),
  });
  const before = liveBytes();
  let peak = 0;
  let calls = 0;
  const look = () => {
    if (calls++ % 10 === 0) peak = Math.max(peak, liveBytes() - before);
  };
  const watched: Executor = {
    ...executor,
    description: executor.description,
    width: 4,
    trainSteps(request) {
      look();
      return executor.trainSteps(request);
    },
    sliceLosses(request) {
      look();
      return executor.sliceLosses(request);
    },
  };

  const recorder = new CheckpointRecorder({ every: 1 });
  const stream = randomStream(1, 'walk');
  const parameters = point.parameters.slice();
  for (let step = 0; step < 1000; step++) {
    for (let i = 0; i < size; i += 7) parameters[i]! += 0.01 * (stream.uniform() - 0.5);
    recorder.offer({ step, parameters, running: point.running });
  }
  const path = recorder.checkpoints.map((checkpoint) => checkpoint.parameters);
  expect(path).toHaveLength(1000);
  const { directions, origin } = pca(path, { centred: false });
  look();
  const plane = { ...point, centre: origin, directions };
  const shown = await pathOnPlane(recorder.checkpoints, plane, watched);
  const angles = await pathAngles(path, plane, watched, { weightDecay: 0 });
  expect(shown.trueLoss.every(Number.isFinite)).toBe(true);
  expect(angles.loss).toHaveLength(999);
  expect(recorder.bytes).toBe(1000 * 4 * size);
  expect(peak).toBeGreaterThan(recorder.bytes);
  expect(peak).toBeLessThan(200e6);
});
