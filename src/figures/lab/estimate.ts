import { costOf } from '@/engine/cost';
import type { Experiment } from '@/engine/experiment/schema';
import type { LabStatus } from '@/lab/lab';
import { workerCount } from '@/lab/choose';
import type { Speed } from '@/lab/speed';
import { say } from '@/words';
import { duration } from '@/ui/progress';

/** What experiments would take here. */
export interface Estimate {
  readonly seconds: number;
  readonly bytes: number;
  /** “about 40 s here, 120 MB” */
  readonly words: string;
  /** Why it is not begun at all. */
  readonly refusal?: string;
}

/** Beyond these the reader is asked first, or sent to the recorder. */
export const ASK_SECONDS = 60;
const MOST_SECONDS = 12 * 3600;

/** Bytes that a tab may be asked for: half of the device's memory, where the browser tells it. */
function memoryLimit(): number {
  const { deviceMemory } = navigator as { deviceMemory?: number };
  return Math.min(4, Math.max(1, (deviceMemory ?? 4) / 2)) * 2 ** 30;
}

/**
 * @param experiments side by side, or one after the other when `atOnce` says how many share the
 *   memory.
 */
export function estimateOf(
  experiments: readonly Experiment[],
  speed: Speed,
  status: LabStatus,
  atOnce = experiments.length,
): Estimate {
  const backend = status.backend?.name;
  const workers = backend === 'webgpu' ? 1 : workerCount();
  const works = experiments.map((experiment) => ({
    cost: costOf(experiment, workers),
    family: experiment.network.family,
  }));
  const seconds = speed.seconds(works, workers, backend);
  const largest = works.map(({ cost }) => cost.bytes).sort((a, b) => b - a);
  const bytes = largest.slice(0, atOnce).reduce((a, b) => a + b, 0);
  const { cost } = say().lab;
  const words = cost.estimate(duration(Math.max(1000, 1000 * seconds)), memoryWords(bytes));
  const limit = memoryLimit();
  const refusal =
    bytes > limit
      ? cost.tooLarge(memoryWords(bytes), memoryWords(limit))
      : seconds > MOST_SECONDS
        ? cost.tooLong(duration(1000 * seconds))
        : undefined;
  return { seconds, bytes, words, ...(refusal && { refusal }) };
}

function memoryWords(bytes: number): string {
  const { cost } = say().lab;
  const megabytes = bytes / 1e6;
  if (megabytes < 1000) {
    return cost.megabytes(String(Math.max(10, Math.round(megabytes / 10) * 10)));
  }
  return cost.gigabytes((megabytes / 1000).toFixed(1));
}
