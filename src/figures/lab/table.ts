import type { Flat } from '@/engine/experiment/fields';

/** The parts of an experiment, in the order of the page. */
export const GROUPS = {
  data: 'Data',
  network: 'Network',
  init: 'Initial values',
  training: 'Training',
  landscape: 'Surface',
  analysis: 'Analyses',
} as const;
export type Group = keyof typeof GROUPS;

/** How a field of an experiment is presented; what it takes is said by the schema. */
export interface Entry {
  /** Its short name in addresses; never changed, for links live long. */
  readonly key: string;
  readonly label: string;
  readonly group: Group;
  /** Among the few that are always in sight. */
  readonly main?: true;
  /** Where the value has an effect; everywhere by default. */
  readonly when?: (flat: Flat) => boolean;
  /** Options in words, where their names alone say too little. */
  readonly words?: Readonly<Record<string, string>>;
  /** What it means, where the label alone says too little. */
  readonly hint?: string;
  /** A number of things: “8 layers”, not “layers 8”. */
  readonly counts?: true;
  /** What the arrow keys add; they multiply without it. */
  readonly step?: number;
}

const optimiserIn =
  (...names: string[]) =>
  (flat: Flat) =>
    names.includes(String(flat['training.optimiser']));
const is = (path: string, value: unknown) => (flat: Flat) => flat[path] === value;

/** Every field of the schema, by its path. */
export const TABLE: Readonly<Record<string, Entry>> = {
  'dataset.name': {
    key: 'data',
    label: 'Data',
    group: 'data',
    main: true,
    words: {
      fashion: 'Fashion-MNIST',
      spirals: 'two spirals',
      cifar10: 'CIFAR-10 (your files)',
    },
  },
  'dataset.side': {
    key: 'side',
    label: 'Image side',
    group: 'data',
    words: { 7: '7 × 7 pixels', 14: '14 × 14 pixels', 28: '28 × 28 pixels' },
  },
  'dataset.train': {
    key: 'train',
    label: 'Training samples',
    group: 'data',
    counts: true,
    step: 256,
  },
  'dataset.test': { key: 'test', label: 'Test samples', group: 'data', step: 256 },
  'dataset.noise': { key: 'noise', label: 'Noise', group: 'data', step: 0.05 },
  'dataset.labelNoise': {
    key: 'labelNoise',
    label: 'Label noise',
    group: 'data',
    step: 0.05,
    hint: 'share of the training labels that are drawn anew',
  },
  'network.family': {
    key: 'family',
    label: 'Family',
    group: 'network',
    words: { mlp: 'dense', conv: 'convolutional' },
  },
  'network.depth': {
    key: 'depth',
    label: 'Layers',
    group: 'network',
    counts: true,
    main: true,
    step: 2,
  },
  'network.width': { key: 'width', label: 'Width', group: 'network', main: true, step: 4 },
  'network.widthFactor': {
    key: 'widthFactor',
    label: 'Width factor',
    group: 'network',
    main: true,
    hint: '16k, 32k and 64k channels',
  },
  'network.skip': {
    key: 'skip',
    label: 'Shortcuts',
    group: 'network',
    main: true,
    words: { false: 'plain', true: 'with skips' },
  },
  'network.activation': {
    key: 'activation',
    label: 'Activation',
    group: 'network',
    words: { relu: 'ReLU' },
  },
  'network.norm': {
    key: 'norm',
    label: 'Normalisation',
    group: 'network',
    words: { batch: 'batch norm', layer: 'layer norm' },
  },
  'network.branchScale': {
    key: 'branchScale',
    label: 'Branch scale',
    group: 'network',
    when: is('network.skip', true),
    hint: 'a number, or “depth” for 1/√blocks',
    step: 0.1,
  },
  'init.scheme': {
    key: 'init',
    label: 'Scheme',
    group: 'init',
    words: { normal: 'small normal', he: 'He', xavier: 'Xavier', pytorch: 'PyTorch’s' },
  },
  'init.gain': { key: 'gain', label: 'Gain', group: 'init' },
  'training.optimiser': {
    key: 'optimiser',
    label: 'Optimiser',
    group: 'training',
    main: true,
    words: {
      sgd: 'SGD',
      momentum: 'momentum',
      nesterov: 'Nesterov',
      adagrad: 'AdaGrad',
      rmsprop: 'RMSProp',
      adam: 'Adam',
      adamw: 'AdamW',
    },
  },
  'training.learningRate': {
    key: 'rate',
    label: 'Learning rate',
    group: 'training',
    main: true,
  },
  'training.momentum': {
    key: 'momentum',
    label: 'Momentum',
    group: 'training',
    when: optimiserIn('momentum', 'nesterov'),
    step: 0.05,
  },
  'training.beta1': {
    key: 'beta1',
    label: 'β₁',
    group: 'training',
    when: optimiserIn('adam', 'adamw'),
    step: 0.05,
  },
  'training.beta2': {
    key: 'beta2',
    label: 'β₂',
    group: 'training',
    when: optimiserIn('adam', 'adamw', 'rmsprop'),
    hint: 'ρ of RMSProp',
    step: 0.001,
  },
  'training.epsilon': {
    key: 'epsilon',
    label: 'ε',
    group: 'training',
    when: optimiserIn('adam', 'adamw', 'rmsprop', 'adagrad'),
  },
  'training.weightDecay': { key: 'decay', label: 'Weight decay', group: 'training' },
  'training.schedule.name': { key: 'schedule', label: 'Schedule', group: 'training' },
  'training.schedule.warmup': {
    key: 'warmup',
    label: 'Warm-up',
    group: 'training',
    hint: 'steps over which the rate rises',
    step: 10,
  },
  'training.schedule.milestones': {
    key: 'milestones',
    label: 'Milestones',
    group: 'training',
    when: is('training.schedule.name', 'step'),
    hint: 'shares of the run, such as 0.5, 0.75',
  },
  'training.schedule.factor': {
    key: 'factor',
    label: 'Factor at each',
    group: 'training',
    when: is('training.schedule.name', 'step'),
  },
  'training.batch': { key: 'batch', label: 'Batch', group: 'training' },
  'training.steps': { key: 'steps', label: 'Steps', group: 'training', counts: true, main: true },
  'training.clipNorm': {
    key: 'clip',
    label: 'Clip gradients at',
    group: 'training',
    hint: 'norm; 0 does not clip',
  },
  'training.stopLoss': {
    key: 'stop',
    label: 'Stop at a loss of',
    group: 'training',
    hint: '0 never',
  },
  'training.checkpointEvery': {
    key: 'checkpoints',
    label: 'Checkpoint every',
    group: 'training',
    hint: 'steps; 0 keeps no path',
    step: 10,
  },
  'landscape.directions': {
    key: 'directions',
    label: 'Directions',
    group: 'landscape',
    words: {
      random: 'random',
      solution: 'to another solution',
      pca: 'principal, of the path',
      hessian: 'of curvature',
      gradient: 'the gradient',
    },
  },
  'landscape.otherSeed': {
    key: 'otherSeed',
    label: 'Its seed',
    group: 'landscape',
    when: is('landscape.directions', 'solution'),
    step: 1,
  },
  'landscape.normalisation': {
    key: 'normalisation',
    label: 'Normalised',
    group: 'landscape',
    words: { none: 'not', filter: 'by filter', layer: 'by layer', weight: 'by weight' },
  },
  'landscape.biasAndNorm': {
    key: 'biases',
    label: 'Biases and norms',
    group: 'landscape',
    words: { zero: 'stay', keep: 'move' },
  },
  'landscape.x': { key: 'x', label: 'From, to along x', group: 'landscape' },
  'landscape.y': {
    key: 'y',
    label: 'From, to along y',
    group: 'landscape',
  },
  'landscape.points': {
    key: 'points',
    label: 'Points',
    group: 'landscape',
    hint: 'along x and y; 1 along y is a line',
  },
  'landscape.split': { key: 'split', label: 'Of samples for', group: 'landscape' },
  'landscape.samples': { key: 'samples', label: 'Samples a point', group: 'landscape' },
  'landscape.statistics': {
    key: 'statistics',
    label: 'Batch norm by',
    group: 'landscape',
    words: { batch: 'the samples', frozen: 'running statistics' },
  },
  'landscape.seed': {
    key: 'directionSeed',
    label: 'Directions’ seed',
    group: 'landscape',
    step: 1,
  },
  'analysis.surface': { key: 'measureSurface', label: 'Surface measures', group: 'analysis' },
  'analysis.trajectory': { key: 'measurePath', label: 'Path', group: 'analysis' },
  'analysis.flow': { key: 'measureFlow', label: 'Gradients by layer', group: 'analysis' },
  'analysis.curvature': { key: 'curvature', label: 'Curvature', group: 'analysis' },
  'analysis.curvature.largest': {
    key: 'largest',
    label: 'Largest eigenvalues',
    group: 'analysis',
    step: 1,
  },
  'analysis.curvature.smallest': {
    key: 'smallest',
    label: 'Smallest eigenvalues',
    group: 'analysis',
    step: 1,
  },
  'analysis.curvature.tolerance': { key: 'tolerance', label: 'Tolerance', group: 'analysis' },
  'analysis.curvature.maxSteps': { key: 'lanczos', label: 'Products at most', group: 'analysis' },
  'analysis.curvature.probes': {
    key: 'probes',
    label: 'Probes of the trace',
    group: 'analysis',
    hint: '0 leaves it out',
    step: 8,
  },
  'analysis.curvature.radius': {
    key: 'ball',
    label: 'Ball of sharpness',
    group: 'analysis',
    hint: 'radius; 0 leaves it out',
    step: 0.05,
  },
  'analysis.curvature.map': {
    key: 'curvatureMap',
    label: 'Side of its map',
    group: 'analysis',
    hint: 'points; 0 leaves it out',
    step: 1,
  },
  seed: { key: 'seed', label: 'Seed', group: 'training', main: true, step: 1 },
};

const paths = new Map(Object.entries(TABLE).map(([path, { key }]) => [key, path]));

/** @returns the path of a field by its short name. */
export function pathOfKey(key: string): string | undefined {
  return paths.get(key);
}

/** @returns a value in the words of its field. */
export function valueWords(path: string, value: unknown): string {
  const { words, label } = TABLE[path]!;
  const said = words?.[String(value)];
  if (said) return said;
  if (typeof value === 'boolean') return value ? label.toLowerCase() : `no ${label.toLowerCase()}`;
  if (Array.isArray(value)) return value.join(path === 'landscape.points' ? ' × ' : ', ');
  return typeof value === 'number' && value >= 1000 ? value.toLocaleString('en') : String(value);
}
