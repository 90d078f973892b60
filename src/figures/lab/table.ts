import type { Flat } from '@/engine/experiment/fields';
import { say, type Words } from '@/words';
import type { FieldWords } from '@/words/en/fields';

/** The parts of an experiment, in the order of the page. */
export const GROUPS = ['data', 'network', 'init', 'training', 'landscape', 'analysis'] as const;
export type Group = (typeof GROUPS)[number];

/**
 * How a field of an experiment is presented; what it takes is said by the schema, how it is called by
 * the words of the page’s language.
 */
export interface Entry {
  /** Its short name in addresses; never changed, for links live long. */
  readonly key: string;
  readonly group: Group;
  /** Among the few that are always in sight. */
  readonly main?: true;
  /** Where the value has an effect; everywhere by default. */
  readonly when?: (flat: Flat) => boolean;
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
const ENTRIES: Readonly<Record<keyof Words['fields'], Entry>> = {
  'dataset.name': {
    key: 'data',
    group: 'data',
    main: true,
  },
  'dataset.side': {
    key: 'side',
    group: 'data',
  },
  'dataset.train': {
    key: 'train',
    group: 'data',
    counts: true,
    step: 256,
  },
  'dataset.test': { key: 'test', group: 'data', step: 256 },
  'dataset.noise': { key: 'noise', group: 'data', step: 0.05 },
  'dataset.labelNoise': {
    key: 'labelNoise',
    group: 'data',
    step: 0.05,
  },
  'network.family': {
    key: 'family',
    group: 'network',
  },
  'network.depth': {
    key: 'depth',
    group: 'network',
    counts: true,
    main: true,
    step: 2,
  },
  'network.width': { key: 'width', group: 'network', main: true, step: 4 },
  'network.widthFactor': {
    key: 'widthFactor',
    group: 'network',
    main: true,
  },
  'network.skip': {
    key: 'skip',
    group: 'network',
    main: true,
  },
  'network.activation': {
    key: 'activation',
    group: 'network',
  },
  'network.norm': {
    key: 'norm',
    group: 'network',
  },
  'network.branchScale': {
    key: 'branchScale',
    group: 'network',
    when: is('network.skip', true),
    step: 0.1,
  },
  'init.scheme': {
    key: 'init',
    group: 'init',
  },
  'init.gain': { key: 'gain', group: 'init' },
  'training.optimiser': {
    key: 'optimiser',
    group: 'training',
    main: true,
  },
  'training.learningRate': {
    key: 'rate',
    group: 'training',
    main: true,
  },
  'training.momentum': {
    key: 'momentum',
    group: 'training',
    when: optimiserIn('momentum', 'nesterov'),
    step: 0.05,
  },
  'training.beta1': {
    key: 'beta1',
    group: 'training',
    when: optimiserIn('adam', 'adamw'),
    step: 0.05,
  },
  'training.beta2': {
    key: 'beta2',
    group: 'training',
    when: optimiserIn('adam', 'adamw', 'rmsprop'),
    step: 0.001,
  },
  'training.epsilon': {
    key: 'epsilon',
    group: 'training',
    when: optimiserIn('adam', 'adamw', 'rmsprop', 'adagrad'),
  },
  'training.weightDecay': { key: 'decay', group: 'training' },
  'training.schedule.name': { key: 'schedule', group: 'training' },
  'training.schedule.warmup': {
    key: 'warmup',
    group: 'training',
    step: 10,
  },
  'training.schedule.milestones': {
    key: 'milestones',
    group: 'training',
    when: is('training.schedule.name', 'step'),
  },
  'training.schedule.factor': {
    key: 'factor',
    group: 'training',
    when: is('training.schedule.name', 'step'),
  },
  'training.batch': { key: 'batch', group: 'training' },
  'training.steps': { key: 'steps', group: 'training', counts: true, main: true },
  'training.clipNorm': {
    key: 'clip',
    group: 'training',
  },
  'training.stopLoss': {
    key: 'stop',
    group: 'training',
  },
  'training.checkpointEvery': {
    key: 'checkpoints',
    group: 'training',
    step: 10,
  },
  'landscape.directions': {
    key: 'directions',
    group: 'landscape',
  },
  'landscape.otherSeed': {
    key: 'otherSeed',
    group: 'landscape',
    when: is('landscape.directions', 'solution'),
    step: 1,
  },
  'landscape.normalisation': {
    key: 'normalisation',
    group: 'landscape',
  },
  'landscape.biasAndNorm': {
    key: 'biases',
    group: 'landscape',
  },
  'landscape.x': { key: 'x', group: 'landscape' },
  'landscape.y': {
    key: 'y',
    group: 'landscape',
  },
  'landscape.points': {
    key: 'points',
    group: 'landscape',
  },
  'landscape.split': { key: 'split', group: 'landscape' },
  'landscape.samples': { key: 'samples', group: 'landscape' },
  'landscape.statistics': {
    key: 'statistics',
    group: 'landscape',
  },
  'landscape.seed': {
    key: 'directionSeed',
    group: 'landscape',
    step: 1,
  },
  'analysis.surface': { key: 'measureSurface', group: 'analysis' },
  'analysis.trajectory': { key: 'measurePath', group: 'analysis' },
  'analysis.flow': { key: 'measureFlow', group: 'analysis' },
  'analysis.curvature': { key: 'curvature', group: 'analysis' },
  'analysis.curvature.largest': {
    key: 'largest',
    group: 'analysis',
    step: 1,
  },
  'analysis.curvature.smallest': {
    key: 'smallest',
    group: 'analysis',
    step: 1,
  },
  'analysis.curvature.tolerance': { key: 'tolerance', group: 'analysis' },
  'analysis.curvature.maxSteps': { key: 'lanczos', group: 'analysis' },
  'analysis.curvature.probes': {
    key: 'probes',
    group: 'analysis',
    step: 8,
  },
  'analysis.curvature.radius': {
    key: 'ball',
    group: 'analysis',
    step: 0.05,
  },
  'analysis.curvature.map': {
    key: 'curvatureMap',
    group: 'analysis',
    step: 1,
  },
  seed: { key: 'seed', group: 'training', main: true, step: 1 },
};

/** The same, for paths that come as text. */
export const TABLE: Readonly<Record<string, Entry>> = ENTRIES;

const paths = new Map(Object.entries(TABLE).map(([path, { key }]) => [key, path]));

/** @returns the path of a field by its short name. */
export function pathOfKey(key: string): string | undefined {
  return paths.get(key);
}

/** @returns what a field is called, what it means, and its options in words. */
export function fieldWords(path: string): FieldWords {
  return (say().fields as Readonly<Record<string, FieldWords>>)[path]!;
}

/** @returns a value in the words of its field. */
export function valueWords(path: string, value: unknown): string {
  const { words, label } = fieldWords(path);
  const said = words?.[String(value)];
  if (said) return said;
  const { lab, locale } = say();
  if (typeof value === 'boolean') return value ? lab.within(label) : lab.without(label);
  if (Array.isArray(value)) return value.join(path === 'landscape.points' ? ' × ' : ', ');
  return typeof value === 'number' && value >= 1000 ? value.toLocaleString(locale) : String(value);
}
