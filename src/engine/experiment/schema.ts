import * as v from 'valibot';
import { ACTIVATIONS } from '../network/spec';
import { OPTIMISERS } from '../training/optimiser';

/*
 * An experiment is a plain value: what is trained on what, how, and which slice of its loss surface
 * is looked at. Every field has a default, so `{}` is the lecture's own deep plain network.
 */

const whole = (what: string, low: number, high: number) => {
  const message = (issue: { received: string }) =>
    `${what} must be a whole number from ${low} to ${high}, but ${issue.received} came.`;
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(low, message),
    v.maxValue(high, message),
  );
};

const real = (what: string, low: number, high: number) => {
  const message = (issue: { received: string }) =>
    `${what} must be a number from ${low} to ${high}, but ${issue.received} came.`;
  return v.pipe(
    v.number(message),
    v.finite(message),
    v.minValue(low, message),
    v.maxValue(high, message),
  );
};

const choice = <const T extends readonly string[]>(what: string, names: T) =>
  v.picklist(
    names,
    (issue) => `${what} must be one of ${names.join(', ')}, but ${issue.received} came.`,
  );

const flag = (what: string) =>
  v.boolean((issue) => `${what} must be true or false, but ${issue.received} came.`);

const samples = (fallback: number) => v.optional(whole('A number of samples', 8, 60_000), fallback);
const labelNoise = v.optional(real('The label noise', 0, 1), 0);

const planar = <const N extends string>(name: N) =>
  v.strictObject({
    name: v.literal(name),
    train: samples(1024),
    test: samples(1024),
    noise: v.optional(real('The noise', 0, 10), 0.1),
    labelNoise,
  });

const dataset = v.variant(
  'name',
  [
    v.strictObject({
      name: v.literal('fashion'),
      side: v.optional(v.picklist([7, 14, 28], 'The image side must be 7, 14 or 28.'), 7),
      train: samples(1024),
      test: samples(1024),
      labelNoise,
    }),
    planar('spirals'),
    planar('moons'),
    planar('circles'),
    planar('checkerboard'),
    v.strictObject({
      name: v.literal('cifar10'),
      train: samples(1024),
      test: samples(1024),
      labelNoise,
    }),
  ],
  (issue) =>
    `The dataset must be one of fashion, spirals, moons, circles, checkerboard, cifar10, but ${issue.received} came.`,
);

const network = v.variant(
  'family',
  [
    v.strictObject({
      family: v.literal('mlp'),
      depth: v.optional(whole('The depth', 2, 128), 32),
      width: v.optional(whole('The width', 1, 256), 16),
      activation: v.optional(choice('The activation', ACTIVATIONS), 'relu'),
      norm: v.optional(choice('The norm', ['none', 'batch', 'layer']), 'batch'),
      skip: v.optional(flag('Skip'), false),
      /** s of the branch; `depth` is 1/√blocks. */
      branchScale: v.optional(
        v.union(
          [v.literal('depth'), real('The branch scale', 0, 100)],
          'The branch scale must be a number from 0 to 100, or “depth” for 1/√blocks.',
        ),
        1,
      ),
    }),
    v.strictObject({
      family: v.literal('conv'),
      depth: v.optional(whole('The depth', 8, 110), 8),
      widthFactor: v.optional(real('The width factor', 0.125, 4), 1),
      skip: v.optional(flag('Skip'), false),
    }),
  ],
  (issue) => `The network family must be mlp or conv, but ${issue.received} came.`,
);

const init = v.strictObject({
  scheme: v.optional(
    choice('The initialisation', [
      'zeros',
      'normal',
      'xavier',
      'he',
      'orthogonal',
      'uniform',
      'pytorch',
    ]),
    'he',
  ),
  gain: v.optional(real('The gain', 0, 100), 1),
});

const schedule = v.strictObject({
  name: v.optional(choice('The schedule', ['constant', 'cosine', 'step']), 'cosine'),
  /** Steps over which the rate rises from 0. */
  warmup: v.optional(whole('The warm-up', 0, 100_000), 0),
  /** Of `step`: the rate is multiplied by `factor` at each of these shares of the run. */
  milestones: v.optional(v.pipe(v.array(real('A milestone', 0, 1)), v.maxLength(8)), [0.5, 0.75]),
  factor: v.optional(real('The factor', 0, 1), 0.1),
});

const training = v.strictObject({
  optimiser: v.optional(choice('The optimiser', OPTIMISERS), 'momentum'),
  learningRate: v.optional(real('The learning rate', 0, 100), 0.03),
  momentum: v.optional(real('The momentum', 0, 0.999), 0.9),
  beta1: v.optional(real('β₁', 0, 0.999), 0.9),
  /** β₂ of Adam and AdamW, ρ of RMSProp. */
  beta2: v.optional(real('β₂', 0, 0.99999), 0.999),
  epsilon: v.optional(real('ε', 0, 1), 1e-8),
  /** L2 in the gradient; decoupled with AdamW. */
  weightDecay: v.optional(real('The weight decay', 0, 10), 0),
  schedule: v.optional(schedule, {}),
  batch: v.optional(whole('The batch size', 1, 60_000), 64),
  steps: v.optional(whole('The number of steps', 0, 1_000_000), 2000),
  /** Largest global norm of the gradient; 0 does not clip. */
  clipNorm: v.optional(real('The clipping norm', 0, 1e6), 0),
  /** Training stops once the loss, averaged over the last 20 steps, is at or below this; 0 never. */
  stopLoss: v.optional(real('The stopping loss', 0, 100), 0),
  /**
   * A checkpoint every so many steps; 0 keeps only the first and the last. Principal components
   * need a path, so with them 0 stands for a sixtieth of the run.
   */
  checkpointEvery: v.optional(whole('The checkpoint interval', 0, 1_000_000), 0),
});

const axis = v.pipe(
  v.tuple([real('An axis limit', -1000, 1000), real('An axis limit', -1000, 1000)]),
  v.check(([low, high]) => low < high, 'An axis must run from a smaller to a larger number.'),
);

const landscapeFields = v.strictObject({
  directions: v.optional(
    choice('The directions', ['random', 'solution', 'pca', 'hessian', 'gradient']),
    'random',
  ),
  /** Of `solution`: the seed of the network it leads to, trained alike; by default the next one. */
  otherSeed: v.optional(whole('The seed of the other solution', 0, 2 ** 31 - 1)),
  /** By default `filter` for random directions; the others have a length of their own: `none`. */
  normalisation: v.optional(choice('The normalisation', ['none', 'filter', 'layer', 'weight'])),
  /** Whether biases and norm parameters move along the directions; by default not along random ones. */
  biasAndNorm: v.optional(choice('Biases and norm parameters', ['zero', 'keep'])),
  x: v.optional(axis, [-1, 1]),
  y: v.optional(axis, [-1, 1]),
  /** Grid points along x and y; y = 1 is a line. */
  points: v.optional(
    v.pipe(
      v.tuple([whole('A grid size', 2, 1001), whole('A grid size', 1, 251)]),
      v.check(
        ([nx, ny]) => nx * ny <= 251 * 251,
        ({ input }) =>
          `A grid size may be up to 251 × 251 points, but ${input[0]} × ${input[1]} came.`,
      ),
    ),
    [51, 51],
  ),
  split: v.optional(choice('The split', ['train', 'test']), 'train'),
  samples: v.optional(whole('A number of samples', 1, 60_000), 256),
  /** Batch norm normalises with the samples' statistics, or with the running ones of training. */
  statistics: v.optional(choice('The statistics', ['batch', 'frozen']), 'batch'),
  /** Draws the directions, apart from the network's own seed. */
  seed: v.optional(whole('The direction seed', 0, 2 ** 31 - 1), 0),
});

const landscape = v.pipe(
  landscapeFields,
  v.transform((fields) => {
    const random = fields.directions === 'random';
    return {
      ...fields,
      normalisation: fields.normalisation ?? (random ? ('filter' as const) : ('none' as const)),
      biasAndNorm: fields.biasAndNorm ?? (random ? ('zero' as const) : ('keep' as const)),
    };
  }),
);

const curvature = v.strictObject({
  /** How many of the largest eigenvalues of the Hessian, and of the smallest. */
  largest: v.optional(whole('The number of largest eigenvalues', 1, 50), 1),
  smallest: v.optional(whole('The number of smallest eigenvalues', 0, 50), 1),
  /** Largest residual of each, as a share of the largest |λ|. */
  tolerance: v.optional(real('The tolerance', 1e-6, 1), 1e-2),
  /** Products with the Hessian at most. */
  maxSteps: v.optional(whole('The number of Lanczos steps', 2, 1000), 100),
  /** Random vectors of the trace's estimate, 2 or more; 0 leaves the trace out. */
  probes: v.optional(whole('The number of probes', 0, 10_000), 0),
  /** ρ of the filter-normalised ball of sharpness; 0 leaves it out. */
  radius: v.optional(real('The radius of the ball', 0, 10), 0),
  /** Points along x and y of the map of |λmin/λmax| over the slice; 0 leaves it out. */
  map: v.optional(whole('The side of the curvature map', 0, 51), 0),
});

/** What is measured beside the slice. What is absent is not; `{}` is measured with defaults. */
const analysis = v.strictObject({
  /** EV, Laplacian, minima, r and non-convexity of the slice. */
  surface: v.optional(flag('Surface')),
  /** Principal components, distances off the plane, angles and steps of the path. */
  trajectory: v.optional(flag('Trajectory')),
  curvature: v.optional(curvature),
  /** Activations and gradients by layer, at initialisation and every checkpoint. */
  flow: v.optional(flag('Flow')),
});

export const EXPERIMENT_VERSION = 1;

export const experimentSchema = v.strictObject({
  version: v.optional(v.literal(EXPERIMENT_VERSION), EXPERIMENT_VERSION),
  dataset: v.optional(dataset, { name: 'fashion' }),
  network: v.optional(network, { family: 'mlp' }),
  init: v.optional(init, {}),
  training: v.optional(training, {}),
  landscape: v.optional(landscape, {}),
  analysis: v.optional(analysis),
  seed: v.optional(whole('The seed', 0, 2 ** 31 - 1), 1),
});

export type Experiment = v.InferOutput<typeof experimentSchema>;
/** An experiment with its defaults left out. */
export type ExperimentInput = v.InferInput<typeof experimentSchema>;
