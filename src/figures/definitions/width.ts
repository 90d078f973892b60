import { defineFigure } from '../comparison/definition';
import { DATA_OPTIONS, type Data, depthOptions, member } from './family';

const defaults = { depth: 16, data: 'fashion' as Data, seed: 1 };

/** Width against skip connections: a strip of small surfaces. */
export const width = defineFigure<typeof defaults>({
  id: 'width',
  statements: [5],
  defaults,
  controls: [
    { kind: 'choice', key: 'depth', label: 'Depth', options: depthOptions([8, 16, 32]) },
    { kind: 'choice', key: 'data', label: 'Data', options: DATA_OPTIONS },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  variants: (settings) =>
    [false, true].flatMap((skip) =>
      [8, 16, 32, 64].map((units) => ({
        key: `${skip ? 'skip' : 'plain'}-${units}`,
        name: `${skip ? 'Skip' : 'Plain'}, width ${units}`,
        hue: skip ? 'skip' : 'plain',
        experiment: member({
          ...settings,
          skip,
          width: units,
          steps: 400,
          landscape: { points: [25, 25] },
        }),
      })),
    ),
  rows: ['relief'],
  curves: false,
  measures: ['trainingLoss', 'testError', 'ev', 'laplacian', 'minima', 'radius'],
  headline: ['testError', 'ev'],
  seed: 'seed',
});
