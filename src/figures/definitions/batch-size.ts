import { defineFigure } from '../comparison/definition';
import { member } from './family';

const defaults = { labelNoise: false, skip: true, depth: 8, seed: 1 };

const CASES = [
  { batch: 16, weightDecay: 0 },
  { batch: 16, weightDecay: 5e-3 },
  { batch: 512, weightDecay: 0 },
  { batch: 512, weightDecay: 5e-3 },
] as const;

/** Small and large batches, with and without weight decay: how flat, and how well on new data. */
export const batchSize = defineFigure<typeof defaults>({
  id: 'batch-size',
  statements: [4],
  defaults,
  controls: [
    {
      kind: 'segments',
      key: 'labelNoise',
      label: 'Labels',
      options: [
        { value: false, label: 'clean' },
        { value: true, label: '20% wrong' },
      ],
    },
    {
      kind: 'segments',
      key: 'skip',
      label: 'Network',
      options: [
        { value: false, label: 'plain' },
        { value: true, label: 'with skips' },
      ],
    },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  variants: (settings) =>
    CASES.map(({ batch, weightDecay }, i) => {
      const made = member({
        ...settings,
        // Equal numbers of samples seen: 64,000.
        steps: 64_000 / batch,
        training: { batch, weightDecay },
        landscape: { points: [41, 41] },
      });
      return {
        key: `batch-${batch}-decay-${weightDecay}`,
        name: `Batch ${batch}, decay ${weightDecay}`,
        hue: ['skip', 'green', 'plain', 'orange'][i]!,
        experiment: settings.labelNoise
          ? { ...made, dataset: { ...made.dataset, labelNoise: 0.2 } }
          : made,
      };
    }),
  rows: ['relief', 'contour'],
  curves: false,
  measures: ['trainingLoss', 'trainingError', 'testError', 'radius', 'laplacian'],
  headline: ['testError', 'radius'],
  seed: 'seed',
});
