import type { Definition } from '../comparison/definition';
import { byId, has } from '../parts/by-id';

/** The lecture's comparisons, by id: what any file of this folder exports that is one. */
export const definitions: Readonly<Record<string, Definition>> = byId(
  import.meta.glob<Record<string, unknown>>(['./**/*.ts', '!./index.ts'], { eager: true }),
  (value): value is Definition => has(value, 'variants'),
);

/** @throws Error for an id that no figure has: a slip in a chapter, found by the build. */
export function definitionOf(id: string): Definition {
  const found = definitions[id];
  if (!found)
    throw new Error(`No figure “${id}”. There are: ${Object.keys(definitions).join(', ')}.`);
  return found;
}
