import type { Measure } from '../comparison/definition';

/** What the lab measures of every run. */
export const LAB_MEASURES = [
  'trainingLoss',
  'trainingError',
  'testError',
  'ev',
  'laplacian',
  'minima',
  'radius',
] as const satisfies readonly Measure[];
