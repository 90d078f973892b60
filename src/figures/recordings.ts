import type { Experiment } from '@/engine/experiment/schema';
import { recordingsOf } from './comparison/definition';
import { definitions } from './definitions';

/** The runs that the site ships, by file name: what `npm run record -- --all` makes. */
export const recordings: Readonly<Record<string, Experiment>> = Object.assign(
  {},
  ...Object.values(definitions).map(recordingsOf),
);

/** The recordings whose files leave the weights out. */
export const withoutWeights: ReadonlySet<string> = new Set(
  Object.values(definitions)
    .filter((definition) => definition.withoutWeights)
    .flatMap((definition) => Object.keys(recordingsOf(definition))),
);
