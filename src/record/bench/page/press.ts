import type { Dataset } from '@/engine/data/dataset';
import type { Executor } from '@/engine/executor';
import { experiment } from '@/engine/experiment/parse';
import { LiveRun } from '@/lab/live-run';
import { LiveTraining } from '@/lab/live-training';
import type { BenchBackend, PressTimes } from '../result';

/** Points a side of the surface that follows the training. */
const LIVE_POINTS = 11;

/**
 * Presses Train on the lecture's own deep plain network (L32 w16), as a figure does: once for the
 * times, and once more with a coarse surface that follows the training.
 *
 * @throws Error when a run does not finish, or not on our kernels.
 */
export async function pressTrain(
  backend: BenchBackend,
  dataset: Dataset,
  executor: Executor,
): Promise<PressTimes> {
  const once = await runOnce(dataset, executor, 0);
  const followed = await runOnce(dataset, executor, LIVE_POINTS);
  return {
    backend,
    workers: executor.width,
    steps: experiment().training.steps,
    trained: once.trained,
    coarseSurface: once.coarse,
    finalSurface: once.final,
    live: {
      points: LIVE_POINTS,
      trained: followed.trained,
      surfacesPerSecond: (1000 * followed.surfaces) / followed.trained,
    },
  };
}

async function runOnce(dataset: Dataset, executor: Executor, livePoints: number) {
  const pressedFor = experiment();
  const training = new LiveTraining(pressedFor, dataset, executor);
  const run = new LiveRun(pressedFor, training, executor, { livePoints });
  const pressed = performance.now();
  const since = () => performance.now() - pressed;
  let trained = 0;
  let coarse = 0;
  let surfaces = 0;
  const stop = [
    run.phase.subscribe((phase) => {
      if (phase === 'slicing') trained = since();
    }),
    run.view.subscribe((view) => {
      if (!view) return;
      if (trained === 0) surfaces++;
      else if (coarse === 0) coarse = since();
    }),
  ];
  await run.start();
  const final = since();
  for (const end of stop) end();
  if (run.phase.value !== 'done') throw new Error(run.message.value ?? 'the run did not finish');
  if (run.implementation.value !== 'kernel') throw new Error('the kernels did not do the work');
  return { trained, coarse, final, surfaces };
}
