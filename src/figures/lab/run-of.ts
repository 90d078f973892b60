import { networkSpec } from '@/engine/experiment/spec';
import type { Run } from '@/engine/run';
import { writeRun } from '@/files/run-file';
import type { LiveRun } from '@/lab/live-run';
import { version } from '../../../package.json';

/** @returns a finished live run as the engine gives it; nothing while it is unfinished. */
export function runOf(live: LiveRun): Run | undefined {
  const { experiment, training } = live;
  const { losses, steps } = training.log.value;
  const view = live.view.value;
  const evaluation = training.evaluation.value;
  if (live.phase.value !== 'done' || view?.done !== 1) return undefined;
  const none = { loss: Number.NaN, error: Number.NaN };
  const { checkpoints } = training;
  const analysis = live.analysis.value;
  return {
    experiment,
    losses: losses.slice(0, steps),
    state: training.state,
    evaluation: evaluation ?? { train: none, test: none },
    slice: view.slice,
    directions: live.directions,
    divergedAt: training.divergedAt,
    ...(checkpoints.length > 0 && { checkpoints }),
    ...(analysis && { analysis }),
  };
}

/**
 * @param command how to make it again: the lab's address.
 * @returns the bytes of a finished run's file.
 */
export function runFileOf(
  live: LiveRun,
  command: string,
  backend: string,
): Uint8Array<ArrayBuffer> | undefined {
  const run = runOf(live);
  const spec = networkSpec(live.experiment, live.training.dataset);
  const date = new Date().toISOString().slice(0, 10);
  return run && writeRun(run, spec, { command, backend, date, version });
}
