import { readRun } from '@/files/run-file';
import type { JobContext } from './jobs';
import { numbersOf, type SurfaceNumbers } from './train';

export interface RecordingArgument {
  /** Of a run that the site ships, without ending. */
  readonly name: string;
}

export interface RecordingResult {
  readonly surface: SurfaceNumbers;
  /** Share of the test samples classified wrongly. */
  readonly testError: number;
}

/** All recorded runs that claims speak of are of ten classes. */
const CLASSES = 10;

/** The job `recording`: the measures of a slice that was recorded, taken again. */
export async function recording(
  { name }: RecordingArgument,
  { recording: read }: JobContext,
): Promise<RecordingResult> {
  if (!read) throw new Error('The job “recording” needs to be told how recordings are read.');
  const { slice, evaluation, experiment } = readRun(new Uint8Array(await read(name)));
  return {
    surface: numbersOf(slice, CLASSES, experiment.landscape.samples),
    testError: evaluation.test.error,
  };
}
