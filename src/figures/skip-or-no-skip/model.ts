import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { loadDataset } from '@/engine/data/dataset';
import type { Evaluation } from '@/engine/training/evaluate';
import type { RecordedRun } from '@/files/run-file';
import { readRun } from '@/files/run-file';
import type { Lab } from '@/lab/lab';
import { LiveRun, type LossLog, type SliceView } from '@/lab/live-run';
import { readSiteData, readSiteFile } from '@/lab/site-files';
import { DEFAULTS, pair, type Settings } from './experiments';

export const KINDS = ['plain', 'skip'] as const;
export type Kind = (typeof KINDS)[number];
export type Pair<T> = Readonly<Record<Kind, T>>;

/** What a panel shows of a network, live or recorded. */
export interface Shown {
  readonly log: LossLog;
  readonly view: SliceView | undefined;
  readonly evaluation: Evaluation | undefined;
}

export type FigurePhase = 'ready' | 'loading' | 'training' | 'slicing' | 'done' | 'stopped';

/** Points a side of the surface that follows the training. */
const LIVE_POINTS = 15;

/** The figure's state and the reader's actions on it; the view only draws its signals. */
export class SkipOrNoSkipModel {
  readonly settings = signal<Settings>(DEFAULTS);
  readonly #runs = signal<Pair<LiveRun> | undefined>(undefined);
  readonly #recorded = signal<Pair<RecordedRun> | undefined>(undefined);
  readonly #loading = signal(false);
  readonly #failure = signal<string | undefined>(undefined);
  #attempt = 0;

  constructor(private readonly lab: Lab) {}

  readonly phase: ReadonlySignal<FigurePhase> = computed(() => {
    if (this.#loading.value) return 'loading';
    const runs = this.#runs.value;
    if (!runs) return 'ready';
    const phases = KINDS.map((kind) => runs[kind].phase.value);
    if (phases.includes('training')) return 'training';
    if (phases.includes('slicing')) return 'slicing';
    if (phases.includes('stopped') || phases.includes('failed')) return 'stopped';
    return phases.includes('ready') ? 'ready' : 'done';
  });

  /** The picture is a recorded run's, not one of this page. */
  readonly isRecorded = computed(() => !this.#runs.value && this.#recorded.value !== undefined);

  readonly shown: ReadonlySignal<Pair<Shown> | undefined> = computed(() => {
    const runs = this.#runs.value;
    if (runs) return { plain: live(runs.plain), skip: live(runs.skip) };
    const recorded = this.#recorded.value;
    return recorded && { plain: replayed(recorded.plain), skip: replayed(recorded.skip) };
  });

  /** Share of the current part done by both networks together, 0 to 1. */
  readonly progress = computed(() => {
    const runs = this.#runs.value;
    if (!runs) return 0;
    const part = (run: LiveRun) =>
      this.phase.value === 'slicing'
        ? run.phase.value === 'training'
          ? 0
          : run.phase.value === 'done'
            ? 1
            : finalShare(run)
        : run.log.value.steps / run.experiment.training.steps;
    return (part(runs.plain) + part(runs.skip)) / 2;
  });

  /** Sentences the reader should see: a divergence, a missing file, a failed computation. */
  readonly messages = computed(() => {
    const runs = this.#runs.value;
    const own = KINDS.flatMap((kind) => {
      const message = runs?.[kind].message.value;
      return message ? [`${kind === 'plain' ? 'Plain network' : 'Skip network'}: ${message}`] : [];
    });
    return this.#failure.value ? [this.#failure.value, ...own] : own;
  });

  /** Which code computed: shown so that a fall back to the slow one is not silent. */
  readonly implementation = computed(() => this.#runs.value?.plain.implementation.value);

  /** Fetches the recorded runs, so that their surfaces can be turned before any training. */
  async loadRecorded(): Promise<void> {
    try {
      const [plain, skip] = await Promise.all(
        KINDS.map(async (kind) =>
          readRun(new Uint8Array(await readSiteFile(`runs/skip-or-no-skip-${kind}.safetensors`))),
        ),
      );
      this.#recorded.value = { plain: plain!, skip: skip! };
    } catch {
      // The server-rendered still remains, and the figure trains without it all the same.
    }
  }

  /** Changes a setting; what was computed for the old ones makes room. */
  change(change: Partial<Settings>) {
    this.reset();
    this.settings.value = { ...this.settings.value, ...change };
  }

  async train(): Promise<void> {
    const attempt = ++this.#attempt;
    this.#failure.value = undefined;
    let runs = this.#runs.value;
    if (!runs || KINDS.every((kind) => runs?.[kind].phase.value === 'done')) {
      this.#loading.value = true;
      try {
        const experiments = pair(this.settings.value);
        const dataset = await loadDataset(experiments.plain, readSiteData);
        if (attempt !== this.#attempt) return;
        const make = (kind: Kind) =>
          new LiveRun(experiments[kind], dataset, this.lab, { livePoints: LIVE_POINTS });
        runs = { plain: make('plain'), skip: make('skip') };
        this.#runs.value = runs;
      } catch (error) {
        this.#failure.value = (error as Error).message;
        return;
      } finally {
        if (attempt === this.#attempt) this.#loading.value = false;
      }
    }
    await Promise.all(KINDS.map((kind) => runs[kind].start()));
  }

  stop() {
    this.#attempt++;
    this.#loading.value = false;
    for (const kind of KINDS) this.#runs.value?.[kind].stop();
  }

  /** Stops, and shows the recorded run again. */
  reset() {
    this.stop();
    this.#runs.value = undefined;
    this.#failure.value = undefined;
  }
}

function live(run: LiveRun): Shown {
  return { log: run.log.value, view: run.view.value, evaluation: run.evaluation.value };
}

function replayed({ losses, slice, evaluation }: RecordedRun): Shown {
  const steps = losses.length;
  return {
    log: { losses, steps },
    view: { slice, done: 1, stride: 1, step: steps },
    evaluation,
  };
}

/** Share of the final slice; the coarse ones that follow the training do not count. */
function finalShare(run: LiveRun): number {
  const view = run.view.value;
  const [nx] = run.experiment.landscape.points;
  return view && view.slice.x.length === nx ? view.done : 0;
}
