import { defineFigure } from '../comparison/definition';
import { DATA_OPTIONS, type Data, depthOptions, member } from './family';

const defaults = {
  when: 'matched' as 'start' | 'matched' | 'end',
  statistics: 'batch' as 'batch' | 'frozen',
  depth: 32,
  data: 'fashion' as Data,
  seed: 1,
};

/** Where the skip network stops so that both stand at about the same training loss. */
const MATCHED_LOSS = 1.4;
const STEPS = { start: 0, matched: 2000, end: 2000 };

/** Is the plain network's surface rough only because it has not got as far? */
export const fairComparison = defineFigure<typeof defaults>({
  id: 'fair-comparison',
  statements: [2],
  defaults,
  controls: [
    {
      kind: 'segments',
      key: 'when',
      label: 'Compare',
      options: [
        { value: 'start', label: 'at the start' },
        { value: 'matched', label: 'at equal loss' },
        { value: 'end', label: 'at the end' },
      ],
    },
    {
      kind: 'segments',
      key: 'statistics',
      label: 'Batch norm',
      options: [
        { value: 'batch', label: 'batch statistics' },
        { value: 'frozen', label: 'frozen' },
      ],
    },
    { kind: 'choice', key: 'depth', label: 'Depth', options: depthOptions([8, 20, 32, 56]) },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  more: [{ kind: 'choice', key: 'data', label: 'Data', options: DATA_OPTIONS }],
  variants: (settings) =>
    [false, true].map((skip) => ({
      key: skip ? 'skip' : 'plain',
      name: skip ? 'With skip connections' : 'Plain',
      hue: skip ? 'skip' : 'plain',
      experiment: member({
        ...settings,
        skip,
        steps: STEPS[settings.when],
        training: skip && settings.when === 'matched' ? { stopLoss: MATCHED_LOSS } : {},
        landscape: { statistics: settings.statistics },
      }),
    })),
  rows: ['relief', 'contour'],
  curves: true,
  measures: ['trainingLoss', 'testError', 'ev', 'laplacian', 'minima', 'radius'],
  headline: ['trainingLoss', 'laplacian'],
  seed: 'seed',
});
