import { pca } from '@/engine/trajectory/pca';
import { randomWalk } from '@/engine/trajectory/random-walk';

export interface WalkArgument {
  readonly points: number;
  /** Dimensions. */
  readonly size: number;
  readonly seed: number;
}

export interface WalkResult {
  /** Share of the squared displacement from the end along two principal components. */
  readonly explained: number;
}

/** The job `walk`. */
export async function walk({ points, size, seed }: WalkArgument): Promise<WalkResult> {
  const { explained } = pca(randomWalk(points, size, seed), { centred: false });
  return { explained: explained[0]! + explained[1]! };
}
