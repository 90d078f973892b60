import type { Experiment } from '@/engine/experiment/schema';
import { flatten } from '@/engine/experiment/fields';
import type { Variant } from '../comparison/definition';
import { definitionOf } from '../definitions';
import { say, type Words } from '@/words';
import { fieldWords, TABLE, valueWords } from './table';

/** One of the experiments side by side. */
export interface Member {
  /** Given by the reader; without one it is called by what sets it apart. */
  readonly name?: string | undefined;
  readonly experiment: Experiment;
}

export const MOST_MEMBERS = 4;
export const LONGEST_NAME = 40;

/** Places to start from: the lecture's own comparisons. */
export interface Preset {
  readonly id: keyof Words['lab']['presets'];
  /** Of a figure's variants, where it has more than fit. */
  readonly keys?: readonly string[];
}

export const PRESETS: readonly Preset[] = [
  { id: 'skip-or-no-skip' },
  { id: 'depth' },
  { id: 'normalisation' },
  { id: 'directions' },
  { id: 'fair-comparison' },
  {
    id: 'width',
    keys: ['plain-8', 'plain-64', 'skip-8', 'skip-64'],
  },
  { id: 'batch-size' },
  {
    id: 'convolutional',
    keys: ['plain-8', 'skip-8'],
  },
];

const known = new Map<Preset, readonly Member[]>();

/** @returns the experiments of a figure as it stands in the lecture. */
export function membersOf(preset: Preset): readonly Member[] {
  let members = known.get(preset);
  if (!members) known.set(preset, (members = made(preset)));
  return members;
}

function made({ id, keys }: Preset): Member[] {
  const { variants, defaults } = definitionOf(id);
  return variants(defaults)
    .filter(({ key }) => !keys || keys.includes(key))
    .slice(0, MOST_MEMBERS)
    .map(({ experiment }) => ({ experiment }));
}

/** What a fresh page shows. */
export const DEFAULT_MEMBERS: readonly Member[] = membersOf(PRESETS[0]!);

/** @returns the experiments with names and hues, for panels and curves. */
export function variantsOf(members: readonly Member[]): Variant[] {
  const names = namesOf(members);
  const hues = huesOf(members.map(({ experiment }) => experiment));
  return members.map(({ experiment }, i) => ({
    key: `lab-${i + 1}`,
    name: names[i]!,
    hue: hues[i]!,
    experiment,
  }));
}

/** Plain networks have one hue and skip networks another, in every figure; further ones differ. */
function huesOf(experiments: readonly Experiment[]): string[] {
  const others = ['green', 'purple', 'orange', 'sky'];
  const taken = new Set<string>();
  return experiments.map(({ network }) => {
    const own = network.skip ? 'skip' : 'plain';
    const hue = taken.has(own) ? others.shift()! : own;
    taken.add(hue);
    return hue;
  });
}

/** The names given, and for the others what sets them apart: “with skips, 56 layers”. */
function namesOf(members: readonly Member[]): string[] {
  const flats = members.map(({ experiment }) => flatten(experiment));
  const differing = Object.keys(TABLE).filter((path) => {
    const values = new Set(flats.map((flat) => JSON.stringify(flat[path])));
    return values.size > 1;
  });
  const telling = differing.length > 0 ? differing.slice(0, 3) : ['network.skip', 'network.depth'];
  const names = members.map(({ name }, i) => {
    if (name) return name;
    const parts = telling
      .filter((path) => flats[i]![path] !== undefined)
      .map((path) => part(path, flats[i]![path]));
    const words = parts.join(', ') || say().lab.editor.unnamed(i + 1);
    return words[0]!.toUpperCase() + words.slice(1);
  });
  // Two of one name could not be told apart.
  return names.map((name, i) => {
    const before = names.slice(0, i).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

function part(path: string, value: unknown): string {
  const words = valueWords(path, value);
  if (typeof value !== 'number') return words;
  const { label } = fieldWords(path);
  const said = say().lab;
  return TABLE[path]!.counts ? said.countOf(words, label) : said.valueOf(words, label);
}

/** @returns an experiment in a line, for lists. */
export function summaryOf(experiment: Experiment): string {
  const { dataset, network, training, landscape, seed } = experiment;
  const words = say().lab.editor.summary;
  const data = valueWords('dataset.name', dataset.name);
  const kind =
    network.family === 'conv' ? words.convolutional : valueWords('network.norm', network.norm);
  return [
    words.network(network.depth, kind, valueWords('network.skip', network.skip)),
    'side' in dataset ? `${data} ${dataset.side} × ${dataset.side}` : data,
    words.steps(training.steps.toLocaleString(say().locale)),
    valueWords('landscape.points', landscape.points),
    words.seed(seed),
  ].join(' · ');
}
