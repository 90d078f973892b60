import { defineFigure } from '../comparison/definition';
import { DATA_OPTIONS, type Data, depthOptions, member } from './family';

const defaults = { depth: 20, skip: false, data: 'fashion' as Data, seed: 1 };

/** One trained network seen along four pairs of random directions. */
export const directions = defineFigure<typeof defaults>({
  id: 'directions',
  statements: [3],
  defaults,
  controls: [
    {
      kind: 'segments',
      key: 'skip',
      label: 'Network',
      options: [
        { value: false, label: 'plain' },
        { value: true, label: 'with skips' },
      ],
    },
    { kind: 'choice', key: 'depth', label: 'Depth', options: depthOptions([4, 8, 20, 32]) },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  more: [{ kind: 'choice', key: 'data', label: 'Data', options: DATA_OPTIONS }],
  variants: (settings) =>
    [0, 1, 2, 3].map((pair) => ({
      key: `pair-${pair}`,
      name: `Pair ${pair + 1}`,
      hue: settings.skip ? 'skip' : 'plain',
      experiment: member({
        ...settings,
        steps: 1000,
        landscape: { seed: pair, points: [41, 41] },
      }),
    })),
  rows: ['contour'],
  curves: false,
  measures: ['ev', 'laplacian', 'minima', 'radius'],
  headline: ['ev', 'radius'],
  seed: 'seed',
});
