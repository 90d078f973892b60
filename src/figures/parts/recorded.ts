import { readFileSync } from 'node:fs';
import { type RecordedRun, readRun } from '@/files/run-file';
import { say } from '@/words';

/** A recorded run that the site ships, read while the site is built. */
export function recordedRun(name: string): RecordedRun {
  return readRun(new Uint8Array(readFileSync(`public/runs/${name}.safetensors`)));
}

/** In words, for those who do not see the picture: what was trained, and how it ended. */
export function runWords(run: RecordedRun, what: string): string {
  const { train, test } = run.evaluation;
  const { losses } = run;
  return say().comparison.run(what, losses.length, train.loss.toFixed(2), percent(test.error));
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
