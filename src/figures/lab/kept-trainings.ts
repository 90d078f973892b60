import type { Experiment } from '@/engine/experiment/schema';
import { type LiveTraining, trainingKey } from '@/lab/live-training';
import type { Trainings } from '../comparison/run-set';

const MOST = 8;

/** Trainings that are over, kept so that another look at their surface need not train again. */
export class KeptTrainings {
  readonly #trainings: Trainings = new Map();

  keep(trainings: Trainings) {
    for (const [key, training] of trainings) {
      if (!training.finished.value) continue;
      // The latest last, so that the oldest go.
      this.#trainings.delete(key);
      this.#trainings.set(key, training);
    }
    for (const key of [...this.#trainings.keys()].slice(0, -MOST)) this.#trainings.delete(key);
  }

  has(experiment: Experiment): boolean {
    return this.#of(experiment)?.finished.value === true;
  }

  /** Those that serve these experiments. */
  serving(experiments: readonly Experiment[]): Trainings {
    const known: Trainings = new Map();
    for (const experiment of experiments) {
      const training = this.#of(experiment);
      if (training) known.set(trainingKey(experiment), training);
    }
    return known;
  }

  #of(experiment: Experiment): LiveTraining | undefined {
    const training = this.#trainings.get(trainingKey(experiment));
    return training && !needsPath(experiment, training) ? training : undefined;
  }
}

function needsPath({ landscape }: Experiment, { checkpoints }: LiveTraining): boolean {
  return landscape.directions === 'pca' && checkpoints.length < 3;
}
