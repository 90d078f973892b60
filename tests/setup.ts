import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Every reference case, name and JSON text, from `tests/reference` or REFERENCE_DIR. */
    reference: { name: string; json: string }[];
  }
}

/** Reads the PyTorch reference cases once, for the tests in Node and in the browser alike. */
export default function setup(project: TestProject) {
  const folder = resolve(process.env['REFERENCE_DIR'] ?? 'tests/reference');
  if (!existsSync(folder)) throw new Error(`REFERENCE_DIR names ${folder}, which does not exist.`);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  if (names.length === 0) throw new Error(`${folder} holds no reference case (*.json).`);
  project.provide(
    'reference',
    names.map((name) => ({ name, json: readFileSync(join(folder, name), 'utf8') })),
  );
}
