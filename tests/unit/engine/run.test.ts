import { beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '@/engine/data/dataset';
import type { Executor } from '@/engine/executor';
import { parseExperiment } from '@/engine/experiment/parse';
import type { ExperimentInput } from '@/engine/experiment/schema';
import { openExecutor } from '@/engine/open-executor';
import { carryOut, type Run } from '@/engine/run';
import { randomWalkExplained } from '@/engine/trajectory/random-walk';

const everything: ExperimentInput = {
  dataset: { name: 'moons', train: 48, test: 48, noise: 0.2, labelNoise: 0.1 },
  network: { family: 'mlp', depth: 6, width: 8, norm: 'batch', skip: true },
  training: { optimiser: 'momentum', steps: 60, batch: 16, weightDecay: 1e-3, checkpointEvery: 6 },
  landscape: { samples: 48, points: [7, 5], directions: 'pca' },
  analysis: {
    surface: true,
    trajectory: true,
    flow: true,
    curvature: { largest: 2, probes: 4, radius: 0.1, map: 3, maxSteps: 60 },
  },
  seed: 5,
};

async function perform(input: ExperimentInput, executor: Executor): Promise<Run> {
  // As a link or a file would bring it.
  const experiment = parseExperiment(JSON.parse(JSON.stringify(input)));
  const noFiles = async () => new ArrayBuffer(0);
  return carryOut(experiment, await loadDataset(experiment, noFiles), executor);
}

/** The same executor on a machine of another speed: what it says of its time, and its width. */
function paced(executor: Required<Executor>, width: number, time: () => number): Executor {
  const told = async <R>(result: Promise<R>) => ({ ...(await result), computeTime: time() });
  return {
    description: executor.description,
    width,
    trainSteps: (request) => told(executor.trainSteps(request)),
    sliceLosses: (request) => told(executor.sliceLosses(request)),
    gradients: (request) => told(executor.gradients(request)),
  };
}

let executor: Required<Executor>;
beforeAll(async () => {
  ({ executor } = await openExecutor('wasm'));
});

describe('an experiment carried out', () => {
  let run: Run;
  beforeAll(async () => {
    run = await perform(everything, executor);
  });

  test('gives all that its analysis asks for', () => {
    const { surface, trajectory, curvature, flow } = run.analysis!;
    expect(surface!.settings).toMatchObject({ points: [7, 5], samples: 48 });
    expect(flow!.map(({ step }) => step)).toEqual([0, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60]);
    expect(flow![0]!.outputs.map(({ name }) => name)).toEqual(['stem', 'block0', 'block1']);
    expect(trajectory!.uncentred.nullExplained).toEqual(
      randomWalkExplained(11, { centred: false }),
    );
    expect(trajectory!.centred.nullExplained).toEqual(randomWalkExplained(11, { centred: true }));
    expect(trajectory!.angles.settings).toMatchObject({
      weightDecay: 1e-3,
      samples: 48,
      steps: 10,
    });
    expect(trajectory!.steps).toHaveLength(10);
    expect(trajectory!.onPlane.trueLoss).toHaveLength(11);
    const { spectrum, threshold, trace, sharpness, map } = curvature!;
    expect(spectrum.largest).toHaveLength(2);
    expect(spectrum.tolerance).toBe(1e-2);
    expect(threshold).toBeCloseTo(3.8 / 0.03, 6);
    expect(trace!.probes).toBe(4);
    expect(sharpness!.worst).toBeGreaterThan(0);
    expect(map!.largest).toHaveLength(9);
    // The middle of the map is the network itself.
    expect(map!.largest[4]! / spectrum.largest[0]!.value).toBeCloseTo(1, 1);
  });

  test.each([
    ['slow', 1, () => 1e4],
    ['fast, of four workers', 4, () => 0.01],
    ['moody', 3, () => 10 ** (8 * Math.random() - 4)],
  ])('gives the same numbers on a machine that is %s', async (_, width, time) => {
    const again = await perform(everything, paced(executor, width, time));
    expect(again).toEqual(run);
  });

  test('asks for nothing more than it says', async () => {
    const { analysis: _, ...bare } = everything;
    expect(await perform(bare, executor)).not.toHaveProperty('analysis');
    const little = await perform({ ...bare, analysis: { surface: true } }, executor);
    expect(Object.keys(little.analysis!)).toEqual(['surface']);
  });
});

test.each(['train', 'test'] as const)(
  'the middle of a slice over the whole %s split is the evaluation',
  async (split) => {
    const landscape = { samples: 48, points: [3, 1], split, statistics: 'frozen' } as const;
    const { analysis: _, ...bare } = everything;
    const input = { ...bare, landscape: { ...landscape, points: [3, 1] as [number, number] } };
    const run = await perform(input, executor);
    const { evaluation, slice } = run;
    expect(slice.loss[1]).toBeCloseTo(evaluation[split].loss, 6);
    expect(slice.accuracy[1]).toBeCloseTo(1 - evaluation[split].error, 6);
    expect(evaluation.train.loss).not.toBeCloseTo(evaluation.test.loss, 3);
    // The samples' own statistics make it another function.
    const own = await perform(
      { ...input, landscape: { ...input.landscape, statistics: 'batch' } },
      executor,
    );
    expect(own.slice.loss[1]).not.toBeCloseTo(slice.loss[1]!, 4);
  },
);

test('a map of curvature has both ends whatever else of the spectrum is asked for', async () => {
  const { curvature } = (
    await perform(
      { ...everything, analysis: { curvature: { largest: 1, smallest: 0, map: 2 } } },
      executor,
    )
  ).analysis!;
  expect(curvature!.spectrum.smallest).toEqual([]);
  expect(curvature!.map!.smallest.every(Number.isFinite)).toBe(true);
});

describe('an experiment that looks at another solution', () => {
  const between: ExperimentInput = {
    ...everything,
    analysis: {},
    landscape: { samples: 48, directions: 'solution', x: [-0.5, 1.5], points: [9, 1] },
  };

  test('has the losses of both networks at 0 and 1 of a line', async () => {
    const experiment = parseExperiment(between);
    const dataset = await loadDataset(experiment, async () => new ArrayBuffer(0));
    const run = await carryOut(experiment, dataset, executor);
    // The other one is trained alike on the same data, from the next seed.
    const other = await carryOut(parseExperiment({ ...between, seed: 6 }), dataset, executor);
    expect(run.slice.loss[6]).toBeCloseTo(other.slice.loss[2]!, 4);
    expect(run.slice.loss[2]).not.toBeCloseTo(run.slice.loss[6]!, 4);
    expect(run.analysis).toEqual({});
  });

  test('carries the running statistics over when they are frozen', async () => {
    const landscape = { ...between.landscape, statistics: 'frozen' as const };
    const experiment = parseExperiment({ ...between, landscape });
    const dataset = await loadDataset(experiment, async () => new ArrayBuffer(0));
    const run = await carryOut(experiment, dataset, executor);
    const other = await carryOut(parseExperiment({ ...between, seed: 6 }), dataset, executor);
    const [atZero, atOne] = [run.slice.loss[2]!, run.slice.loss[6]!];
    expect(atZero).toBeCloseTo(run.evaluation.train.loss, 5);
    // The other end is a trained network too, with statistics of its own.
    expect(atOne).toBeCloseTo(other.evaluation.train.loss, 5);
    expect(Math.max(...run.slice.loss.slice(2, 7))).toBeGreaterThan(atOne);
  });

  test('has a plane as well, its second axis at right angles and as long', async () => {
    const landscape = { ...between.landscape, points: [5, 5] as [number, number] };
    const run = await perform({ ...between, landscape }, executor);
    expect(run.slice.loss.every(Number.isFinite)).toBe(true);
  });
});
