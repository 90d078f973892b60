import { experiment } from '@/engine/experiment/parse';
import { defineFigure, type Variant } from '../comparison/definition';

/*
 * The paper's architecture (He et al. 2016, section 4.2) at a size that a laptop can compute:
 * Fashion-MNIST pooled to 14 × 14 pixels, 4,096 training images, 20 epochs.
 */
const variant = (depth: number, skip: boolean, widthFactor: number): Variant => ({
  key: `${skip ? 'skip' : 'plain'}-${depth}`,
  name: skip ? `ResNet-${depth}` : `Plain, ${depth} layers`,
  hue: skip ? 'skip' : 'plain',
  experiment: experiment({
    dataset: { name: 'fashion', side: 14, train: 4096, test: 2048 },
    network: { family: 'conv', depth, widthFactor, skip },
    training: {
      optimiser: 'nesterov',
      learningRate: 0.05,
      schedule: { name: 'cosine', warmup: 50 },
      weightDecay: 5e-4,
      batch: 128,
      steps: 640,
    },
    landscape: { points: [25, 25], statistics: 'frozen', samples: 256 },
    seed: 1,
  }),
});

const common = {
  defaults: { seed: 1 },
  controls: [],
  curves: true,
  measures: ['trainingLoss', 'testError', 'ev', 'laplacian', 'minima', 'radius'],
  headline: ['testError', 'laplacian'],
  seed: 'seed',
  recordedOnly: true,
} as const;

/** Convolutional networks of three depths, with and without shortcuts. */
export const convolutional = defineFigure<{ seed: number }>({
  ...common,
  id: 'convolutional',
  statements: [2, 4],
  rows: ['relief'],
  variants: () =>
    [false, true].flatMap((skip) => [8, 20, 56].map((depth) => variant(depth, skip, 1))),
});

/** The same at twice the width. */
export const convolutionalWide = defineFigure<{ seed: number }>({
  ...common,
  id: 'convolutional-wide',
  statements: [5],
  rows: ['relief'],
  variants: () =>
    [false, true].flatMap((skip) => [8, 20, 56].map((depth) => variant(depth, skip, 2))),
});
