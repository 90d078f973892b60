import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { loadDataset } from '@/engine/data/dataset';
import type { Evaluation } from '@/engine/training/evaluate';
import { type RecordedRun, readRun } from '@/files/run-file';
import type { Lab } from '@/lab/lab';
import { LiveRun, type SliceView } from '@/lab/live-run';
import { LiveTraining, type LossLog, trainingKey } from '@/lab/live-training';
import { readSiteData, readSiteFile } from '@/lab/site-files';
import type { Addressed } from '../parts/address';
import { type Definition, recordingName, type Settings, type Variant } from './definition';
import { History } from './history';
import { measuresOf } from './measures';

/** What a panel shows of a variant, live or recorded. */
export interface Shown {
  readonly variant: Variant;
  readonly log: LossLog;
  readonly view: SliceView | undefined;
  readonly evaluation: Evaluation | undefined;
}

export type FigurePhase = 'ready' | 'loading' | 'training' | 'slicing' | 'done' | 'stopped';

interface Running {
  readonly variant: Variant;
  readonly run: LiveRun;
}

/** Points a side of the surfaces that follow the training. */
const LIVE_POINTS = 15;

/** A figure's state and the reader's actions on it; the view only draws its signals. */
export class ComparisonModel {
  readonly settings;
  /** Measured values of this visit, by settings and seed. */
  readonly history: History;
  readonly #runs = signal<readonly Running[] | undefined>(undefined);
  readonly #recorded = signal<readonly RecordedRun[] | undefined>(undefined);
  readonly #loading = signal(false);
  readonly #failure = signal<string | undefined>(undefined);
  #attempt = 0;

  readonly addressed: Addressed;

  constructor(
    readonly definition: Definition,
    private readonly lab: Lab,
  ) {
    const { id, defaults, controls, more = [] } = definition;
    this.addressed = { id, defaults, controls: [...controls, ...more] };
    this.settings = signal<Settings>(definition.defaults);
    this.history = new History(definition.seed);
  }

  readonly phase: ReadonlySignal<FigurePhase> = computed(() => {
    if (this.#loading.value) return 'loading';
    const runs = this.#runs.value;
    if (!runs) return 'ready';
    const phases = runs.map(({ run }) => run.phase.value);
    if (phases.includes('training')) return 'training';
    if (phases.includes('slicing')) return 'slicing';
    if (phases.includes('stopped') || phases.includes('failed')) return 'stopped';
    return phases.includes('ready') ? 'ready' : 'done';
  });

  /** The picture is a recorded run's, not one of this visit. */
  readonly isRecorded = computed(() => !this.#runs.value && this.#recorded.value !== undefined);

  readonly variants = computed(() => this.definition.variants(this.settings.value));

  readonly shown: ReadonlySignal<readonly Shown[] | undefined> = computed(() => {
    const runs = this.#runs.value;
    if (runs) return runs.map(live);
    const variants = this.definition.variants(this.definition.defaults);
    return this.#recorded.value?.map((run, i) => replayed(run, variants[i]!));
  });

  /** Share of the current part done by all variants together, 0 to 1. */
  readonly progress = computed(() => {
    const runs = this.#runs.value ?? [];
    const slicing = this.phase.value === 'slicing';
    const shares = runs.map(({ run }) => (slicing ? sliceShare(run) : trainShare(run)));
    return shares.reduce((a, b) => a + b, 0) / Math.max(1, shares.length);
  });

  /** Steps that every variant has taken, and the most that any will take. */
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
    return this.#failure.value ? [this.#failure.value, ...own] : own;
  });

  /** Which code computed: shown, so that a fall back to the slow one is not silent. */
  readonly implementation = computed(() => {
    const run = this.#runs.value?.[0]?.run;
    return run && (run.training.implementation.value ?? run.implementation.value);
  });

  /** Fetches the recorded runs, so that their surfaces can be turned before any training. */
  async loadRecorded(): Promise<void> {
    const { id, defaults, variants } = this.definition;
    try {
      this.#recorded.value = await Promise.all(
        variants(defaults).map(async ({ key }) =>
          readRun(new Uint8Array(await readSiteFile(`runs/${recordingName(id, key)}.safetensors`))),
        ),
      );
    } catch {
      // The server-rendered still remains, and the figure trains without it all the same.
    }
  }

  /**
   * Changes settings. Where the new variants need no other training than what is there, their
   * surfaces are measured at once; else the figure waits for the reader to press Train.
   */
  change(change: Settings) {
    const trained = this.phase.value === 'done' ? this.#trainings() : undefined;
    this.stop();
    this.settings.value = { ...this.settings.value, ...change };
    const known =
      trained &&
      this.variants.value.every(({ experiment }) => trained.has(trainingKey(experiment)));
    if (known) {
      this.#begin(trained);
      void this.#carryOn();
    } else {
      this.#runs.value = undefined;
    }
    this.#failure.value = undefined;
  }

  async train(): Promise<void> {
    const attempt = ++this.#attempt;
    this.#failure.value = undefined;
    const runs = this.#runs.value;
    if (!runs || runs.every(({ run }) => run.phase.value === 'done')) {
      this.#loading.value = true;
      try {
        const trainings = await this.#prepare();
        if (attempt !== this.#attempt) return;
        this.#begin(trainings);
      } catch (error) {
        this.#failure.value = (error as Error).message;
        return;
      } finally {
        if (attempt === this.#attempt) this.#loading.value = false;
      }
    }
    await this.#carryOn();
  }

  /** Trains once more from the next seed. */
  nextSeed(): Promise<void> {
    const { seed } = this.definition;
    this.stop();
    this.#runs.value = undefined;
    this.settings.value = {
      ...this.settings.value,
      [seed]: (this.settings.value[seed] as number) + 1,
    };
    return this.train();
  }

  stop() {
    this.#attempt++;
    this.#loading.value = false;
    for (const { run } of this.#runs.value ?? []) run.stop();
  }

  /** Stops, and shows the recorded run and the default settings again. */
  reset() {
    this.stop();
    this.#runs.value = undefined;
    this.#failure.value = undefined;
    this.settings.value = this.definition.defaults;
  }

  async #prepare(): Promise<Map<string, LiveTraining>> {
    const trainings = new Map<string, LiveTraining>();
    for (const { experiment } of this.variants.value) {
      const key = trainingKey(experiment);
      if (trainings.has(key)) continue;
      const dataset = await loadDataset(experiment, readSiteData);
      trainings.set(key, new LiveTraining(experiment, dataset, this.lab));
    }
    return trainings;
  }

  #begin(trainings: ReadonlyMap<string, LiveTraining>) {
    this.#runs.value = this.variants.value.map((variant) => {
      const training = trainings.get(trainingKey(variant.experiment))!;
      const options = { livePoints: LIVE_POINTS };
      return { variant, run: new LiveRun(variant.experiment, training, this.lab, options) };
    });
  }

  async #carryOn() {
    const runs = this.#runs.value!;
    await Promise.all(runs.map(({ run }) => run.start()));
    if (runs !== this.#runs.value || this.phase.value !== 'done') return;
    this.history.add(
      this.settings.value,
      this.shown.value!.map((shown) => measuresOf(shown)),
    );
  }

  #trainings(): Map<string, LiveTraining> {
    return new Map(
      (this.#runs.value ?? []).map(({ run }) => [trainingKey(run.experiment), run.training]),
    );
  }
}

function live({ variant, run }: Running): Shown {
  const { log, evaluation } = run.training;
  return { variant, log: log.value, view: run.view.value, evaluation: evaluation.value };
}

function replayed({ losses, slice, evaluation }: RecordedRun, variant: Variant): Shown {
  const steps = losses.length;
  return {
    variant,
    log: { losses, steps },
    view: { slice, done: 1, stride: 1, step: steps },
    evaluation: steps > 0 ? evaluation : undefined,
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
