import type { Experiment } from '@/engine/experiment/schema';
import { recordingsOf } from './comparison/definition';
import { definition as skipOrNoSkip } from './skip-or-no-skip/definition';

/** The runs that the site ships, by file name: what `npm run record -- --all` makes. */
export const recordings: Readonly<Record<string, Experiment>> = {
  ...recordingsOf(skipOrNoSkip),
};
