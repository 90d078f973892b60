import { defineFigure } from '../comparison/definition';
import { DATA_OPTIONS, type Data, depthOptions, member } from './family';

/** L = 32 is the clearest single contrast: deep enough for chaos, quick enough for a lecture. */
const defaults = { depth: 32, width: 16, data: 'fashion' as Data, steps: 2000, seed: 1 };

/** Two networks that differ by the identity alone. */
export const skipOrNoSkip = defineFigure<typeof defaults>({
  id: 'skip-or-no-skip',
  statements: [2, 7],
  defaults,
  controls: [
    { kind: 'choice', key: 'depth', label: 'Depth', options: depthOptions([4, 8, 14, 20, 32, 56]) },
    { kind: 'choice', key: 'width', label: 'Width', options: [8, 16, 32, 64] },
    { kind: 'choice', key: 'data', label: 'Data', options: DATA_OPTIONS },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  more: [
    {
      kind: 'choice',
      key: 'steps',
      label: 'Training steps',
      options: [200, 500, 1000, 2000, 4000],
    },
  ],
  variants: (settings) => [
    { key: 'plain', name: 'Plain', hue: 'plain', experiment: member({ ...settings, skip: false }) },
    {
      key: 'skip',
      name: 'With skip connections',
      hue: 'skip',
      experiment: member({ ...settings, skip: true }),
    },
  ],
  rows: ['relief', 'contour'],
  curves: true,
  measures: ['trainingLoss', 'trainingError', 'testError', 'ev', 'laplacian', 'minima', 'radius'],
  headline: ['testError', 'laplacian'],
  seed: 'seed',
});
