import { parseExperiment } from '@/engine/experiment/parse';
import { readSurfaceCsv } from './csv';
import type { Opened } from './opened';
import { isRun, readRun } from './run-file';
import { readSafetensors } from './safetensors';
import { refused } from './words';

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
  if (looksLikeSafetensors(bytes)) return openSafetensors(bytes);
  const text = textOf(name, bytes);
  if (/^\s*[{[]/.test(text)) return openJson(name, text);
  return { kind: 'surface', surface: readSurfaceCsv(name, text) };
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

/** A length that leaves room for a header, which begins with a brace. */
function looksLikeSafetensors(bytes: Uint8Array): boolean {
  return bytes.length > 8 && bytes[8] === 0x7b && (bytes[6]! | bytes[7]!) === 0;
}

function openSafetensors(bytes: Uint8Array): Opened {
  const file = readSafetensors(bytes);
  if (isRun(file)) return { kind: 'run', run: readRun(bytes), bytes };
  return { kind: 'weights', tensors: file.tensors };
}

function openJson(name: string, text: string): Opened {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused(name, 'it begins like JSON, but it is not.');
  }
  return { kind: 'experiment', experiment: parseExperiment(value) };
}

function textOf(name: string, bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {}
  throw refused(name, 'it is of no kind that is read here.');
}
