import { experiment } from '@/engine/experiment/parse';
import { defineFigure, type Variant } from '../comparison/definition';

/*
 * The path of a convolutional network in the plane of its first two principal components (Li et al.
 * 2018, section 7.2), without weight decay and with it. Statistics are the samples' own, so that a
 * checkpoint and its image in the plane are normalised alike and differ in the projection alone.
 */
const variant = (skip: boolean, weightDecay: number): Variant => ({
  key: `${skip ? 'skip' : 'plain'}-decay-${weightDecay}`,
  name: `${skip ? 'Skip' : 'Plain'}, decay ${weightDecay}`,
  hue: skip ? 'skip' : 'plain',
  experiment: experiment({
    dataset: { name: 'fashion', side: 14, train: 4096, test: 2048 },
    network: { family: 'conv', depth: 20, widthFactor: 1, skip },
    training: {
      optimiser: 'nesterov',
      learningRate: 0.05,
      schedule: { name: 'cosine', warmup: 50 },
      weightDecay,
      batch: 128,
      steps: 400,
      checkpointEvery: 10,
    },
    landscape: {
      directions: 'pca',
      x: [-0.3, 1.2],
      y: [-0.75, 0.75],
      points: [21, 21],
      samples: 256,
    },
    analysis: { trajectory: true },
    seed: 1,
  }),
});

export const convolutionalPath = defineFigure<{ seed: number }>({
  id: 'convolutional-path',
  statements: [6],
  defaults: { seed: 1 },
  controls: [],
  rows: ['contour'],
  curves: false,
  measures: ['trainingLoss', 'testError'],
  headline: ['testError'],
  seed: 'seed',
  recordedOnly: true,
  withoutWeights: true,
  variants: () => [true, false].flatMap((skip) => [0, 5e-3].map((decay) => variant(skip, decay))),
});
