import { defineFigure } from '../comparison/definition';
import { DATA_OPTIONS, type Data, depthOptions, member } from './family';

const defaults = { depth: 8, skip: true, data: 'fashion' as Data, directions: 0, seed: 1 };

const NAMES = {
  none: 'As drawn',
  layer: 'By layer',
  filter: 'By filter',
  weight: 'By weight',
} as const;

/** One trained network, one pair of random directions, scaled in four ways. */
export const normalisation = defineFigure<typeof defaults>({
  id: 'normalisation',
  statements: [3],
  defaults,
  controls: [
    { kind: 'number', key: 'directions', label: 'Directions', min: 0, max: 9999 },
    { kind: 'choice', key: 'depth', label: 'Depth', options: depthOptions([4, 8, 20]) },
    {
      kind: 'segments',
      key: 'skip',
      label: 'Network',
      options: [
        { value: false, label: 'plain' },
        { value: true, label: 'with skips' },
      ],
    },
  ],
  more: [
    { kind: 'choice', key: 'data', label: 'Data', options: DATA_OPTIONS },
    { kind: 'number', key: 'seed', label: 'Network’s seed', min: 0, max: 9999 },
  ],
  variants: (settings) =>
    (['none', 'layer', 'filter', 'weight'] as const).map((how) => ({
      key: how,
      name: NAMES[how],
      hue: settings.skip ? 'skip' : 'plain',
      experiment: member({
        ...settings,
        steps: 1000,
        landscape: { normalisation: how, seed: settings.directions, points: [41, 41] },
      }),
    })),
  rows: ['relief', 'contour'],
  curves: false,
  measures: ['ev', 'laplacian', 'minima', 'radius'],
  headline: ['radius', 'ev'],
  seed: 'directions',
});
