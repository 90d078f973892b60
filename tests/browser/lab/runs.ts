import { planarDataset } from '@/engine/data/planar';
import type { Executor } from '@/engine/executor';
import { experiment } from '@/engine/experiment/parse';
import { LiveRun } from '@/lab/live-run';
import { LiveTraining } from '@/lab/live-training';

/** An experiment that the slowest backend carries out in a moment. */
export const small = experiment({
  dataset: { name: 'moons', train: 32, test: 32 },
  network: { family: 'mlp', depth: 4, width: 4, norm: 'batch', skip: true },
  training: { optimiser: 'momentum', learningRate: 0.05, batch: 8, steps: 40 },
  landscape: { samples: 16, points: [7, 7] },
});

/** The same without a step: its surface alone. */
export const untrained = { ...small, training: { ...small.training, steps: 0 } };

/** @returns its run on an executor, and the first step of every request for steps. */
export function runOn(executor: Executor, e = small) {
  const asked: number[] = [];
  const listening: Executor = {
    get description() {
      return executor.description;
    },
    get width() {
      return executor.width;
    },
    trainSteps(request) {
      asked.push(request.firstStep);
      return executor.trainSteps(request);
    },
    sliceLosses: (request) => executor.sliceLosses(request),
  };
  const dataset = planarDataset(e.dataset as Parameters<typeof planarDataset>[0], 1);
  const training = new LiveTraining(e, dataset, listening);
  return { run: new LiveRun(e, training, listening), training, asked };
}
