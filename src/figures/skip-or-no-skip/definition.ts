import { experiment } from '@/engine/experiment/parse';
import { defineFigure } from '../comparison/definition';

type Data = 'fashion' | 'spirals' | 'moons' | 'circles';

const build = ({ depth, width, data, steps, seed }: typeof defaults, skip: boolean) =>
  experiment({
    dataset: data === 'fashion' ? { name: data, side: 7 } : { name: data },
    network: { family: 'mlp', depth, width, skip, norm: 'batch' },
    training: { optimiser: 'momentum', learningRate: 0.03, momentum: 0.9, batch: 64, steps },
    seed,
  });

/** L = 32 is the clearest single contrast: deep enough for chaos, quick enough for a lecture. */
const defaults = { depth: 32, width: 16, data: 'fashion' as Data, steps: 2000, seed: 1 };

/** Two networks that differ by the identity alone. */
export const definition = defineFigure<typeof defaults>({
  id: 'skip-or-no-skip',
  defaults,
  controls: [
    {
      kind: 'choice',
      key: 'depth',
      label: 'Depth',
      options: [4, 8, 14, 20, 32, 56].map((value) => ({ value, label: `${value} layers` })),
    },
    { kind: 'choice', key: 'width', label: 'Width', options: [8, 16, 32, 64] },
    {
      kind: 'choice',
      key: 'data',
      label: 'Data',
      options: [
        { value: 'fashion', label: 'Fashion-MNIST, 7 × 7' },
        { value: 'spirals', label: 'two spirals' },
        { value: 'moons', label: 'moons' },
        { value: 'circles', label: 'circles' },
      ],
    },
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
    { key: 'plain', name: 'Plain', hue: 'plain', experiment: build(settings, false) },
    { key: 'skip', name: 'With skip connections', hue: 'skip', experiment: build(settings, true) },
  ],
  rows: ['relief', 'contour'],
  curves: true,
  measures: ['trainingLoss', 'trainingError', 'testError', 'ev', 'laplacian', 'minima', 'radius'],
  seed: 'seed',
});
