import { experiment } from '@/engine/experiment/parse';
import type { Experiment } from '@/engine/experiment/schema';

/** What the reader can set. */
export interface Settings {
  readonly depth: number;
  readonly width: number;
  readonly dataset: 'fashion' | 'spirals' | 'moons' | 'circles';
  readonly steps: number;
  readonly seed: number;
}

/** L = 32 is the clearest single contrast: deep enough for chaos, quick enough for a lecture. */
export const DEFAULTS: Settings = {
  depth: 32,
  width: 16,
  dataset: 'fashion',
  steps: 2000,
  seed: 1,
};

export const DEPTHS = [4, 8, 14, 20, 32, 56] as const;
export const WIDTHS = [8, 16, 32, 64] as const;
export const STEPS = [200, 500, 1000, 2000, 4000] as const;

/** The two networks of the figure: one experiment, with and without the identity. */
export function pair(settings: Settings): { plain: Experiment; skip: Experiment } {
  const { depth, width, dataset, steps, seed } = settings;
  const build = (skip: boolean) =>
    experiment({
      dataset: dataset === 'fashion' ? { name: dataset, side: 7 } : { name: dataset },
      network: { family: 'mlp', depth, width, skip, norm: 'batch' },
      training: { optimiser: 'momentum', learningRate: 0.03, momentum: 0.9, batch: 64, steps },
      seed,
    });
  return { plain: build(false), skip: build(true) };
}

/** Of `npm run record -- --all`. */
export const recordings = {
  'skip-or-no-skip-plain': pair(DEFAULTS).plain,
  'skip-or-no-skip-skip': pair(DEFAULTS).skip,
};
