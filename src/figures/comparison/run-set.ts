import { say } from '@/words';
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { loadDataset, type ReadFile } from '@/engine/data/dataset';
import type { Executor } from '@/engine/executor';
import type { Autosave, SavedRun } from '@/lab/autosave';
import { LiveRun } from '@/lab/live-run';
import { LiveTraining, trainingKey } from '@/lab/live-training';
import { readSiteData } from '@/lab/site-files';
import { chanceIn } from './at-chance';
import type { Variant } from './definition';
import type { Shown } from './shown';

export type SetPhase =
  | 'ready'
  | 'loading'
  | 'training'
  | 'slicing'
  | 'analysing'
  | 'done'
  | 'stopped';

export interface Running {
  readonly variant: Variant;
  readonly run: LiveRun;
}

export type Trainings = Map<string, LiveTraining>;

/** A page that was left so recently was reloaded, or crashed: its run goes on by itself. ms. */
const SOON = 5 * 60_000;

/** Points a side of the surfaces that follow the training. */
const LIVE_POINTS = 15;

/**
 * Experiments running side by side; those that differ in the landscape alone share one training.
 * The view only draws its signals.
 */
export class RunSet {
  readonly #runs = signal<readonly Running[] | undefined>(undefined);
  readonly #loading = signal(false);
  readonly #failure = signal<string | undefined>(undefined);
  readonly #resumed = signal<string | undefined>(undefined);
  #attempt = 0;
  #kept: (() => void) | undefined;

  readonly runs: ReadonlySignal<readonly Running[] | undefined> = this.#runs;

  constructor(
    private readonly executor: Executor,
    private readonly read: ReadFile = readSiteData,
    /** Keeps what is under way over a reload. */
    private readonly keeping?: { readonly autosave: Autosave; readonly state: () => string },
  ) {}

  readonly phase: ReadonlySignal<SetPhase> = computed(() => {
    if (this.#loading.value) return 'loading';
    const runs = this.#runs.value;
    if (!runs || runs.length === 0) return 'ready';
    const phases = runs.map(({ run }) => run.phase.value);
    for (const busy of ['training', 'slicing', 'analysing'] as const) {
      if (phases.includes(busy)) return busy;
    }
    if (phases.includes('stopped') || phases.includes('failed')) return 'stopped';
    return phases.includes('ready') ? 'ready' : 'done';
  });

  readonly busy = computed(() =>
    ['loading', 'training', 'slicing', 'analysing'].includes(this.phase.value),
  );

  /** Share of the current part done by all runs together, 0 to 1. */
  readonly progress = computed(() => {
    const runs = this.#runs.value ?? [];
    const slicing = this.phase.value === 'slicing';
    const shares = runs.map(({ run }) => (slicing ? sliceShare(run) : trainShare(run)));
    return shares.reduce((a, b) => a + b, 0) / Math.max(1, shares.length);
  });

  /** Steps that every run has taken, and the most that any will take. */
  readonly steps = computed(() => {
    const runs = this.#runs.value ?? [];
    return {
      taken: Math.min(...runs.map(({ run }) => run.training.log.value.steps)),
      of: Math.max(0, ...runs.map(({ run }) => run.experiment.training.steps)),
    };
  });

  /** Sentences the reader should see: a divergence, a missing file, a failed computation. */
  readonly messages = computed(() => {
    const own = (this.#runs.value ?? []).flatMap(({ variant, run }) =>
      [run.training.message.value, run.message.value]
        .filter((message) => message !== undefined)
        .map((message) => `${variant.name}: ${message}`),
    );
    const trouble = this.keeping?.autosave.trouble.value;
    const stuck = (this.#runs.value ?? [])
      .filter(({ run }) => run.training.finished.value)
      .map((running) =>
        chanceIn({ ...shownLive(running), classes: running.run.training.spec.classes }),
      );
    return [this.#failure.value, ...own, ...stuck, trouble].filter(
      (message) => message !== undefined,
    );
  });

  /** Some training left the finite numbers; its message says where. */
  readonly diverged = computed(() =>
    (this.#runs.value ?? []).some(({ run }) => run.training.message.value !== undefined),
  );

  /** Of a run that an earlier page began: when, and from which step it goes on. */
  readonly resumed: ReadonlySignal<string | undefined> = this.#resumed;

  /** Which code computed: shown, so that a fall back to the slow one is not silent. */
  readonly implementation = computed(() => {
    const run = this.#runs.value?.[0]?.run;
    return run && (run.training.implementation.value ?? run.implementation.value);
  });

  /**
   * Begins anew, with trainings that are there already or take a while to get.
   * @returns whether all came to their end.
   */
  async begin(
    variants: readonly Variant[],
    get: () => Promise<Trainings> = async () => new Map(),
  ): Promise<boolean> {
    const attempt = ++this.#attempt;
    this.#failure.value = undefined;
    this.#loading.value = true;
    try {
      const trainings = await this.#prepare(variants, await get());
      if (attempt !== this.#attempt) return false;
      this.#set(variants.map((variant) => this.#running(variant, trainings)));
    } catch (error) {
      if (attempt === this.#attempt) this.#failure.value = (error as Error).message;
      return false;
    } finally {
      if (attempt === this.#attempt) this.#loading.value = false;
    }
    return this.carryOn();
  }

  /**
   * Begins only what is new: runs of an experiment that is there already stay or go on.
   * @param known trainings that need not be done again.
   */
  async beginMissing(variants: readonly Variant[], known: Trainings = new Map()): Promise<boolean> {
    this.retain(variants);
    const attempt = ++this.#attempt;
    this.#failure.value = undefined;
    this.#loading.value = true;
    try {
      const trainings = await this.#prepare(variants, new Map([...known, ...this.trainings()]));
      if (attempt !== this.#attempt) return false;
      this.#set(variants.map((variant) => this.of(variant) ?? this.#running(variant, trainings)));
    } catch (error) {
      if (attempt === this.#attempt) this.#failure.value = (error as Error).message;
      return false;
    } finally {
      if (attempt === this.#attempt) this.#loading.value = false;
    }
    return this.carryOn();
  }

  /** Surfaces of trainings that are there, at once. @returns as `begin`. */
  measure(variants: readonly Variant[], trainings: Trainings): Promise<boolean> {
    this.#attempt++;
    this.#failure.value = undefined;
    this.#set(variants.map((variant) => this.#running(variant, trainings)));
    return this.carryOn();
  }

  /** Goes on after a stop. @returns whether all came to their end. */
  async carryOn(): Promise<boolean> {
    this.#attempt++;
    this.#failure.value = undefined;
    const runs = this.#runs.value ?? [];
    if (runs.length > 0 && !this.#kept) this.#keep();
    await Promise.all(runs.map(({ run }) => run.start()));
    if (runs !== this.#runs.value) return false;
    const done = this.phase.value === 'done';
    if (done) this.#letGo();
    else void this.keeping?.autosave.save();
    return done;
  }

  /**
   * Goes on with a run that an earlier page kept, if there is one.
   *
   * @param variantsOf what the state of a kept run leads to; nothing where it does not fit.
   * @param adopt sets the figure to that state, just before the run is shown.
   * @returns as `begin`.
   */
  async resume(
    variantsOf: (state: string) => readonly Variant[] | undefined,
    adopt: (state: string) => void,
  ): Promise<boolean> {
    const attempt = this.#attempt;
    const free = () => attempt === this.#attempt && !this.#runs.value;
    const saved = await this.keeping?.autosave.take(
      ({ state, trainings }) =>
        free() &&
        (variantsOf(state)?.every(({ experiment }) => trainings.has(trainingKey(experiment))) ??
          false),
    );
    if (!saved) return false;
    const variants = variantsOf(saved.state)!;
    const trainings: Trainings = new Map();
    try {
      for (const { experiment } of variants) {
        const snapshot = saved.trainings.get(trainingKey(experiment))!;
        const dataset = await loadDataset(experiment, this.read);
        const training = LiveTraining.resumed(experiment, dataset, this.executor, snapshot);
        trainings.set(trainingKey(experiment), training);
      }
      if (!free()) throw new Error('The reader has begun something else meanwhile.');
    } catch {
      // Such as without a connection; the next visit finds it again.
      await this.keeping?.autosave.putBack(saved);
      return false;
    }
    adopt(saved.state);
    const goesOn = !saved.stopped && Date.now() - saved.saved < SOON;
    this.#set(variants.map((variant) => this.#running(variant, trainings, true)));
    this.#resumed.value = wordsOf(saved, this.steps.value.taken, goesOn);
    this.#keep(saved.began);
    if (goesOn) return this.carryOn();
    await this.keeping?.autosave.save();
    return false;
  }

  #set(runs: readonly Running[] | undefined) {
    this.#letGo();
    this.#resumed.value = undefined;
    this.#runs.value = runs;
  }

  #keep(began?: number) {
    const { keeping } = this;
    if (!keeping) return;
    const unwatch = [...this.trainings().values()].flatMap((training) => [
      training.watch(() => keeping.autosave.note()),
      training.evaluation.subscribe((over) => over && void keeping.autosave.save()),
    ]);
    this.#kept = () => {
      for (const stop of unwatch) stop();
      keeping.autosave.end();
    };
    keeping.autosave.begin(
      () => ({
        state: keeping.state(),
        stopped: this.phase.peek() === 'stopped',
        trainings: new Map(
          [...this.trainings()].map(([key, training]) => [key, training.snapshot()]),
        ),
      }),
      began,
    );
  }

  #letGo() {
    this.#kept?.();
    this.#kept = undefined;
  }

  /** The run of a variant's experiment, under the variant's present name. */
  of(variant: Variant): Running | undefined {
    const wanted = JSON.stringify(variant.experiment);
    const found = this.#runs.value?.find(
      ({ variant: { experiment } }) => JSON.stringify(experiment) === wanted,
    );
    return found && { variant, run: found.run };
  }

  /** The same runs under other names. */
  relabel(variants: readonly Variant[]) {
    const runs = variants.map((variant) => this.of(variant)).filter((one) => one !== undefined);
    if (this.#runs.value) this.#runs.value = runs;
  }

  /** Stops, and forgets the runs of all other experiments. */
  retain(variants: readonly Variant[]) {
    this.stop();
    this.#failure.value = undefined;
    if (!this.#runs.value) return;
    const kept = variants.map((variant) => this.of(variant)).filter((one) => one !== undefined);
    this.#set(kept.length > 0 ? kept : undefined);
  }

  stop() {
    this.#attempt++;
    this.#loading.value = false;
    for (const { run } of this.#runs.value ?? []) run.stop();
  }

  /** Stops, and forgets all runs. */
  clear() {
    this.stop();
    this.#set(undefined);
    this.#failure.value = undefined;
  }

  trainings(): Trainings {
    return new Map(
      (this.#runs.value ?? []).map(({ run }) => [trainingKey(run.experiment), run.training]),
    );
  }

  async #prepare(variants: readonly Variant[], known: Trainings): Promise<Trainings> {
    const trainings: Trainings = new Map();
    for (const { experiment } of variants) {
      const key = trainingKey(experiment);
      if (trainings.has(key)) continue;
      const training =
        known.get(key) ??
        new LiveTraining(experiment, await loadDataset(experiment, this.read), this.executor);
      trainings.set(key, training);
    }
    return trainings;
  }

  #running(variant: Variant, trainings: Trainings, stopped = false): Running {
    const training = trainings.get(trainingKey(variant.experiment))!;
    const options = { livePoints: LIVE_POINTS, stopped };
    return { variant, run: new LiveRun(variant.experiment, training, this.executor, options) };
  }
}

function wordsOf({ began }: SavedRun, step: number, goesOn: boolean): string {
  const { locale, status } = say();
  const time = new Date(began).toLocaleTimeString(locale, { timeStyle: 'short', hour12: false });
  return (goesOn ? status.goesOn : status.wasLeft)(time, step.toLocaleString(locale));
}

/** What a panel shows of a live run. */
export function shownLive({ variant, run }: Running): Shown {
  const { log, evaluation } = run.training;
  return {
    variant,
    log: log.value,
    divergedAt: run.training.divergedAt,
    view: run.view.value,
    frames: run.frames.value,
    evaluation: evaluation.value,
    path: run.path.value,
    analysis: run.analysis.value,
  };
}

function trainShare({ training, experiment }: LiveRun): number {
  if (training.finished.value) return 1;
  return training.log.value.steps / Math.max(1, experiment.training.steps);
}

/** The coarse surfaces that follow the training do not count. */
function sliceShare(run: LiveRun): number {
  if (run.phase.value === 'done') return 1;
  const view = run.view.value;
  const [nx] = run.experiment.landscape.points;
  return run.phase.value === 'slicing' && view && view.slice.x.length === nx ? view.done : 0;
}
