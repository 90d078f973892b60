import type { Analysis } from '@/engine/analysis';
import type { Experiment } from '@/engine/experiment/schema';
import type { Evaluation } from '@/engine/training/evaluate';
import type { RecordedRun } from '@/files/run-file';
import type { PlanePath, SliceView } from '@/lab/live-run';
import type { LossLog } from '@/lab/live-training';
import type { Words } from '@/words';
import type { Variant } from './definition';

/** Where what a panel shows comes from, if it is no run of this visit. */
export type Origin = keyof Words['origin'];

/** What a panel shows of a variant: live, recorded, or from a reader's file. */
export interface Shown {
  /** A surface from elsewhere has no experiment. */
  readonly variant: Omit<Variant, 'experiment'> & { readonly experiment?: Experiment | undefined };
  readonly log: LossLog;
  /** The last step with a finite network, where the training diverged. */
  readonly divergedAt?: number | undefined;
  readonly view: SliceView | undefined;
  /** Coarse surfaces of earlier steps. */
  readonly frames: readonly SliceView[];
  readonly evaluation: Evaluation | undefined;
  /** The way of the training in the plane of the surface. */
  readonly path?: (Pick<PlanePath, 'x' | 'y'> & Partial<PlanePath>) | undefined;
  readonly analysis?: Analysis | undefined;
  readonly origin?: Origin | undefined;
  /** Which of a file’s surfaces it is, where it has several. */
  readonly layer?: string | undefined;
  /** Of a surface without an experiment, where they are known. */
  readonly classes?: number | undefined;
}

/** A variant before anything is known of it. */
export function blank(variant: Shown['variant']): Shown {
  const log = { losses: new Float32Array(0), steps: 0 };
  return { variant, log, view: undefined, frames: [], evaluation: undefined };
}

export function shownRecorded(
  {
    losses,
    slice,
    evaluation,
    path,
  }: Pick<RecordedRun, 'losses' | 'slice' | 'evaluation' | 'path'>,
  variant: Shown['variant'],
  origin: Origin = 'recorded',
): Shown {
  const steps = losses.length;
  return {
    variant,
    log: { losses, steps },
    view: { slice, done: 1, stride: 1, step: steps },
    frames: [],
    evaluation: steps > 0 ? evaluation : undefined,
    path: path && slice.y.length > 1 ? path : undefined,
    origin,
  };
}
