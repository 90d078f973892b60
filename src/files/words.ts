import { InputError } from '@/engine/errors';

/** A name from a file, fit for a sentence: printable, short, in quotation marks. */
export function quoted(name: string, most = 60): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a file's name may hold any of them
  const clean = name.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '·');
  return `“${clean.length > most ? `${clean.slice(0, most)}…` : clean}”`;
}

/** For a file that is refused: what is wrong with it, and that nothing came of it. */
export function refused(name: string, why: string): InputError {
  return new InputError(`${quoted(name)} was not opened: ${why} Nothing was changed.`);
}
