import type { ExperimentInput } from '@/engine/experiment/schema';

/** One way to train the same network: what differs between the dots of a cloud. */
export interface Recipe {
  readonly batch: number;
  readonly weightDecay: number;
  readonly learningRate: number;
}

const SAMPLES_SEEN = 96_000;

/** Eighteen recipes, some good and some bad. */
export const RECIPES: readonly Recipe[] = [16, 64, 256].flatMap((batch) =>
  [0, 5e-4, 5e-3].flatMap((weightDecay) =>
    [0.03, 0.1].map((learningRate) => ({ batch, weightDecay, learningRate })),
  ),
);

export type CloudData = 'fashion' | 'noisy-labels' | 'noisy-moons' | 'spirals';

export const CLOUD_DATA = [
  { value: 'fashion', label: 'Fashion-MNIST' },
  { value: 'noisy-labels', label: '… with 20% wrong labels' },
  { value: 'noisy-moons', label: 'noisy moons' },
  { value: 'spirals', label: 'two spirals' },
] as const;

const DATASETS: Readonly<Record<CloudData, ExperimentInput['dataset']>> = {
  fashion: { name: 'fashion', side: 7 },
  'noisy-labels': { name: 'fashion', side: 7, labelNoise: 0.2 },
  'noisy-moons': { name: 'moons', noise: 0.3 },
  spirals: { name: 'spirals' },
};

/** A network of 8 layers with skip connections and batch norm, trained by a recipe. */
export function byRecipe(recipe: Recipe, data: CloudData, seed: number): ExperimentInput {
  return {
    dataset: DATASETS[data]!,
    network: { family: 'mlp', depth: 8, skip: true },
    // Equal numbers of samples seen, so that no batch size has an unfair lead.
    training: { steps: SAMPLES_SEEN / recipe.batch, ...recipe },
    seed,
  };
}
