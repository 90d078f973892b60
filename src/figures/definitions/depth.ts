import { defineFigure } from '../comparison/definition';
import { DATA_OPTIONS, type Data, member } from './family';

const defaults = {
  skip: false,
  norm: 'batch' as 'batch' | 'none' | 'layer',
  data: 'fashion' as Data,
  seed: 1,
};

/** The same network at four depths. */
export const depth = defineFigure<typeof defaults>({
  id: 'depth',
  statements: [4],
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
    {
      kind: 'segments',
      key: 'norm',
      label: 'Normalisation',
      options: [
        { value: 'batch', label: 'batch norm' },
        { value: 'none', label: 'none' },
      ],
    },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  more: [{ kind: 'choice', key: 'data', label: 'Data', options: DATA_OPTIONS }],
  variants: (settings) =>
    [4, 8, 20, 56].map((layers, i) => ({
      key: String(layers),
      name: `${layers} layers`,
      hue: ['purple', 'green', 'orange', settings.skip ? 'skip' : 'plain'][i]!,
      experiment: member({
        ...settings,
        depth: layers,
        steps: 1000,
        landscape: { points: [41, 41] },
      }),
    })),
  rows: ['relief', 'contour'],
  curves: true,
  measures: ['trainingLoss', 'testError', 'ev', 'laplacian', 'minima', 'radius'],
  headline: ['testError', 'ev'],
  seed: 'seed',
});
