/*
 * The fields of an experiment, by their paths: what the lab calls them, what they mean where the name
 * says too little, and their options.
 */

export interface FieldWords {
  readonly label: string;
  readonly hint?: string;
  readonly words?: Readonly<Record<string, string>>;
}

export const fields = {
  'dataset.name': {
    label: 'Data',
    words: {
      fashion: 'Fashion-MNIST',
      spirals: 'two spirals',
      moons: 'moons',
      circles: 'circles',
      checkerboard: 'checkerboard',
      cifar10: 'CIFAR-10 (your files)',
    },
  },
  'dataset.side': {
    label: 'Image side',
    words: { 7: '7 × 7 pixels', 14: '14 × 14 pixels', 28: '28 × 28 pixels' },
  },
  'dataset.train': { label: 'Training samples' },
  'dataset.test': { label: 'Test samples' },
  'dataset.noise': { label: 'Noise' },
  'dataset.labelNoise': {
    label: 'Label noise',
    hint: 'share of the training labels that are drawn anew',
  },
  'network.family': { label: 'Family', words: { mlp: 'dense', conv: 'convolutional' } },
  'network.depth': { label: 'Layers' },
  'network.width': { label: 'Width' },
  'network.widthFactor': { label: 'Width factor', hint: '16k, 32k and 64k channels' },
  'network.skip': { label: 'Shortcuts', words: { false: 'plain', true: 'with skips' } },
  'network.activation': { label: 'Activation', words: { relu: 'ReLU', tanh: 'tanh' } },
  'network.norm': {
    label: 'Normalisation',
    words: { none: 'none', batch: 'batch norm', layer: 'layer norm' },
  },
  'network.branchScale': {
    label: 'Branch scale',
    hint: 'a number, or “depth” for 1/√blocks',
  },
  'init.scheme': {
    label: 'Scheme',
    words: {
      zeros: 'zeros',
      normal: 'small normal',
      he: 'He',
      xavier: 'Xavier',
      orthogonal: 'orthogonal',
      uniform: 'uniform',
      pytorch: 'PyTorch’s',
    },
  },
  'init.gain': { label: 'Gain' },
  'training.optimiser': {
    label: 'Optimiser',
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
  'training.learningRate': { label: 'Learning rate' },
  'training.momentum': { label: 'Momentum' },
  'training.beta1': { label: 'β₁' },
  'training.beta2': { label: 'β₂', hint: 'ρ of RMSProp' },
  'training.epsilon': { label: 'ε' },
  'training.weightDecay': { label: 'Weight decay' },
  'training.schedule.name': {
    label: 'Schedule',
    words: { constant: 'constant', cosine: 'cosine', step: 'step' },
  },
  'training.schedule.warmup': { label: 'Warm-up', hint: 'steps over which the rate rises' },
  'training.schedule.milestones': {
    label: 'Milestones',
    hint: 'shares of the run, such as 0.5, 0.75',
  },
  'training.schedule.factor': { label: 'Factor at each' },
  'training.batch': { label: 'Batch' },
  'training.steps': { label: 'Steps' },
  'training.clipNorm': { label: 'Clip gradients at', hint: 'norm; 0 does not clip' },
  'training.stopLoss': { label: 'Stop at a loss of', hint: '0 never' },
  'training.checkpointEvery': { label: 'Checkpoint every', hint: 'steps; 0 keeps no path' },
  'landscape.directions': {
    label: 'Directions',
    words: {
      random: 'random',
      solution: 'to another solution',
      pca: 'principal, of the path',
      hessian: 'of curvature',
      gradient: 'the gradient',
    },
  },
  'landscape.otherSeed': { label: 'Its seed' },
  'landscape.normalisation': {
    label: 'Normalised',
    words: { none: 'not', filter: 'by filter', layer: 'by layer', weight: 'by weight' },
  },
  'landscape.biasAndNorm': {
    label: 'Biases and norms',
    words: { zero: 'stay', keep: 'move' },
  },
  'landscape.x': { label: 'From, to along x' },
  'landscape.y': { label: 'From, to along y' },
  'landscape.points': { label: 'Points', hint: 'along x and y; 1 along y is a line' },
  'landscape.split': {
    label: 'Of samples for',
    words: { train: 'train', test: 'test' },
  },
  'landscape.samples': { label: 'Samples a point' },
  'landscape.statistics': {
    label: 'Batch norm by',
    words: { batch: 'the samples', frozen: 'running statistics' },
  },
  'landscape.seed': { label: 'Directions’ seed' },
  'analysis.surface': { label: 'Surface measures' },
  'analysis.trajectory': { label: 'Path' },
  'analysis.flow': { label: 'Gradients by layer' },
  'analysis.curvature': { label: 'Curvature' },
  'analysis.curvature.largest': { label: 'Largest eigenvalues' },
  'analysis.curvature.smallest': { label: 'Smallest eigenvalues' },
  'analysis.curvature.tolerance': { label: 'Tolerance' },
  'analysis.curvature.maxSteps': { label: 'Products at most' },
  'analysis.curvature.probes': { label: 'Probes of the trace', hint: '0 leaves it out' },
  'analysis.curvature.radius': { label: 'Ball of sharpness', hint: 'radius; 0 leaves it out' },
  'analysis.curvature.map': { label: 'Side of its map', hint: 'points; 0 leaves it out' },
  seed: { label: 'Seed' },
} satisfies Readonly<Record<string, FieldWords>>;
