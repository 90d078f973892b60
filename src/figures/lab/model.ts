import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { InputError } from '@/engine/errors';
import { loadDataset } from '@/engine/data/dataset';
import type { Executor } from '@/engine/executor';
import { type FieldValue, withField } from '@/engine/experiment/fields';
import type { Experiment } from '@/engine/experiment/schema';
import { networkSpec } from '@/engine/experiment/spec';
import { layoutOf } from '@/engine/network/layout';
import { evaluate } from '@/engine/training/evaluate';
import { initialState } from '@/engine/training/train';
import type { Opened, OpenedTrajectory } from '@/files/opened';
import { flatParameters, type RecordedRun, readRun } from '@/files/run-file';
import type { FileTensor } from '@/files/safetensors';
import { Autosave } from '@/lab/autosave';
import type { Lab } from '@/lab/lab';
import { LiveRun } from '@/lab/live-run';
import { LiveTraining, trainingKey } from '@/lab/live-training';
import { readSiteFile } from '@/lab/site-files';
import { measured, Speed } from '@/lab/speed';
import type { Variant } from '../comparison/definition';
import { measuresOf } from '../comparison/measures';
import { RunSet, shownLive, type Trainings } from '../comparison/run-set';
import { blank, type Shown, shownRecorded } from '../comparison/shown';
import { say } from '@/words';
import type { Looks } from '../parts/fragment';
import { recordings } from '../recordings';
import { type Beside, MOST_BESIDE, shownBeside } from './beside';
import { ASK_SECONDS, estimateOf } from './estimate';
import { KeptRuns } from './kept-runs';
import { LAB, labFragment, labStateOf, type LabState, type SweepSettings } from './link';
import {
  DEFAULT_MEMBERS,
  type Member,
  membersOf,
  MOST_MEMBERS,
  type Preset,
  PRESETS,
  variantsOf,
} from './members';
import { ReaderData } from './reader-data';
import { runFileOf } from './run-of';
import { cellsOf, Sweep } from './sweep';

/** Trainings that are over, kept so that another look at their surface need not train again. */
const TRAININGS = 8;

/** Something heavy that waits for the reader's word. */
export interface Question {
  readonly words: string;
  readonly go: () => void;
}

/** The lab's state and the reader's actions on it; the view only draws its signals. */
export class LabModel {
  readonly members = signal<readonly Member[]>(DEFAULT_MEMBERS);
  /** Which experiment the controls set. */
  readonly selected = signal(0);
  readonly sweepSettings = signal<SweepSettings | undefined>(undefined);
  readonly beside = signal<readonly Beside[]>([]);
  /** What was done with the reader's files, or why nothing was. */
  readonly said = signal<{ readonly words: string; readonly trouble: boolean } | undefined>(
    undefined,
  );
  readonly question = signal<Question | undefined>(undefined);
  /** Whether the last change was one that “back” should undo: other experiments, not other values. */
  isStep = false;
  readonly speed = new Speed();
  readonly data = new ReaderData();
  readonly kept = new KeptRuns();
  readonly runs: RunSet;
  readonly sweep: Sweep;
  readonly #executor: Executor;
  readonly #recorded = signal<ReadonlyMap<string, RecordedRun>>(new Map());
  readonly #trainings: Trainings = new Map();
  /** A trajectory that came before its surface. */
  #waiting: OpenedTrajectory | undefined;
  #besides = 0;
  #backend: string | undefined;

  /** @param isWanted when recordings may be fetched. */
  constructor(
    private readonly lab: Lab,
    private readonly isWanted: () => Promise<void>,
  ) {
    this.#executor = measured(lab, this.speed);
    this.runs = new RunSet(this.#executor, this.data.read, {
      autosave: new Autosave(LAB),
      state: () => this.fragment.peek(),
    });
    this.sweep = new Sweep({ executor: this.#executor, read: this.data.read });
    lab.onStatus(({ backend }) => {
      if (backend && this.#backend && backend.name !== this.#backend) this.speed.forget();
      this.#backend = backend?.name ?? this.#backend;
    });
  }

  readonly variants: ReadonlySignal<readonly Variant[]> = computed(() =>
    variantsOf(this.members.value),
  );

  readonly current = computed(() => this.members.value[this.selected.value]!.experiment);

  /** The preset that the experiments are, if they are one. */
  readonly preset = computed(() => {
    const now = JSON.stringify(this.members.value);
    return PRESETS.find((preset) => JSON.stringify(membersOf(preset)) === now);
  });

  readonly isDefault = computed(
    () => JSON.stringify(this.members.value) === JSON.stringify(DEFAULT_MEMBERS),
  );

  readonly shown: ReadonlySignal<readonly Shown[]> = computed(() => {
    const live = this.runs.runs.value;
    const variants = this.variants.value;
    const own = variants.map((variant) => {
      const running = live && this.runs.of(variant);
      if (running) return shownLive(running);
      const recorded = this.#recorded.value.get(JSON.stringify(variant.experiment));
      return recorded ? shownRecorded(recorded, variant) : blank(variant);
    });
    const taken = new Set(variants.map(({ hue }) => hue));
    const left = ['purple', 'green', 'orange', 'sky', 'grey', 'skip', 'plain'].filter(
      (hue) => !taken.has(hue),
    );
    return [...own, ...this.beside.value.map((one, i) => shownBeside(one, left[i % left.length]!))];
  });

  /** The state in an address; as on a fresh page where it is too long for one. */
  readonly fragment = computed(() => {
    try {
      return labFragment(this.#state(), {});
    } catch {
      return '#lab';
    }
  });

  /** @throws InputError in words where the state is too long for an address. */
  link(looks: Looks): string {
    return labFragment(this.#state(), looks);
  }

  /** Sets the lab as an address says. @throws InputError in words; nothing is changed then. */
  apply(fragment: string): Looks {
    const found = labStateOf(fragment)!;
    this.#set(found.state.members, 0);
    this.sweepSettings.value = found.state.sweep;
    return found.looks;
  }

  start(preset: Preset) {
    this.#set(membersOf(preset), 0);
  }

  /** Sets one field, of the experiment under the hand or of all. @throws InputError in words. */
  setField(path: string, value: FieldValue, everywhere: boolean) {
    const at = this.selected.value;
    const members = this.members.value.map((member, i) =>
      i === at || everywhere
        ? { ...member, experiment: withField(member.experiment, path, value) }
        : member,
    );
    this.#set(members, at, false);
  }

  rename(name: string) {
    this.isStep = false;
    const at = this.selected.value;
    this.members.value = this.members.value.map((member, i) =>
      i === at ? { ...member, name: name.trim() === '' ? undefined : name } : member,
    );
    this.runs.relabel(this.variants.value);
  }

  /** Adds an experiment, a copy of the one under the hand by default, and puts it under the hand. */
  add(member?: Member) {
    const members = this.members.value;
    if (members.length >= MOST_MEMBERS) {
      throw new InputError(say().lab.editor.full(MOST_MEMBERS));
    }
    const copy = member ?? { name: undefined, experiment: this.current.value };
    this.#set([...members, copy], members.length);
  }

  remove() {
    const at = this.selected.value;
    const rest = this.members.value.filter((_, i) => i !== at);
    if (rest.length > 0) this.#set(rest, Math.min(at, rest.length - 1));
  }

  /** Puts an experiment under the hand in place of the one that is there. */
  replace(member: Member) {
    const at = this.selected.value;
    this.#set(
      this.members.value.map((one, i) => (i === at ? member : one)),
      at,
    );
  }

  /** Whether everything is there already but a look at it. */
  readonly onlyMeasures = computed(() => {
    this.runs.phase.value;
    const missing = this.variants.value.filter((variant) => !this.runs.of(variant));
    return (
      missing.length > 0 &&
      missing.every(({ experiment }) => {
        const training = this.#trainings.get(trainingKey(experiment));
        return training?.finished.value && !needsPath(experiment, training);
      })
    );
  });

  /** Trains and measures whatever is not there yet; asks first where that takes long. */
  train() {
    this.question.value = undefined;
    const variants = this.variants.value;
    const { phase } = this.runs;
    const complete = variants.every((variant) => this.runs.of(variant)?.run.phase.value === 'done');
    const ahead = complete
      ? variants
      : variants.filter((variant) => this.runs.of(variant)?.run.phase.value !== 'done');
    const go = () =>
      void this.#finish(
        complete && phase.value === 'done'
          ? this.runs.begin(variants)
          : this.runs.beginMissing(variants, this.#known(variants)),
      );
    this.#ask(
      ahead.map(({ experiment }) => experiment),
      ahead.length,
      go,
    );
  }

  /** Runs the sweep of the settings. @throws InputError naming a value that cannot be. */
  runSweep() {
    this.question.value = undefined;
    const settings = this.sweepSettings.value;
    if (!settings) return;
    const cells = cellsOf(this.current.value, settings);
    this.#ask(
      cells.map(({ experiment }) => experiment),
      4,
      () => void this.sweep.run(cells),
    );
  }

  /** Goes on with a run that an earlier page was in, unless an address says else. */
  async resume(): Promise<void> {
    const membersIn = (state: string) => {
      try {
        return labStateOf(state)?.state.members;
      } catch {
        // Of an older version of this site.
        return undefined;
      }
    };
    const variants = (state: string) => {
      const members = membersIn(state);
      const fits = this.isDefault.value || sameMembers(members, this.members.value);
      return members && fits ? variantsOf(members) : undefined;
    };
    const adopt = (state: string) => this.#set(membersIn(state)!, 0, false);
    await this.#finish(this.runs.resume(variants, adopt));
  }

  stop() {
    this.runs.stop();
    for (const one of this.beside.value) if (one.kind === 'network') one.live.stop();
  }

  /** Stops, and forgets what was set and measured; kept runs stay. */
  reset() {
    this.runs.clear();
    this.beside.value = [];
    this.said.value = undefined;
    this.#waiting = undefined;
    this.#set(DEFAULT_MEMBERS, 0);
  }

  /** Shows the recordings that the site ships of the present experiments. */
  async loadRecorded(): Promise<void> {
    await this.isWanted();
    for (const { experiment } of this.variants.value) {
      const key = JSON.stringify(experiment);
      const name = RECORDED.get(key);
      if (!name || this.#recorded.value.has(key)) continue;
      try {
        const run = readRun(new Uint8Array(await readSiteFile(`runs/${name}.safetensors`)));
        this.#recorded.value = new Map(this.#recorded.value).set(key, run);
      } catch {
        // The lab trains without it all the same.
      }
    }
  }

  /** Puts a kept run beside the experiments. */
  async compare(id: string): Promise<void> {
    const about = this.kept.list.value.find((one) => one.id === id);
    const file = await this.kept.file(id);
    if (!about || !file) {
      this.#tell(say().lab.kept.letGoTrain, true);
      return;
    }
    try {
      const run = readRun(file);
      this.#put({ kind: 'run', run, bytes: file, name: about.name, origin: 'kept' });
    } catch (error) {
      this.#tell((error as Error).message, true);
    }
  }

  removeBeside(id: number) {
    for (const one of this.beside.value) {
      if (one.id === id && one.kind === 'network') one.live.stop();
    }
    this.beside.value = this.beside.value.filter((one) => one.id !== id);
  }

  /** Changes how an opened surface is shown. */
  setBeside(id: number, change: { readonly layer?: number; readonly classes?: number }) {
    this.beside.value = this.beside.value.map((one) =>
      one.id === id && one.kind === 'surface' ? { ...one, ...change } : one,
    );
  }

  /** Does with an opened file what there is to do with its kind. @throws InputError in words. */
  async take(fileName: string, opened: Opened): Promise<void> {
    const name = fileName.slice(0, 40);
    switch (opened.kind) {
      case 'surface': {
        const path = this.#waiting;
        this.#waiting = undefined;
        this.#put({
          kind: 'surface',
          name,
          surface: opened.surface,
          layer: 0,
          classes: 10,
          path: path && { x: path.x, y: path.y },
        });
        this.#tell(surfaceWords(name, opened.surface), false);
        return;
      }
      case 'trajectory':
        this.#lay(name, opened.trajectory);
        return;
      case 'run':
        this.#put({
          kind: 'run',
          name,
          run: opened.run,
          bytes: opened.bytes,
          origin: 'file',
        });
        this.#tell(say().lab.files.run(name), false);
        return;
      case 'experiment': {
        this.replace({ experiment: opened.experiment });
        this.#tell(say().lab.files.experiment(name), false);
        return;
      }
      case 'cifar10':
        for (const batch of opened.batches) this.#tell(this.data.addCifar(fileName, batch), false);
        return;
      case 'weights':
        await this.#takeWeights(name, opened.tensors);
    }
  }

  tell(words: string, trouble: boolean) {
    this.#tell(words, trouble);
  }

  /** A file of a finished run, for the reader or the list of kept ones. */
  fileOf(live: LiveRun): Uint8Array<ArrayBuffer> | undefined {
    const address =
      typeof location === 'undefined' ? '' : new URL(this.fragment.value, location.href).href;
    return runFileOf(live, address, this.lab.description);
  }

  /** How to get the file of a recording that stands in place of an experiment. */
  recordedFile(experiment: Experiment) {
    const key = JSON.stringify(experiment);
    const name = this.#recorded.value.has(key) ? RECORDED.get(key) : undefined;
    if (!name) return undefined;
    return async () => new Uint8Array(await readSiteFile(`runs/${name}.safetensors`));
  }

  /** How to get the file of what stands beside, if it is a run. */
  besideFile(at: number) {
    const one = this.beside.value[at];
    if (one?.kind === 'run') return async () => one.bytes.slice();
    if (one?.kind === 'network') return async () => this.fileOf(one.live);
    return undefined;
  }

  #state(): LabState {
    return { members: this.members.value, sweep: this.sweepSettings.value };
  }

  #set(members: readonly Member[], selected: number, step = true) {
    this.isStep = step;
    this.#remember();
    this.question.value = undefined;
    this.selected.value = selected;
    this.members.value = members;
    this.runs.retain(this.variants.value);
    void this.loadRecorded();
  }

  /** Trainings that are over may be looked at again. */
  #remember() {
    for (const [key, training] of this.runs.trainings()) {
      if (!training.finished.value) continue;
      this.#trainings.delete(key);
      this.#trainings.set(key, training);
    }
    for (const key of [...this.#trainings.keys()].slice(0, -TRAININGS)) this.#trainings.delete(key);
  }

  /** Finished trainings that serve these experiments. */
  #known(variants: readonly Variant[]): Trainings {
    const known: Trainings = new Map();
    for (const { experiment } of variants) {
      const key = trainingKey(experiment);
      const training = this.#trainings.get(key);
      if (training && !needsPath(experiment, training)) known.set(key, training);
    }
    return known;
  }

  #ask(experiments: readonly Experiment[], atOnce: number, go: () => void) {
    const { seconds, words, refusal } = estimateOf(
      experiments,
      this.speed,
      this.lab.status,
      atOnce,
    );
    if (refusal) this.#tell(refusal, true);
    else if (seconds > ASK_SECONDS) {
      this.question.value = {
        words: say().lab.cost.question(words),
        go: () => {
          this.question.value = undefined;
          go();
        },
      };
    } else {
      this.said.value = undefined;
      go();
    }
  }

  /** Keeps what came to its end. */
  async #finish(whole: Promise<boolean>): Promise<void> {
    await whole;
    this.#remember();
    for (const running of this.runs.runs.value ?? []) {
      const file = running.run.phase.value === 'done' ? this.fileOf(running.run) : undefined;
      if (!file) continue;
      const { name, experiment } = running.variant;
      await this.kept.keep({ name, experiment, measured: measuresOf(shownLive(running)) }, file);
    }
  }

  #put(one: NewBeside) {
    if (this.beside.value.length >= MOST_BESIDE) {
      throw new InputError(say().lab.beside.full(MOST_BESIDE));
    }
    this.beside.value = [...this.beside.value, { ...one, id: this.#besides++ }];
  }

  #lay(name: string, trajectory: OpenedTrajectory) {
    const { x, y } = trajectory;
    const at = this.beside.value.findLastIndex((one) => one.kind === 'surface');
    if (at < 0) {
      this.#waiting = trajectory;
      this.#tell(say().lab.files.path(name, x.length), false);
      return;
    }
    this.beside.value = this.beside.value.map((one, i) =>
      i === at && one.kind === 'surface' ? { ...one, path: { x, y } } : one,
    );
    this.#tell(say().lab.files.pathOn(name, x.length, this.beside.value[at]!.name), false);
  }

  /** A network from elsewhere in place of a trained one: its surface is measured at once. */
  async #takeWeights(name: string, tensors: Readonly<Record<string, FileTensor>>): Promise<void> {
    const experiment = this.current.value;
    const dataset = await loadDataset(experiment, this.data.read);
    const spec = networkSpec(experiment, dataset);
    const named = withoutPrefix(tensors);
    const { parameters: expected, statisticsSize } = layoutOf(spec);
    for (const { name: tensor, shape } of expected) checkFit(name, tensor, shape, named[tensor]);
    const parameters = flatParameters(named, spec);
    const found = tensors['running']?.data;
    const running =
      found instanceof Float32Array && found.length === statisticsSize ? found : undefined;
    if (!running && statisticsSize > 0 && experiment.landscape.statistics === 'frozen') {
      throw new InputError(say().lab.files.misfit.statistics(name, statisticsSize));
    }
    const initial = initialState(experiment, spec);
    const state = { ...initial, parameters, ...(running && { running }) };
    // Without running statistics the network has no way to classify one sample at a time.
    const evaluation =
      running || statisticsSize === 0
        ? await evaluate(spec, state, dataset, this.#executor)
        : undefined;
    const training = LiveTraining.finished(experiment, dataset, this.#executor, {
      ...state,
      losses: new Float32Array(0),
      evaluation,
    });
    const live = new LiveRun(experiment, training, this.#executor);
    this.#put({ kind: 'network', name, live });
    this.#tell(say().lab.files.weights(name), false);
    await live.start();
    if (live.message.value) this.#tell(live.message.value, true);
  }

  #tell(words: string, trouble: boolean) {
    this.said.value = { words, trouble };
  }
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
type NewBeside = WithoutId<Beside>;

/** Recordings of the site by their experiments. */
const RECORDED = new Map(
  Object.entries(recordings).map(([name, experiment]) => [JSON.stringify(experiment), name]),
);

function needsPath({ landscape }: Experiment, { checkpoints }: LiveTraining): boolean {
  return landscape.directions === 'pca' && checkpoints.length < 3;
}

/** @throws InputError in words unless a file's tensor is what the network needs there. */
function checkFit(
  file: string,
  name: string,
  shape: readonly number[],
  found: FileTensor | undefined,
) {
  if (found?.shape.join() === shape.join() && found.data instanceof Float32Array) return;
  const { misfit } = say().lab.files;
  const wanted = shape.join(', ');
  throw new InputError(
    found
      ? misfit.shape(file, name, wanted, found.shape.slice(0, 8).join(', '))
      : misfit.missing(file, name, wanted),
  );
}

function withoutPrefix(tensors: Readonly<Record<string, FileTensor>>) {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name.replace(/^parameters\//, ''), tensor]),
  );
}

function surfaceWords(
  name: string,
  { x, y, missing }: { x: Float64Array; y: Float64Array; missing: number },
): string {
  const words = say().lab.files;
  const size = y.length === 1 ? words.line(x.length) : words.surface(x.length, y.length);
  return missing > 0 ? words.openedWithGaps(name, size, missing) : words.opened(name, size);
}

function sameMembers(some: readonly Member[] | undefined, others: readonly Member[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}
