import { afterEach, expect, it, vi } from 'vitest';
import { planarDataset } from '@/engine/data/planar';
import { experiment } from '@/engine/experiment/parse';
import { LiveRun } from '@/lab/live-run';
import { LiveTraining } from '@/lab/live-training';
import { Machine } from '../engine/machine';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const e = experiment({
  dataset: { name: 'moons', train: 32, test: 32 },
  network: { family: 'mlp', depth: 2, width: 4, norm: 'none', skip: true },
  training: { optimiser: 'sgd', batch: 8, steps: 400 },
  landscape: { samples: 16, points: [5, 5] },
});

it.each([false, true])(
  'a tab that is hidden (%s) → surfaces follow the training only where seen',
  async (hidden) => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 200));
    vi.stubGlobal('document', { hidden });
    const machine = new Machine(2, 4);
    const dataset = planarDataset(e.dataset as Parameters<typeof planarDataset>[0], 1);
    const training = new LiveTraining(e, dataset, machine.executor);
    const run = new LiveRun(e, training, machine.executor, { livePoints: 3 });
    let over = false;
    void run.start().then(() => {
      over = true;
    });
    while (!over) await machine.pass();
    expect(run.phase.value).toBe('done');
    expect(run.frames.value.length > 0).toBe(!hidden);
  },
);
