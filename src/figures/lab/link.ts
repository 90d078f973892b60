import { InputError } from '@/engine/errors';
import {
  DECIDING,
  defaultsLike,
  type Flat,
  type FieldValue,
  flatten,
  unflatten,
} from '@/engine/experiment/fields';
import type { Experiment } from '@/engine/experiment/schema';
import { say } from '@/words';
import { LONGEST, type Looks, readFragment, writeFragment } from '../parts/fragment';
import { DEFAULT_MEMBERS, LONGEST_NAME, type Member, MOST_MEMBERS } from './members';
import { pathOfKey, TABLE } from './table';
import { readValue, valueText } from './values';

/*
 * The state of the lab in an address: `#lab?v=1&n=2&depth=8&2.skip=true`. Fields by their short
 * names; of the first experiment those that differ from the defaults, of the others those that
 * differ from the first. Without any, the lab stands as on a fresh page.
 */

export const LAB = 'lab';

/** One field of an experiment set to several values, each from several seeds. */
export interface SweepSettings {
  readonly field: string;
  /** As the reader wrote them. */
  readonly values: string;
  readonly seeds: number;
}

export interface LabState {
  readonly members: readonly Member[];
  readonly sweep?: SweepSettings | undefined;
}

/** @throws InputError in words where the state is too long for an address. */
export function labFragment({ members, sweep }: LabState, looks: Looks): string {
  const settings: Record<string, string> = {};
  if (!isDefault(members)) {
    const [first] = members;
    const base = flatten(first!.experiment);
    settings.n = String(members.length);
    members.forEach(({ name, experiment }, i) => {
      const prefix = i === 0 ? '' : `${i + 1}.`;
      const flat = flatten(experiment);
      const assumed = i === 0 ? { ...defaultsLike(flat), ...STANDARD } : assumedFrom(base, flat);
      if (name) settings[`${prefix}name`] = name;
      for (const [path, value] of Object.entries(flat)) {
        if (!same(value, assumed[path])) settings[prefix + TABLE[path]!.key] = written(value);
      }
    });
  }
  if (sweep) {
    settings['sweep.field'] = TABLE[sweep.field]!.key;
    // Commas would be written as %2C.
    settings['sweep.values'] = sweep.values.replaceAll(', ', '_');
    settings['sweep.seeds'] = String(sweep.seeds);
  }
  const fragment = writeFragment(LAB, settings, looks);
  if (fragment.length > LONGEST) {
    throw new InputError(say().address.lab.tooLong(fragment.length, LONGEST));
  }
  return fragment;
}

/** @throws InputError naming what the address sets that cannot be. */
export function labStateOf(
  fragment: string,
): { readonly state: LabState; readonly looks: Looks } | undefined {
  const found = readFragment(LAB, fragment);
  if (!found) return undefined;
  const { looks } = found;
  const settings = new Map(found.settings);
  const sweep = sweepIn(settings);
  if (settings.size === 0) return { state: { members: DEFAULT_MEMBERS, sweep }, looks };
  const count = Number(settings.get('n') ?? 1);
  settings.delete('n');
  if (!(Number.isInteger(count) && count >= 1 && count <= MOST_MEMBERS)) {
    throw new InputError(say().address.lab.count(String(count).slice(0, 20), MOST_MEMBERS));
  }
  const given = Array.from({ length: count }, () => ({
    name: undefined as string | undefined,
    set: {} as Record<string, FieldValue>,
  }));
  for (const [key, text] of settings) {
    const [, number, short] = /^(?:([2-9])\.)?(.*)$/s.exec(key) as unknown as [
      string,
      string?,
      string?,
    ];
    const member = given[Number(number ?? 1) - 1];
    const path = pathOfKey(short!);
    if (!member || (short !== 'name' && !path)) {
      throw new InputError(say().address.lab.unknown(key.slice(0, 40)));
    }
    if (short === 'name') member.name = text.slice(0, LONGEST_NAME);
    else member.set[path!] = readValue(path!, text);
  }
  const first = experimentOf(defaultsLike(given[0]!.set), given[0]!.set);
  const base = flatten(first);
  const members = given.map(({ name, set }, i) => ({
    ...(name && { name }),
    experiment: i === 0 ? first : experimentOf(assumedFrom(base, { ...base, ...set }), set),
  }));
  return { state: { members, sweep }, looks };
}

function sweepIn(settings: Map<string, string>): SweepSettings | undefined {
  const key = settings.get('sweep.field');
  const values = settings.get('sweep.values') ?? '';
  const seeds = Number(settings.get('sweep.seeds') ?? 3);
  for (const name of ['field', 'values', 'seeds']) settings.delete(`sweep.${name}`);
  if (key === undefined) return undefined;
  const field = pathOfKey(key);
  if (!field || !(Number.isInteger(seeds) && seeds >= 1 && seeds <= 20)) {
    throw new InputError(say().address.lab.sweep(key.slice(0, 40), seeds));
  }
  return { field, values: values.slice(0, 200).replaceAll('_', ', '), seeds };
}

function experimentOf(assumed: Flat, set: Flat): Experiment {
  return unflatten({ ...assumed, ...set });
}

/** What is not said of an experiment: as in the first one, where it has the same fields. */
function assumedFrom(base: Flat, flat: Flat): Flat {
  const known = (path: string) => {
    const part = path.split('.')[0]!;
    const deciders = DECIDING.filter((decider) => decider.split('.')[0] === part);
    return deciders.includes(path) || deciders.every((one) => base[one] === flat[one]);
  };
  const own = Object.entries(defaultsLike(flat));
  return Object.fromEntries(
    own.map(([path, value]) => [path, known(path) ? (base[path] ?? value) : value]),
  );
}

/** The fields that decide which others there are, with their defaults. */
const STANDARD: Flat = Object.fromEntries(
  Object.entries(defaultsLike({})).filter(([path]) => DECIDING.includes(path)),
);

function isDefault(members: readonly Member[]): boolean {
  return JSON.stringify(members) === JSON.stringify(DEFAULT_MEMBERS);
}

/** What may not stand in an address as it is would make it unreadable. */
function written(value: FieldValue): string {
  return Array.isArray(value) ? value.join('_') : valueText(value);
}

function same(a: FieldValue, b: FieldValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
