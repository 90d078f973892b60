import type { Experiment } from '@/engine/experiment/schema';
import * as skipOrNoSkip from './skip-or-no-skip/experiments';

/** The runs that the site ships, by file name: what `npm run record -- --all` makes. */
export const recordings: Readonly<Record<string, Experiment>> = {
  ...skipOrNoSkip.recordings,
};
