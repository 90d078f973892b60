import { readFile } from 'node:fs/promises';
import { InputError } from '@/engine/errors';

/** Reads a file of the data that the site serves, for runs without a browser. */
export const readSiteData = (name: string) => read(`public/data/${name}`);

/** Reads a recorded run that the site ships. */
export const readRecording = (name: string) => read(`public/runs/${name}.safetensors`);

async function read(path: string): Promise<ArrayBuffer> {
  try {
    return new Uint8Array(await readFile(path)).buffer;
  } catch {
    throw new InputError(`${path} could not be read. Run this from the project folder.`);
  }
}
