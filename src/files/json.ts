import { parseExperiment } from '@/engine/experiment/parse';
import type { Arrays, NamedArray } from './arrays';
import { openArrays } from './arrays';
import type { Opened } from './opened';
import { quoted, refused } from './words';

/** Numbers of all lists of a file together. */
const MOST_NUMBERS = 2_000_000;

/**
 * JSON of an experiment, or of a surface: `{"x": […], "y": […], "z": [[…], …]}` with a row of z for
 * every y; `loss` or another name serves as well as z, z may be one list row by row, and axes that
 * are left out run from −1 to 1. null is a missing point.
 *
 * @throws InputError in words for anything else.
 */
export function openJson(name: string, text: string): Opened {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refused(name, `it is not whole JSON: ${quoted((error as Error).message, 120)}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refused(name, 'an experiment or a surface {"x", "y", "z"} was expected.');
  }
  const arrays = arraysOf(name, value);
  if (Object.keys(arrays).length > 0) return openArrays(name, arrays, { crossed: 'transposed' });
  return { kind: 'experiment', experiment: parseExperiment(value) };
}

function arraysOf(name: string, value: object): Arrays {
  const arrays: Record<string, NamedArray> = Object.create(null);
  let total = 0;
  for (const [key, list] of Object.entries(value)) {
    if (!Array.isArray(list)) continue;
    const nested = list.some(Array.isArray);
    const columns = nested ? ((list[0] as unknown[] | null)?.length ?? 0) : 0;
    const numbers: unknown[] = nested ? list.flat(1) : list;
    total += numbers.length;
    if (total > MOST_NUMBERS) {
      throw refused(name, `its lists hold more than ${MOST_NUMBERS} numbers together.`);
    }
    if (nested && !list.every((row) => Array.isArray(row) && row.length === columns)) {
      throw refused(name, `the rows of its ${quoted(key)} are not equally long lists.`);
    }
    const data = Float64Array.from(numbers, (number) => numberOf(name, key, number));
    arrays[key] = { shape: nested ? [list.length, columns] : [list.length], data };
  }
  return arrays;
}

function numberOf(name: string, key: string, value: unknown): number {
  if (value === null || (typeof value === 'string' && /^-?(nan|inf(inity)?)$/i.test(value))) {
    return Number.NaN;
  }
  if (typeof value === 'number') return value;
  const came = Array.isArray(value) ? 'a list within a list' : typeof value;
  throw refused(name, `its ${quoted(key)} must hold numbers, but ${came} came.`);
}
