import type { ExperimentInput } from '@/engine/experiment/schema';

/** The conditions that most claims are tried on: names for the reader, data for the experiment. */
const DATA = {
  'Fashion-MNIST': { name: 'fashion', side: 7 },
  'Fashion-MNIST, 20% wrong labels': { name: 'fashion', side: 7, labelNoise: 0.2 },
  'two spirals': { name: 'spirals' },
  moons: { name: 'moons', noise: 0.15 },
  'noisy moons': { name: 'moons', noise: 0.3 },
} as const satisfies Record<string, ExperimentInput['dataset']>;

export const FASHION = 'Fashion-MNIST';
export const SPIRALS = 'two spirals';
export const BOTH = [FASHION, SPIRALS] as const;

/** @returns the data of a condition named after them. */
export function data(condition: string): NonNullable<ExperimentInput['dataset']> {
  const found = DATA[condition as keyof typeof DATA];
  if (!found) throw new Error(`No data are named “${condition}”.`);
  return found;
}

export interface Net {
  readonly data?: string;
  readonly depth?: number;
  readonly width?: number;
  readonly skip: boolean;
  readonly seed: number;
  readonly init?: ExperimentInput['init'];
  readonly training?: ExperimentInput['training'];
  /** s of the branch; of networks without a norm 1/√blocks unless said otherwise. */
  readonly branchScale?: number | 'depth';
}

/** Batch norm, 16 wide, momentum 0.9 at rate 0.03 falling as a cosine, batch 64, 2,000 steps. */
export function normed(net: Net): ExperimentInput {
  const { depth = 32, width = 16, skip, seed, init, training } = net;
  return {
    dataset: data(net.data ?? FASHION),
    network: { family: 'mlp', norm: 'batch', depth, width, skip },
    init: init ?? {},
    training: { steps: 2000, ...training },
    seed,
  };
}

/** The same without a norm; branches are scaled by 1/√blocks. */
export function bare(net: Net): ExperimentInput {
  const { depth = 32, width = 16, skip, seed, init, training, branchScale = 'depth' } = net;
  return {
    dataset: data(net.data ?? FASHION),
    network: { family: 'mlp', norm: 'none', depth, width, skip, branchScale },
    init: init ?? {},
    training: { steps: 2000, ...training },
    seed,
  };
}

export const ADAM = { optimiser: 'adam', learningRate: 1e-3 } as const;

/** The slice that surface measures are taken on: 51 × 51 points of [−1, 1]², 256 samples. */
export const VIEW = [{}];

export const NORMED_WORDS =
  'Batch normalisation, width 16; momentum 0.9, rate 0.03 falling as a cosine, batch 64, 2,000 steps. Surface: 51 × 51 points of [−1, 1]², two random filter-normalised directions, 256 training samples.';
export const BARE_WORDS =
  'No normalisation, width 16, branches scaled by 1/√blocks; momentum 0.9, rate 0.03 falling as a cosine, batch 64';
