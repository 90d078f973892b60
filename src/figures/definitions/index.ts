import type { Definition } from '../comparison/definition';
import { batchSize } from './batch-size';
import { convolutional, convolutionalWide } from './convolutional';
import { depth } from './depth';
import { directions } from './directions';
import { fairComparison } from './fair-comparison';
import { normalisation } from './normalisation';
import { skipOrNoSkip } from './skip-or-no-skip';
import { width } from './width';

/** The lecture's comparisons, by id. */
export const definitions: Readonly<Record<string, Definition>> = Object.fromEntries(
  [
    skipOrNoSkip,
    depth,
    normalisation,
    directions,
    fairComparison,
    width,
    batchSize,
    convolutional,
    convolutionalWide,
  ].map((definition) => [definition.id, definition]),
);

/** @throws Error for an id that no figure has: a slip in a chapter, found by the build. */
export function definitionOf(id: string): Definition {
  const found = definitions[id];
  if (!found)
    throw new Error(`No figure “${id}”. There are: ${Object.keys(definitions).join(', ')}.`);
  return found;
}
