import { InputError } from '../errors';
import { parseExperiment } from './parse';
import { type Experiment, experimentSchema } from './schema';

/*
 * An experiment as a flat list of fields, `network.depth` and so on, read off the schema itself: what
 * forms, sweeps and links need to know of a field is said there and nowhere else.
 */

/** What a field takes. */
export type FieldKind =
  | {
      readonly kind: 'number';
      readonly low: number;
      readonly high: number;
      readonly whole: boolean;
    }
  /** A number, or one word instead. */
  | {
      readonly kind: 'number or word';
      readonly low: number;
      readonly high: number;
      readonly word: string;
    }
  | { readonly kind: 'choice'; readonly options: readonly (string | number)[] }
  | { readonly kind: 'flag' }
  /** Two numbers. */
  | {
      readonly kind: 'pair';
      readonly whole: boolean;
      readonly limits: readonly (readonly [number, number])[];
    }
  | { readonly kind: 'list'; readonly low: number; readonly high: number; readonly most: number }
  /** A part that may be absent: true where it is there. */
  | { readonly kind: 'part' };

export interface Field {
  readonly path: string;
  readonly type: FieldKind;
}

export type FieldValue = string | number | boolean | readonly number[];
/** By path; fields that do not apply are left out. */
export type Flat = Readonly<Record<string, FieldValue>>;

/** What is used of the schema library's own description of a schema. */
interface Node {
  readonly type: string;
  readonly wrapped?: Node;
  readonly default?: unknown;
  readonly entries?: Readonly<Record<string, Node>>;
  readonly key?: string;
  readonly options?: readonly unknown[];
  readonly items?: readonly Node[];
  readonly item?: Node;
  readonly literal?: unknown;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}

/** All fields that some experiment has. */
export const ALL_FIELDS: readonly Field[] = uniqueByPath([...fieldsWithin(root(), '', undefined)]);

/** @returns the fields that apply to an experiment, in the order of the schema. */
export function fieldsOf(experiment: Experiment): Field[] {
  return [...fieldsWithin(root(), '', withAnalysis(experiment))];
}

/** @returns every field of an experiment by its path. */
export function flatten(experiment: Experiment): Flat {
  const whole = withAnalysis(experiment);
  const flat: Record<string, FieldValue> = {};
  for (const { path, type } of fieldsOf(experiment)) {
    const value = at(whole, path);
    if (type.kind === 'part') flat[path] = value !== undefined;
    else if (type.kind === 'flag') flat[path] = value === true;
    else if (value !== undefined) flat[path] = value as FieldValue;
  }
  return flat;
}

/**
 * The experiment of a list of fields; those left out take the defaults.
 * @throws InputError as `parseExperiment`.
 */
export function unflatten(flat: Flat): Experiment {
  const tree: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(flat)) {
    // What is not measured is absent: experiments that ask for the same are the same value.
    if (path.startsWith('analysis.') && value === false) continue;
    const parent = path.split('.').slice(0, -1);
    if (parent.length > 1 && flat[parent.join('.')] === false) continue;
    put(tree, path.split('.'), kindOf(path)?.kind === 'part' ? {} : value);
  }
  return parseExperiment(tree);
}

/** The fields that decide which other fields there are, or what their defaults are. */
export const DECIDING: readonly string[] = [
  'dataset.name',
  'network.family',
  'landscape.directions',
  'analysis.curvature',
];

/** @returns all fields with their defaults, of the data, network, directions and parts of another. */
export function defaultsLike(flat: Flat): Flat {
  const deciding = DECIDING.filter((path) => flat[path] !== undefined);
  return flatten(repaired(Object.fromEntries(deciding.map((path) => [path, flat[path]!]))));
}

/**
 * Sets a field. Fields that do not fit the new value follow it: a network of convolutions takes
 * images, a batch is no larger than its data.
 *
 * @throws InputError where the value itself cannot be.
 */
export function withField(experiment: Experiment, path: string, value: FieldValue): Experiment {
  const flat: Record<string, FieldValue> = { ...flatten(experiment), [path]: value };
  if (path === 'landscape.directions') {
    // Their defaults depend on the directions.
    for (const name of ['normalisation', 'biasAndNorm', 'otherSeed'])
      delete flat[`landscape.${name}`];
  }
  if (path === 'seed' && flat['landscape.otherSeed'] === value) delete flat['landscape.otherSeed'];
  return repaired(flat, path);
}

/** Fields beside `changed` are brought into line with it. */
function repaired(given: Flat, changed?: string): Experiment {
  const flat: Record<string, FieldValue> = { ...given };
  const set = (path: string, value: FieldValue) => {
    if (path !== changed) flat[path] = value;
  };
  const images = ['fashion', 'cifar10', undefined].includes(flat['dataset.name'] as string);
  if (flat['network.family'] === 'conv') {
    if (!images) {
      if (changed === 'network.family') set('dataset.name', 'fashion');
      else set('network.family', 'mlp');
    }
  }
  const conv = flat['network.family'] === 'conv';
  const depth = flat['network.depth'];
  if (typeof depth === 'number' && changed !== 'network.depth') {
    set(
      'network.depth',
      conv ? Math.max(8, 6 * Math.round((depth - 2) / 6) + 2) : depth + (depth % 2),
    );
  }
  const applies = applicable(flat);
  for (const path of Object.keys(flat)) if (!applies.has(path)) delete flat[path];
  const train = Number(flat['dataset.train'] ?? 1024);
  const split = flat['landscape.split'] === 'test' ? Number(flat['dataset.test'] ?? 1024) : train;
  if (Number(flat['training.batch'] ?? 64) > train) set('training.batch', train);
  if (Number(flat['landscape.samples'] ?? 256) > split) set('landscape.samples', split);
  return unflatten(flat);
}

/** The paths that apply under the deciding fields of a list. */
function applicable(flat: Flat): Set<string> {
  const tree = {
    dataset: { name: flat['dataset.name'] ?? 'fashion' },
    network: { family: flat['network.family'] ?? 'mlp' },
    landscape: {},
    analysis: flat['analysis.curvature'] === true ? { curvature: {} } : {},
  };
  return new Set([...fieldsWithin(root(), '', tree)].map(({ path }) => path));
}

/** @returns what a field takes; nothing for an unknown path. */
export function kindOf(path: string): FieldKind | undefined {
  return ALL_FIELDS.find((field) => field.path === path)?.type;
}

function root(): Node {
  return experimentSchema as unknown as Node;
}

function* fieldsWithin(node: Node, path: string, value: unknown): Generator<Field> {
  if (node.type === 'optional' && node.default === undefined && node.wrapped?.entries) {
    // The list of analyses is always there, each of its parts may be.
    if (path !== 'analysis') yield { path, type: { kind: 'part' } };
    if (path === 'analysis' || value === undefined || at(value, path) !== undefined) {
      yield* fieldsWithin(node.wrapped, path, value);
    }
    return;
  }
  if (node.type === 'optional') {
    yield* fieldsWithin(node.wrapped!, path, value);
    return;
  }
  const below = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (node.type === 'strict_object') {
    for (const [name, entry] of Object.entries(node.entries!)) {
      if (below(name) !== 'version') yield* fieldsWithin(entry, below(name), value);
    }
  } else if (node.type === 'variant') {
    const key = node.key!;
    const options = node.options as Node[];
    const nameOf = (option: Node) => option.entries![key]!.literal as string;
    yield { path: below(key), type: { kind: 'choice', options: options.map(nameOf) } };
    for (const option of options) {
      if (value !== undefined && nameOf(option) !== at(value, below(key))) continue;
      for (const [name, entry] of Object.entries(option.entries!)) {
        if (name !== key) yield* fieldsWithin(entry, below(name), value);
      }
    }
  } else {
    yield { path, type: leaf(node) };
  }
}

function leaf(node: Node): FieldKind {
  const { type } = node;
  if (type === 'boolean') return { kind: 'flag' };
  if (type === 'number') return { kind: 'number', ...limits(node), whole: has(node, 'integer') };
  if (type === 'picklist') return { kind: 'choice', options: node.options as string[] };
  if (type === 'tuple') {
    const items = node.items!;
    const each = items.map((item) => [limits(item).low, limits(item).high] as const);
    return { kind: 'pair', whole: has(items[0]!, 'integer'), limits: each };
  }
  if (type === 'array') {
    const most = node.pipe?.find((action) => action.type === 'max_length')?.requirement as number;
    return { kind: 'list', ...limits(node.item!), most };
  }
  if (type === 'union') {
    const [word, number] = node.options as [Node, Node];
    return { kind: 'number or word', ...limits(number), word: word.literal as string };
  }
  throw new Error(
    `The schema has a field of type ${type}, which has no place in a list of fields.`,
  );
}

function has({ pipe = [] }: Node, action: string): boolean {
  return pipe.some(({ type }) => type === action);
}

function limits({ pipe = [] }: Node): { low: number; high: number } {
  const limit = (name: string) => pipe.find(({ type }) => type === name)?.requirement as number;
  return { low: limit('min_value'), high: limit('max_value') };
}

/** A number with other limits in another variant takes what either takes. */
function uniqueByPath(fields: readonly Field[]): Field[] {
  const found = new Map<string, Field>();
  for (const field of fields) {
    const before = found.get(field.path)?.type;
    const { path, type } = field;
    if (before?.kind === 'number' && type.kind === 'number') {
      const low = Math.min(before.low, type.low);
      const high = Math.max(before.high, type.high);
      found.set(path, { path, type: { ...type, low, high } });
    } else if (!before) found.set(path, field);
  }
  return [...found.values()];
}

/** An absent list of analyses is an empty one. */
function withAnalysis(experiment: Experiment) {
  return { ...experiment, analysis: experiment.analysis ?? {} };
}

function at(tree: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], tree);
}

function put(tree: Record<string, unknown>, [name, ...rest]: string[], value: unknown) {
  if (name === undefined || !/^[a-z]\w*$/i.test(name) || name === 'constructor') {
    throw new InputError(`“${name}” is no field of an experiment.`);
  }
  if (rest.length === 0) {
    if (!(typeof tree[name] === 'object' && !Array.isArray(value) && typeof value === 'object')) {
      tree[name] = value;
    }
    return;
  }
  const child = (tree[name] ??= {}) as Record<string, unknown>;
  put(child, rest, value);
}
