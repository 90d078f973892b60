import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { loadDataset } from '@/engine/data/dataset';
import type { Experiment } from '@/engine/experiment/schema';
import { networkSpec } from '@/engine/experiment/spec';
import { flatParameters, type RecordedRun, readRun } from '@/files/run-file';
import { Autosave } from '@/lab/autosave';
import type { Lab } from '@/lab/lab';
import { LiveTraining, trainingKey } from '@/lab/live-training';
import { readSiteData, readSiteFile } from '@/lab/site-files';
import type { Region } from '@/plot/types';
import { say } from '@/words';
import { type Addressed, fragmentOf, stateOf } from '../parts/address';
import { type Definition, recordingName, type Settings, type Variant } from './definition';
import { History } from './history';
import { measuresOf } from './measures';
import { regionIn, regionText } from './region';
import { RunSet, shownLive, type Trainings } from './run-set';
import { type Shown, shownRecorded } from './shown';

/** A figure's state and the reader's actions on it; the view only draws its signals. */
export class ComparisonModel {
  readonly settings;
  /** Measured values of this visit, by settings and seed. */
  readonly history: History;
  readonly runs: RunSet;
  readonly #recorded = signal<readonly RecordedRun[] | undefined>(undefined);
  readonly #defaults: Settings;

  readonly addressed: Addressed;

  constructor(
    readonly definition: Definition,
    private readonly lab: Lab,
  ) {
    const { id, defaults, controls, more = [] } = definition;
    this.#defaults = { ...defaults, region: '' };
    const region = { kind: 'region', key: 'region', label: say().comparison.region } as const;
    this.addressed = { id, defaults: this.#defaults, controls: [...controls, ...more, region] };
    this.settings = signal<Settings>(this.#defaults);
    this.history = new History(definition.seed);
    this.runs = new RunSet(lab, readSiteData, {
      autosave: new Autosave(id),
      state: () => fragmentOf(this.addressed, { settings: this.settings.value, looks: {} }),
    });
  }

  get phase(): RunSet['phase'] {
    return this.runs.phase;
  }

  /** The picture is a recorded run's, not one of this visit. */
  readonly isRecorded = computed(() => !this.runs.runs.value && this.#recorded.value !== undefined);

  readonly variants: ReadonlySignal<readonly Variant[]> = computed(() =>
    this.#variantsOf(this.settings.value),
  );

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
    const runs = this.runs.runs.value;
    if (runs) return runs.map(shownLive);
    const variants = this.definition.variants(this.definition.defaults);
    return this.#recorded.value?.map((run, i) => shownRecorded(run, variants[i]!));
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

  /** Goes on with a run that an earlier page of this figure was in, unless an address says else. */
  async resume(): Promise<void> {
    if (this.definition.recordedOnly) return;
    const fits = (settings: Settings) =>
      this.isDefault.value ||
      Object.keys(settings).every((key) => settings[key] === this.settings.value[key]);
    const variants = (state: string) => {
      const settings = this.#settingsIn(state);
      return settings && fits(settings) ? this.#variantsOf(settings) : undefined;
    };
    const adopt = (state: string) => {
      this.settings.value = this.#settingsIn(state)!;
    };
    await this.#finish(this.runs.resume(variants, adopt));
  }

  /** The settings of a state, or nothing if it is of another version of this figure. */
  #settingsIn(state: string): Settings | undefined {
    try {
      return stateOf(this.addressed, state)?.settings;
    } catch {
      return undefined;
    }
  }

  #variantsOf(settings: Settings): readonly Variant[] {
    const region = regionIn(settings.region);
    const variants = this.definition.variants(settings);
    return region ? variants.map((variant) => within(variant, region)) : variants;
  }

  /**
   * Changes settings. Where the new variants need no other training than what is there, their
   * surfaces are measured at once; else the figure waits for the reader to press Train.
   */
  change(change: Settings) {
    const trained = this.phase.value === 'done' ? this.runs.trainings() : undefined;
    const recorded = this.isRecorded.value && this.isDefault.value && Boolean(change.region);
    this.stop();
    this.settings.value = { ...this.settings.value, ...change };
    if (recorded && hasWeights(this.#recorded.value)) {
      void this.#finish(this.runs.begin(this.variants.value, () => this.#adoptRecorded()));
      return;
    }
    const known =
      trained &&
      this.variants.value.every(({ experiment }) => trained.has(trainingKey(experiment)));
    if (known) void this.#finish(this.runs.measure(this.variants.value, trained));
    else this.runs.clear();
  }

  /** Looks closer at a part of the plane, with as many points as the whole had. */
  zoom(region: Region) {
    this.change({ region: regionText(region) });
  }

  train(): Promise<void> {
    const runs = this.runs.runs.value;
    const afresh = !runs || runs.every(({ run }) => run.phase.value === 'done');
    return this.#finish(afresh ? this.runs.begin(this.variants.value) : this.runs.carryOn());
  }

  /** Trains once more from the next seed. */
  nextSeed(): Promise<void> {
    const { seed } = this.definition;
    this.runs.clear();
    this.settings.value = {
      ...this.settings.value,
      [seed]: (this.settings.value[seed] as number) + 1,
    };
    return this.train();
  }

  stop() {
    this.runs.stop();
  }

  /** Stops, and shows the recorded run and the default settings again. */
  reset() {
    this.runs.clear();
    this.settings.value = this.#defaults;
  }

  /** The recorded networks, to measure more of their surfaces. */
  async #adoptRecorded(): Promise<Trainings> {
    const trainings: Trainings = new Map();
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

  /** Writes down what was measured, once all is. */
  async #finish(whole: Promise<boolean>): Promise<void> {
    if (!(await whole)) return;
    this.history.add(
      this.settings.value,
      this.shown.value!.map((shown) => measuresOf(shown)),
    );
  }
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
