import { experiment } from '@/engine/experiment/parse';
import type { Experiment, ExperimentInput } from '@/engine/experiment/schema';
import type { Option } from '../comparison/definition';

/** The data a figure may be set to; Fashion-MNIST at 7 × 7 pixels is the lecture's own. */
export type Data = 'fashion' | 'spirals' | 'moons' | 'circles';

export const DATA_OPTIONS: readonly Option[] = [
  { value: 'fashion', label: 'Fashion-MNIST, 7 × 7' },
  { value: 'spirals', label: 'two spirals' },
  { value: 'moons', label: 'moons' },
  { value: 'circles', label: 'circles' },
];

export const depthOptions = (depths: readonly number[]): readonly Option[] =>
  depths.map((value) => ({ value, label: `${value} layers` }));

export interface FamilyMember {
  readonly data?: Data;
  readonly depth: number;
  readonly width?: number;
  readonly skip: boolean;
  readonly norm?: 'none' | 'batch' | 'layer';
  readonly steps?: number;
  readonly seed: number;
  readonly training?: ExperimentInput['training'];
  readonly landscape?: ExperimentInput['landscape'];
}

/**
 * The lecture's dense family: He initialisation, SGD with momentum 0.9 and a cosine schedule from
 * 0.03, batches of 64. Without normalisation Adam at 10⁻³ and, with skip connections, branches
 * scaled by 1/√blocks, since plain SGD at this rate would diverge.
 */
export function member(m: FamilyMember): Experiment {
  const { data = 'fashion', depth, width = 16, skip, norm = 'batch', steps = 2000, seed } = m;
  return experiment({
    dataset: data === 'fashion' ? { name: data, side: 7 } : { name: data },
    network: {
      family: 'mlp',
      depth,
      width,
      skip,
      norm,
      branchScale: norm === 'none' ? 'depth' : 1,
    },
    training: {
      ...(norm === 'none'
        ? { optimiser: 'adam', learningRate: 0.001 }
        : { optimiser: 'momentum', learningRate: 0.03 }),
      steps,
      ...m.training,
    },
    ...(m.landscape && { landscape: m.landscape }),
    seed,
  });
}
