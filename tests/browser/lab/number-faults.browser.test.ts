import { describe, expect, test } from 'vitest';
import type { Experiment } from '@/engine/experiment/schema';
import { measuresOf } from '@/figures/comparison/measures';
import { curvesOf } from '@/figures/comparison/plots';
import { RunSet, shownLive } from '@/figures/comparison/run-set';
import { Lab } from '@/lab/lab';
import { files, makeWorker } from '@/lab/page-lab';
import { small } from './runs';

const lab = new Lab({ files, makeWorker, workers: 1 });

async function run(changes: {
  network?: Partial<Experiment['network']>;
  training?: Partial<Experiment['training']>;
  landscape?: Partial<Experiment['landscape']>;
  init?: Experiment['init'];
}) {
  const experiment = {
    ...small,
    network: { ...small.network, norm: 'none', skip: false, ...changes.network },
    training: { ...small.training, optimiser: 'sgd', checkpointEvery: 2, ...changes.training },
    landscape: { ...small.landscape, ...changes.landscape },
    init: changes.init ?? small.init,
  } as Experiment;
  const runs = new RunSet(lab);
  const done = await runs.begin([{ key: 'one', name: 'One', hue: 'plain', experiment }]);
  const running = runs.runs.value![0]!;
  return { done, runs, training: running.run.training, shown: shownLive(running) };
}

describe('the numbers', () => {
  test.each([0.5, 3, 1e4, 1e6])(
    'a run diverges at rate %f → it stops there, says so in words and on the curve, keeps what came before',
    async (learningRate) => {
      const { done, runs, training, shown } = await run({
        network: { depth: 16, width: 8 },
        training: { learningRate, steps: 400, momentum: 0 },
      });
      expect(done).toBe(true);
      const at = training.divergedAt;
      // A moderate rate may get through; then there is nothing to say.
      if (at === undefined) {
        expect(training.state.step).toBe(400);
        expect(learningRate).toBeLessThan(1e4);
        return;
      }
      expect(training.state.step).toBe(at);
      expect(training.state.parameters.every(Number.isFinite)).toBe(true);
      expect(training.checkpoints.every(({ step }) => step <= at)).toBe(true);
      expect(training.log.value.losses.subarray(0, at).every(Number.isFinite)).toBe(true);
      expect(runs.messages.value.join()).toContain(`after step ${at}`);
      expect(runs.diverged.value).toBe(true);
      expect(curvesOf([shown])!.series[0]!.name).toBe(`One, diverged at ${at}`);
      expect(shown.view!.done).toBe(1);
    },
  );

  test('a setting out of all bounds → refused in words, nothing hangs', async () => {
    const { done, runs, training } = await run({
      network: { depth: 16, width: 8 },
      training: { learningRate: 1e30, steps: 400, momentum: 0 },
    });
    expect(done).toBe(false);
    expect(runs.phase.value).toBe('stopped');
    expect(runs.messages.value.join()).toMatch(/learning rate must be a number from 0 to/);
    expect(training.log.value.steps).toBe(0);
  });

  test('a network stuck at chance → said in words, the radius does not exist', async () => {
    const { runs, shown } = await run({ training: { learningRate: 1e-9 } });
    expect(runs.messages.value).toHaveLength(1);
    expect(runs.messages.value[0]).toMatch(/One: the network has learnt nothing.*ln 2 = 0\.69/);
    expect(runs.messages.value[0]).toMatch(/in no valley/);
    expect(measuresOf(shown).radius).toBeUndefined();
    expect(measuresOf(shown).ev).toBeGreaterThanOrEqual(0);
    expect(measuresOf(shown).trainingLoss).toBeGreaterThan(0.6);
  });

  test.each([
    ['all weights begin at zero', { init: { scheme: 'zeros', gain: 1 } as const }],
    [
      'decay takes its weights away',
      { training: { learningRate: 1, momentum: 0, weightDecay: 1 } },
    ],
  ])('a network dies: %s → said in words, its flat surface has no numbers', async (_, changes) => {
    const { done, runs, shown } = await run({ network: { depth: 8, width: 4 }, ...changes });
    expect(done).toBe(true);
    expect(runs.messages.value).toHaveLength(1);
    expect(runs.messages.value[0]).toMatch(/has learnt nothing.*It is dead: its surface is flat/);
    const { trainingLoss, trainingError, ...shape } = measuresOf(shown);
    expect(trainingLoss).toBeGreaterThan(0.65);
    expect(trainingError).toBeGreaterThan(0.4);
    expect([shape.ev, shape.laplacian, shape.minima, shape.radius]).toEqual(
      Array(4).fill(undefined),
    );
  });

  test('a step too large kills every ReLU → said in words, what its surface shows is measured', async () => {
    const { done, runs, shown } = await run({
      network: { depth: 8, width: 4 },
      training: { learningRate: 10, momentum: 0 },
    });
    expect(done).toBe(true);
    expect(runs.messages.value.join()).toMatch(/learnt nothing.*where it is stuck/);
    const { trainingError, ev, radius } = measuresOf(shown);
    expect(trainingError).toBe(0.5);
    // Within the slice some of its neurons live again.
    expect(ev).toBeGreaterThan(0);
    expect(radius).toBeUndefined();
  });

  test('a slice overflows → its points stay what they are, and are left out of the measures', async () => {
    const { runs, shown } = await run({
      network: { depth: 32, width: 8 },
      landscape: { x: [-90, 90], y: [-90, 90], normalisation: 'none' },
    });
    const { loss } = shown.view!.slice;
    expect(shown.view!.done).toBe(1);
    expect(loss.some((value) => !Number.isFinite(value))).toBe(true);
    const measured = Object.values(measuresOf(shown));
    expect(measured.length).toBeGreaterThan(2);
    expect(measured.every(Number.isFinite)).toBe(true);
    expect(runs.phase.value).toBe('done');
  });
});
