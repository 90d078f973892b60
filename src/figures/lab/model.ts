import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { InputError } from '@/engine/errors';
import type { Executor } from '@/engine/executor';
import { type FieldValue, withField } from '@/engine/experiment/fields';
import type { Experiment } from '@/engine/experiment/schema';
import type { Opened, OpenedSurface } from '@/files/opened';
import { readRun } from '@/files/run-file';
import { Autosave } from '@/lab/autosave';
import type { Lab } from '@/lab/lab';
import type { LiveRun } from '@/lab/live-run';
import { measured, Speed } from '@/lab/speed';
import type { Variant } from '../comparison/definition';
import { measuresOf } from '../comparison/measures';
import { RunSet, shownLive } from '../comparison/run-set';
import { blank, type Shown, shownRecorded } from '../comparison/shown';
import { say } from '@/words';
import type { Looks } from '../parts/fragment';
import { shownBeside } from './beside';
import { Besides } from './besides';
import { ASK_SECONDS, estimateOf } from './estimate';
import { KeptRuns } from './kept-runs';
import { KeptTrainings } from './kept-trainings';
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
import { Recorded } from './recorded';
import { runFileOf } from './run-of';
import { cellsOf, Sweep } from './sweep';
import { runOfWeights } from './weights';

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
  readonly besides = new Besides();
  readonly runs: RunSet;
  readonly sweep: Sweep;
  readonly #executor: Executor;
  readonly #recorded = new Recorded();
  readonly #trainings = new KeptTrainings();
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
      const recorded = this.#recorded.of(variant.experiment);
      return recorded ? shownRecorded(recorded, variant) : blank(variant);
    });
    const taken = new Set(variants.map(({ hue }) => hue));
    const left = ['purple', 'green', 'orange', 'sky', 'grey', 'skip', 'plain'].filter(
      (hue) => !taken.has(hue),
    );
    const beside = this.besides.list.value;
    return [...own, ...beside.map((one, i) => shownBeside(one, left[i % left.length]!))];
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
    return missing.length > 0 && missing.every(({ experiment }) => this.#trainings.has(experiment));
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
          : this.runs.beginMissing(
              variants,
              this.#trainings.serving(variants.map(({ experiment }) => experiment)),
            ),
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
    this.besides.stop();
  }

  /** Stops, and forgets what was set and measured; kept runs stay. */
  reset() {
    this.runs.clear();
    this.besides.clear();
    this.said.value = undefined;
    this.#set(DEFAULT_MEMBERS, 0);
  }

  /** Shows the recordings that the site ships of the present experiments. */
  async loadRecorded(): Promise<void> {
    await this.isWanted();
    await this.#recorded.load(this.variants.value.map(({ experiment }) => experiment));
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
      this.besides.put({ kind: 'run', run, bytes: file, name: about.name, origin: 'kept' });
    } catch (error) {
      this.#tell((error as Error).message, true);
    }
  }

  /** Does with an opened file what there is to do with its kind. @throws InputError in words. */
  async take(fileName: string, opened: Opened): Promise<void> {
    const name = fileName.slice(0, 40);
    switch (opened.kind) {
      case 'surface': {
        this.besides.putSurface(name, opened.surface);
        this.#tell(surfaceWords(name, opened.surface), false);
        return;
      }
      case 'trajectory': {
        const points = opened.trajectory.x.length;
        const under = this.besides.layPath(opened.trajectory);
        const words = say().lab.files;
        this.#tell(
          under === undefined ? words.path(name, points) : words.pathOn(name, points, under),
          false,
        );
        return;
      }
      case 'run':
        this.besides.put({
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
        await this.#measureWeights(name, opened.tensors);
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
    return this.#recorded.file(experiment);
  }

  /** How to get the file of what stands beside, if it is a run. */
  besideFile(at: number) {
    const one = this.besides.list.value[at];
    if (one?.kind === 'run') return async () => one.bytes.slice();
    if (one?.kind === 'network') return async () => this.fileOf(one.live);
    return undefined;
  }

  #state(): LabState {
    return { members: this.members.value, sweep: this.sweepSettings.value };
  }

  #set(members: readonly Member[], selected: number, step = true) {
    this.isStep = step;
    this.#trainings.keep(this.runs.trainings());
    this.question.value = undefined;
    this.selected.value = selected;
    this.members.value = members;
    this.runs.retain(this.variants.value);
    void this.loadRecorded();
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
    this.#trainings.keep(this.runs.trainings());
    for (const running of this.runs.runs.value ?? []) {
      const file = running.run.phase.value === 'done' ? this.fileOf(running.run) : undefined;
      if (!file) continue;
      const { name, experiment } = running.variant;
      await this.kept.keep({ name, experiment, measured: measuresOf(shownLive(running)) }, file);
    }
  }

  /** A network from elsewhere in place of a trained one: its surface is measured at once. */
  async #measureWeights(name: string, tensors: Parameters<typeof runOfWeights>[1]): Promise<void> {
    const live = await runOfWeights(
      name,
      tensors,
      this.current.value,
      this.data.read,
      this.#executor,
    );
    this.besides.put({ kind: 'network', name, live });
    this.#tell(say().lab.files.weights(name), false);
    await live.start();
    if (live.message.value) this.#tell(live.message.value, true);
  }

  #tell(words: string, trouble: boolean) {
    this.said.value = { words, trouble };
  }
}

function surfaceWords(name: string, { x, y, missing }: OpenedSurface): string {
  const words = say().lab.files;
  const size = y.length === 1 ? words.line(x.length) : words.surface(x.length, y.length);
  return missing > 0 ? words.openedWithGaps(name, size, missing) : words.opened(name, size);
}

function sameMembers(some: readonly Member[] | undefined, others: readonly Member[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}
