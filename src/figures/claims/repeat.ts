import { type ClaimResult, carryOut } from '@/claims/carry-out';
import { performOn, sharing } from '@/claims/jobs/jobs';
import { claimOf } from '@/claims/list';
import { pageLab } from '@/lab/page-lab';
import { readRecording, readSiteData } from '@/lab/site-files';
import { stoppable } from '@/lab/stoppable';

export interface Repetition {
  readonly id: string;
  readonly seeds: readonly number[];
  readonly signal: AbortSignal;
  /** Share of the observations made, 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/** How many jobs are under way at once: enough to keep every worker busy, few enough to stop soon. */
const AT_ONCE = 8;

/** Carries out one claim on this page's workers. @throws the signal's reason when it is stopped. */
export function repeat({ id, seeds, signal, onProgress }: Repetition): Promise<ClaimResult> {
  const claim = claimOf(id);
  const perform = sharing(
    limited(
      performOn({
        executor: stoppable(pageLab(), signal),
        read: readSiteData,
        recording: readRecording,
      }),
    ),
  );
  const total = claim.conditions.length * seeds.length;
  let done = 0;
  return carryOut(claim, perform, { seeds, onObservation: () => onProgress(++done / total) });
}

function limited<F extends (...a: never[]) => Promise<unknown>>(work: F): F {
  let free = AT_ONCE;
  const waiting: (() => void)[] = [];
  const run = async (...a: Parameters<F>) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free--;
    try {
      return await work(...a);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
  return run as F;
}
