import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Executor, ReplicaState } from '@/engine/executor';
import { layoutOf } from '@/engine/network/layout';
import { openExecutor } from '@/engine/open-executor';
import { pca } from '@/engine/trajectory/pca';
import { project } from '@/engine/trajectory/project';
import { SLOTS } from '@/engine/training/optimiser';
import { parseOptimiser, type ReferenceCase, samplesIn, specOf, vectorOf } from './cases';

const cases = inject('reference').map(({ name, json }) => ({
  name,
  reference: JSON.parse(json) as ReferenceCase,
}));

/** The points of the file's trajectory: full batch, before each step; the last is the origin. */
async function trajectory(reference: ReferenceCase, executor: Executor): Promise<Float32Array[]> {
  const spec = specOf(reference);
  const layout = layoutOf(spec);
  const { name, rate, settings } = parseOptimiser(reference.trajectory.optimiser.split(',')[0]!);
  const steps = reference.trajectory.absCoords.length;
  let state: ReplicaState = {
    parameters: vectorOf(layout, reference.params),
    slots: new Float32Array(SLOTS[name] * layout.size),
    running: new Float32Array(layout.statisticsSize),
  };
  const points = [state.parameters];
  const samples = samplesIn(reference);
  for (let step = 0; step < steps; step++) {
    ({ state } = await executor.trainSteps({
      spec,
      samples,
      optimiser: name,
      settings: [settings],
      batch: samples.count,
      firstStep: step,
      clipNorm: 0,
      state,
      order: Int32Array.from({ length: samples.count }, (_, i) => i),
      rates: Float32Array.of(rate),
    }));
    points.push(state.parameters);
  }
  return points;
}

describe.each(cases)('trajectory as PyTorch has it: $name', ({ reference }) => {
  let points: Float32Array[];
  beforeAll(async () => {
    const { executor } = await openExecutor('cpu');
    points = await trajectory(reference, executor);
  });

  test('explained variance, from the last point and centred', () => {
    const { uncentredExplained, centredExplained } = reference.trajectory;
    const fromLast = pca(points, { centred: false });
    const centred = pca(points.slice(0, -1), { centred: true });
    uncentredExplained.forEach((share, k) => {
      expect(Math.abs(fromLast.explained[k]! - share)).toBeLessThan(1e-3);
    });
    centredExplained.forEach((share, k) => {
      expect(Math.abs(centred.explained[k]! - share)).toBeLessThan(1e-3);
    });
  });

  test('coordinates in the plane and distances off it', () => {
    const { absCoords, offPlane } = reference.trajectory;
    const { directions, coordinates } = pca(points, { centred: false });
    const last = points[points.length - 1]!;
    const projected = project(points.slice(0, -1), last, directions);
    const largest = Math.max(...absCoords.flat());
    absCoords.forEach((row, t) => {
      row.forEach((value, k) => {
        const [inPca, projection] = [coordinates[t]![k]!, projected[t]!.coordinates[k]!];
        expect(Math.abs(Math.abs(inPca) - value)).toBeLessThan(1e-3 * largest);
        expect(Math.abs(projection - inPca)).toBeLessThan(1e-5 * largest);
      });
      expect(Math.abs(projected[t]!.offPlane - offPlane[t]!)).toBeLessThan(1e-3 * largest);
    });
  });
});
