import * as hdf5 from 'h5wasm';
import type { NamedArray } from './arrays';
import type { Hdf5Answer, Hdf5Task } from './hdf5';
import { quoted } from './words';

/** Datasets at the root that are looked at. */
const MOST_DATASETS = 64;
/** Numbers of the largest dataset that is read. */
const MOST_NUMBERS = 4 * 1024 * 1024;
/** Numbers of all of them together. */
const MOST_TOGETHER = 16 * 1024 * 1024;

/** Of HDF5's own classes of types. */
const [INTEGER, FLOAT] = [0, 1];

/** In the library's own file system, which is memory. */
const FILE = 'file.h5';

/** Carries out a task on the HDF5 library; what goes wrong comes back in words. */
export async function perform(task: Hdf5Task): Promise<Hdf5Answer> {
  const library = await hdf5.ready;
  // Otherwise the library prints what goes wrong, and goes on.
  library.activate_throwing_error_handler();
  try {
    return 'read' in task ? { arrays: read(task.read) } : { bytes: write(task.write) };
  } catch (error) {
    return { trouble: words(error) };
  } finally {
    const { FS } = library;
    if (FS.analyzePath(FILE).exists) FS.unlink(FILE);
  }
}

/** A refusal of ours, in words for the reader. */
class Trouble extends Error {}

function words(error: unknown): string {
  if (error instanceof Trouble) return error.message;
  // The innermost of the library's messages: “truncated file: …”.
  const reasons = [...String((error as Error)?.message ?? error).matchAll(/in \w+\(\): (.*)/g)];
  const reason = reasons.at(-1)?.[1];
  return `the HDF5 file is damaged${reason ? `; the HDF5 library says ${quoted(reason, 120)}` : ''}.`;
}

function read(bytes: Uint8Array): Record<string, NamedArray> {
  hdf5.FS!.writeFile(FILE, bytes);
  const file = new hdf5.File(FILE, 'r');
  try {
    const arrays: Record<string, NamedArray> = Object.create(null);
    let total = 0;
    for (const key of file.keys().slice(0, MOST_DATASETS)) {
      const dataset = file.get(key);
      if (!(dataset instanceof hdf5.Dataset)) continue;
      const array = numbersOf(key, dataset);
      if (!array) continue;
      total += array.data.length;
      if (total > MOST_TOGETHER) {
        throw new Trouble(`its datasets hold more than ${MOST_TOGETHER} numbers together.`);
      }
      arrays[key] = array;
    }
    if (Object.keys(arrays).length === 0) {
      throw new Trouble(
        'it has no datasets of numbers at its root; train_loss, xcoordinates and ycoordinates were expected.',
      );
    }
    return arrays;
  } finally {
    file.close();
  }
}

/** @returns nothing for text and whatever else is no array of numbers. */
function numbersOf(key: string, dataset: hdf5.Dataset): NamedArray | undefined {
  const { type, size, shape, chunks, vlen } = dataset.metadata;
  if ((type !== INTEGER && type !== FLOAT) || vlen || !shape || shape.length === 0) {
    return undefined;
  }
  // What the library would ask memory for, before it does.
  for (const lengths of [shape, chunks ?? []]) {
    const count = lengths.reduce((a, b) => a * Number(b), 1);
    if (!(count <= MOST_NUMBERS) || size > 8) {
      throw new Trouble(
        `its ${quoted(key)} says that it holds ${count} numbers of ${size} bytes; up to ${MOST_NUMBERS} of 8 are opened here.`,
      );
    }
  }
  const { value } = dataset;
  if (!ArrayBuffer.isView(value)) return undefined;
  const numbers = value as unknown as ArrayLike<number | bigint>;
  return { shape: shape.map(Number), data: Float64Array.from(numbers, Number) };
}

function write(
  arrays: Readonly<Record<string, { shape: number[]; data: Float64Array }>>,
): Uint8Array<ArrayBuffer> {
  const file = new hdf5.File(FILE, 'w');
  for (const [name, { shape, data }] of Object.entries(arrays)) {
    file.create_dataset({ name, shape, data, dtype: '<d' });
  }
  file.close();
  return new Uint8Array(hdf5.FS!.readFile(FILE));
}
