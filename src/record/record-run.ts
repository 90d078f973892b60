import { loadDataset, type ReadFile } from '@/engine/data/dataset';
import type { Executor } from '@/engine/executor';
import type { Experiment } from '@/engine/experiment/schema';
import { networkSpec } from '@/engine/experiment/spec';
import { carryOut, type RunProgress } from '@/engine/run';
import { type Made, type WriteOptions, writeRun } from '@/files/run-file';
import { type PartOwner, readPart, writePart } from './part-file';

/** What is to be recorded, and how: plain values, the same for Node and for a page. */
export interface RecordJob {
  readonly name: string;
  readonly experiment: Experiment;
  readonly made: Made;
  readonly keep: WriteOptions;
  /** Where an unfinished run is kept, for messages. */
  readonly part: string;
  /** Seconds between two saves of what there is so far. */
  readonly saveEvery: number;
  /** Leave out the weights of networks with more parameters than this. */
  readonly mostParameters: number;
}

/** What surrounds a run: files and somebody who watches. */
export interface RecordHost {
  readonly read: ReadFile;
  readonly loadPart: () => Promise<Uint8Array | undefined>;
  readonly savePart: (bytes: Uint8Array) => Promise<void>;
  readonly progress: (progress: RunProgress) => void;
}

export interface Recorded {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** In a line, what came of it. */
  readonly summary: string;
}

/** A save may take this share of the time at most. */
const SAVING_SHARE = 0.05;

/** Carries out an experiment, going on from an earlier attempt, and makes its run file. */
export async function recordRun(
  { name, experiment, made, keep, part: file, saveEvery, mostParameters }: RecordJob,
  executor: Executor,
  { read, loadPart, savePart, progress }: RecordHost,
): Promise<Recorded> {
  const started = performance.now();
  const dataset = await loadDataset(experiment, read);
  const owner: PartOwner = { experiment, backend: made.backend, version: made.version };
  const before = await loadPart();
  let due = started + 1000 * saveEvery;
  const run = await carryOut(experiment, dataset, executor, {
    onProgress: progress,
    resume: before && readPart(file, before, owner),
    keep: async (part) => {
      const begin = performance.now();
      if (begin < due) return;
      await savePart(writePart(part(), owner));
      const end = performance.now();
      due = end + Math.max(1000 * saveEvery, (end - begin) / SAVING_SHARE);
    },
  });
  const size = run.state.parameters.length;
  const parameters = keep.parameters !== false && size <= mostParameters;
  const bytes = writeRun(run, networkSpec(experiment, dataset), made, { ...keep, parameters });
  const { train, test } = run.evaluation;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const without = parameters ? '' : `, without its ${size.toLocaleString('en')} weights`;
  const resumed = before ? ' since it was gone on with' : '';
  return {
    bytes,
    summary: `${name}: ${run.state.step} steps, training loss ${train.loss.toFixed(4)}, test error ${(100 * test.error).toFixed(1)}%, ${seconds} s${resumed}${without}`,
  };
}
