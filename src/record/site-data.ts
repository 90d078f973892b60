import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@/engine/errors';

/** Reads a file of the data that the site serves, for runs without a browser. */
export async function readSiteData(name: string): Promise<ArrayBuffer> {
  try {
    const bytes = await readFile(join('public/data', name));
    return new Uint8Array(bytes).buffer;
  } catch {
    throw new InputError(
      `public/data/${name} could not be read. Run this from the project folder.`,
    );
  }
}
