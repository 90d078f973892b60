import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { loadDataset } from '@/engine/data/dataset';
import type { Experiment } from '@/engine/experiment/schema';
import { networkSpec } from '@/engine/experiment/spec';
import type { Evaluation } from '@/engine/training/evaluate';
import { flatParameters, type RecordedRun, readRun } from '@/files/run-file';
import type { Lab } from '@/lab/lab';
import { LiveRun, type SliceView } from '@/lab/live-run';
import { LiveTraining, type LossLog, trainingKey } from '@/lab/live-training';
import { readSiteData, readSiteFile } from '@/lab/site-files';
import type { Region } from '@/plot/types';
import type { Addressed } from '../parts/address';
import { type Definition, recordingName, type Settings, type Variant } from './definition';
import { History } from './history';
import { measuresOf } from './measures';
import { regionIn, regionText } from './region';

/** What a panel shows of a variant, live or recorded. */
export interface Shown {
  readonly variant: Variant;
  readonly log: LossLog;
  readonly view: SliceView | undefined;
  /** Coarse surfaces of earlier steps. */
  readonly frames: readonly SliceView[];
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
  readonly #defaults: Settings;
  #attempt = 0;

  readonly addressed: Addressed;

  constructor(
    readonly definition: Definition,
    private readonly lab: Lab,
  ) {
    const { id, defaults, controls, more = [] } = definition;
    this.#defaults = { ...defaults, region: '' };
    const region = { kind: 'region', key: 'region', label: 'Region' } as const;
    this.addressed = { id, defaults: this.#defaults, controls: [...controls, ...more, region] };
    this.settings = signal<Settings>(this.#defaults);
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

  readonly variants: ReadonlySignal<readonly Variant[]> = computed(() => {
    const region = regionIn(this.settings.value.region);
    const variants = this.definition.variants(this.settings.value);
    return region ? variants.map((variant) => within(variant, region)) : variants;
  });

  readonly isDefault = computed(() =>
    Object.keys(this.#defaults).every((key) => this.settings.value[key] === this.#defaults[key]),
  );

  /** Whether a part of the surfaces can be asked for: there are networks to measure. */
  readonly zooms = computed(() => {
    if (this.definition.recordedOnly) return false;
    const recorded = this.#recorded.value;
    return this.phase.value === 'done' || (this.isRecorded.value && hasWeights(recorded));
  });

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
    const recorded = this.isRecorded.value && this.isDefault.value && Boolean(change.region);
    this.stop();
    this.settings.value = { ...this.settings.value, ...change };
    if (recorded && hasWeights(this.#recorded.value)) {
      void this.#run(() => this.#adoptRecorded());
      return;
    }
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

  /** Looks closer at a part of the plane, with as many points as the whole had. */
  zoom(region: Region) {
    this.change({ region: regionText(region) });
  }

  async train(): Promise<void> {
    const runs = this.#runs.value;
    if (!runs || runs.every(({ run }) => run.phase.value === 'done')) {
      await this.#run(() => this.#prepare());
    } else {
      this.#attempt++;
      this.#failure.value = undefined;
      await this.#carryOn();
    }
  }

  /** Begins anew with trainings that take a while to get. */
  async #run(get: () => Promise<Map<string, LiveTraining>>): Promise<void> {
    const attempt = ++this.#attempt;
    this.#failure.value = undefined;
    this.#loading.value = true;
    try {
      const trainings = await get();
      if (attempt !== this.#attempt) return;
      this.#begin(trainings);
    } catch (error) {
      if (attempt === this.#attempt) this.#failure.value = (error as Error).message;
      return;
    } finally {
      if (attempt === this.#attempt) this.#loading.value = false;
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
    this.settings.value = this.#defaults;
  }

  /** The recorded networks, to measure more of their surfaces. */
  async #adoptRecorded(): Promise<Map<string, LiveTraining>> {
    const trainings = new Map<string, LiveTraining>();
    for (const run of this.#recorded.value ?? []) {
      const { experiment } = run;
      const key = trainingKey(experiment);
      if (trainings.has(key)) continue;
      const dataset = await loadDataset(experiment, readSiteData);
      const parameters = flatParameters(run.parameters, networkSpec(experiment, dataset));
      trainings.set(
        key,
        LiveTraining.finished(experiment, dataset, this.lab, { ...run, parameters }),
      );
    }
    return trainings;
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
  return {
    variant,
    log: log.value,
    view: run.view.value,
    frames: run.frames.value,
    evaluation: evaluation.value,
  };
}

function replayed({ losses, slice, evaluation }: RecordedRun, variant: Variant): Shown {
  const steps = losses.length;
  return {
    variant,
    log: { losses, steps },
    view: { slice, done: 1, stride: 1, step: steps },
    frames: [],
    evaluation: steps > 0 ? evaluation : undefined,
  };
}

/** A variant whose surface is measured over a part of the plane only. */
function within(variant: Variant, { x, y }: Region): Variant {
  const { experiment } = variant;
  const landscape = { ...experiment.landscape, x: [...x], y: [...y] } as Experiment['landscape'];
  return { ...variant, experiment: { ...experiment, landscape } };
}

function hasWeights(recorded: readonly RecordedRun[] | undefined): boolean {
  return recorded?.every(({ parameters }) => Object.keys(parameters).length > 0) ?? false;
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
