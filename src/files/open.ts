import { openArray, openArrays } from './arrays';
import { looksLikeCifar } from './cifar';
import { openCsv } from './csv';
import { looksLikeHdf5, readHdf5 } from './hdf5';
import { openJson } from './json';
import { looksLikeNpy, readNpy } from './npy';
import type { Opened } from './opened';
import { isRun, readRun } from './run-file';
import { readSafetensors } from './safetensors';
import { refused } from './words';
import { looksLikeZip } from './zip';

/** Bytes of the largest file that is opened: a tab holds it several times while it is read. */
export const LARGEST_FILE = 128 * 1024 * 1024;

/** For a file input's `accept`. */
export const ACCEPTED = '.safetensors,.h5,.hdf5,.npy,.npz,.csv,.tsv,.txt,.json,.bin';

/**
 * Opens a reader's file of any kind that is read here. What it is, its first bytes say.
 *
 * @param name of the file, for messages.
 * @throws InputError in words for a file that is too large, damaged or of another kind.
 */
export async function openFile(name: string, bytes: Uint8Array): Promise<Opened> {
  checkSize(name, bytes.length);
  if (bytes.length === 0) throw refused(name, 'it is empty.');
  if (looksLikeHdf5(bytes)) return openArrays(name, await readHdf5(name, bytes), FLAT);
  if (looksLikeNpy(bytes)) return openArray(name, readNpy(name, bytes));
  if (looksLikeZip(bytes)) {
    const { readNpz } = await import('./npz');
    return openArrays(name, readNpz(name, bytes), { crossed: 'transposed' });
  }
  if (looksLikeSafetensors(name, bytes)) return openSafetensors(bytes);
  if (looksLikeCifar(name, bytes)) return { kind: 'cifar10', batches: [bytes] };
  const text = textOf(name, bytes);
  return /^\s*[{[]/.test(text.slice(0, 1000)) ? openJson(name, text) : openCsv(name, text);
}

/**
 * For a page to ask before it reads a file into memory.
 *
 * @throws InputError when the file is larger than LARGEST_FILE.
 */
export function checkSize(name: string, size: number): void {
  if (size > LARGEST_FILE) {
    const mebibytes = (n: number) => `${Math.ceil(n / 1024 / 1024)} MiB`;
    throw refused(
      name,
      `it has ${mebibytes(size)}, and files up to ${mebibytes(LARGEST_FILE)} are opened here, since a browser’s tab holds a file several times while it reads it.`,
    );
  }
}

/** Arrays of HDF5 files are laid out as by the code of Li et al. */
const FLAT = { crossed: 'flat' } as const;

/** A length, then a header that begins with a brace; or the name says so, and the reader why not. */
function looksLikeSafetensors(name: string, bytes: Uint8Array): boolean {
  const brace = bytes[8] === 0x7b && (bytes[6]! | bytes[7]!) === 0;
  return brace || /\.safetensors$/i.test(name);
}

function openSafetensors(bytes: Uint8Array): Opened {
  const file = readSafetensors(bytes);
  if (isRun(file)) return { kind: 'run', run: readRun(bytes), bytes };
  return { kind: 'weights', tensors: file.tensors };
}

function textOf(name: string, bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {}
  throw refused(name, 'it is of no kind that is read here.');
}
