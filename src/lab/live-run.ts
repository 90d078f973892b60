import { type ReadonlySignal, signal } from '@preact/signals';
import { type Analysis, analyse } from '@/engine/analysis';
import type { Executor, Implementation } from '@/engine/executor';
import type { Experiment } from '@/engine/experiment/schema';
import { planeOf } from '@/engine/landscape/plane';
import { axis, type Plane, type Slice, slice } from '@/engine/landscape/slice';
import { sliceOf, trainOther } from '@/engine/run';
import { initialState, type TrainingState } from '@/engine/training/train';
import { areIndependent, project } from '@/engine/trajectory/project';
import type { LiveTraining } from './live-training';
import { stoppable } from './stoppable';

export type Phase = 'ready' | 'training' | 'slicing' | 'analysing' | 'done' | 'stopped' | 'failed';

/** The checkpoints of a training in the plane of its slice, in order. */
export interface PlanePath {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly steps: readonly number[];
}

/** One refinement of the final slice, or a coarse one that follows the training. */
export interface SliceView {
  readonly slice: Slice;
  /** Share of the points computed, 0 to 1. */
  readonly done: number;
  /** Rows and columns that are multiples of it are complete. */
  readonly stride: number;
  /** The step of the network it shows. */
  readonly step: number;
}

export interface LiveRunOptions {
  /** Points a side of the coarse slice that follows the training; 0 for none. */
  readonly livePoints?: number;
  /** It goes on from an earlier part, and waits for `start`. */
  readonly stopped?: boolean;
}

/** Shortest time between two coarse slices while training, ms: what an eye still calls steady. */
const LIVE_INTERVAL = 100;

/** Coarse slices that are kept to be looked at again; beyond, every second one goes. */
const MOST_FRAMES = 96;

/**
 * One experiment running live: train, slice, then analyse if it asks for that. Its signals are what a figure draws. Experiments
 * that differ in the landscape alone share one training. A stop keeps what was computed; `start`
 * goes on from there.
 */
export class LiveRun {
  readonly #phase = signal<Phase>('ready');
  readonly #view = signal<SliceView | undefined>(undefined);
  readonly #frames = signal<readonly SliceView[]>([]);
  readonly #message = signal<string | undefined>(undefined);
  readonly #implementation = signal<Implementation | undefined>(undefined);
  readonly #path = signal<PlanePath | undefined>(undefined);
  readonly #analysis = signal<Analysis | undefined>(undefined);
  #other: TrainingState | undefined;
  #directions: readonly Float32Array[] = [];
  #active: Promise<void> | undefined;
  #wanted = false;
  #stop = false;
  #stopper = new AbortController();

  readonly phase: ReadonlySignal<Phase> = this.#phase;
  readonly view: ReadonlySignal<SliceView | undefined> = this.#view;
  /** The coarse slices that followed the training, by step: its past, to go back to. */
  readonly frames: ReadonlySignal<readonly SliceView[]> = this.#frames;
  /** What the reader should know of a failure; a divergence is told by the training. */
  readonly message: ReadonlySignal<string | undefined> = this.#message;
  /** Which code computed the slice. */
  readonly implementation: ReadonlySignal<Implementation | undefined> = this.#implementation;
  /** Of a training that keeps checkpoints, once the slice is begun. */
  readonly path: ReadonlySignal<PlanePath | undefined> = this.#path;
  readonly analysis: ReadonlySignal<Analysis | undefined> = this.#analysis;

  constructor(
    readonly experiment: Experiment,
    readonly training: LiveTraining,
    private readonly executor: Executor,
    private readonly options: LiveRunOptions = {},
  ) {
    if (options.stopped) this.#phase.value = 'stopped';
  }

  /** Of the slice: one unit along x and y, [P] each; none before it is begun. */
  get directions(): readonly Float32Array[] {
    return this.#directions;
  }

  /** Trains, slices and analyses to the end; resolves when done, stopped or failed, and never rejects. */
  async start(): Promise<void> {
    this.#wanted = true;
    if (this.#active) {
      await this.#active;
      // What was being stopped goes on; anything else has come to its end.
      if (!this.#wanted || this.#phase.value !== 'stopped') return;
    }
    this.#active ??= this.#go().finally(() => {
      this.#active = undefined;
    });
    await this.#active;
  }

  async #go(): Promise<void> {
    this.#stop = false;
    this.#stopper = new AbortController();
    this.#message.value = undefined;
    try {
      if (!this.training.complete) await this.#train();
      if (!this.#stop) await this.#slice();
      this.#phase.value = this.#stop ? 'stopped' : 'done';
    } catch (error) {
      if (this.#stopper.signal.aborted) {
        this.#phase.value = 'stopped';
        return;
      }
      this.#message.value = (error as Error).message;
      this.#phase.value = 'failed';
    }
  }

  /** Stops after the requests under way; what was computed stays. */
  stop() {
    this.#wanted = false;
    this.#stop = true;
    this.#stopper.abort(new Error('Stopped by the reader.'));
    this.training.stop();
  }

  async #train() {
    this.#phase.value = 'training';
    let live: Promise<void> | undefined;
    let lastLive = performance.now();
    const unwatch = this.training.watch((state) => {
      if (!this.options.livePoints || live || performance.now() - lastLive < LIVE_INTERVAL) return;
      // Nobody looks: the training goes on, and has the workers to itself.
      if (globalThis.document?.hidden) return;
      lastLive = performance.now();
      live = this.#follow(state)
        // What fails here fails the slice after the training too, and is told there.
        .catch(() => undefined)
        .finally(() => {
          live = undefined;
        });
    });
    try {
      await this.training.start();
    } finally {
      unwatch();
    }
    await live;
  }

  #plane(state: TrainingState): Promise<Plane> {
    const { spec, dataset, checkpoints } = this.training;
    return planeOf(this.experiment, spec, state, dataset, {
      executor: this.executor,
      path: checkpoints.map(({ parameters }) => parameters),
      other: this.#other?.parameters,
    });
  }

  /** One coarse slice of the network as it was at a step. */
  async #follow(state: TrainingState) {
    const n = this.options.livePoints!;
    const { directions, x, y } = this.experiment.landscape;
    // Other directions change with the network: what follows the training would jump about.
    if (directions !== 'random') return;
    const plane = await this.#plane(state);
    const grid = { x: axis(x, n), y: axis(y, n) };
    const executor = stoppable(this.executor, this.#stopper.signal);
    for await (const progress of slice(plane, grid, executor)) {
      if (this.#stop || this.#phase.value !== 'training') return;
      if (progress.done === n * n) {
        const view = { slice: progress.slice, done: 1, stride: 1, step: state.step };
        this.#view.value = view;
        const frames = [...this.#frames.value, view];
        this.#frames.value =
          frames.length <= MOST_FRAMES ? frames : frames.filter((_, i) => i % 2 === 1);
      }
    }
  }

  async #slice() {
    this.#phase.value = 'slicing';
    const { directions, points } = this.experiment.landscape;
    const { state, spec, dataset, checkpoints } = this.training;
    const executor = stoppable(this.executor, this.#stopper.signal);
    if (directions === 'solution') {
      this.#other ??= await trainOther(this.experiment, spec, dataset, executor);
    }
    const plane = await this.#plane(state);
    this.#directions = plane.directions;
    if (checkpoints.length > 2 && plane.directions.length === 2) {
      this.#path.value = pathIn(plane, checkpoints);
    }
    let result: Slice | undefined;
    for await (const progress of sliceOf(this.experiment, plane, this.#other, executor)) {
      result = progress.slice;
      if (Number.isFinite(progress.stride)) {
        const done = progress.done / (points[0] * points[1]);
        this.#view.value = {
          slice: progress.slice,
          done,
          stride: progress.stride,
          step: state.step,
        };
      }
      this.#implementation.value = progress.implementation;
      if (this.#stop) return;
    }
    if (!this.experiment.analysis || !result) return;
    this.#phase.value = 'analysing';
    const initial = initialState(this.experiment, spec);
    const subject = {
      plane,
      slice: result,
      initial,
      state,
      ...(checkpoints.length > 0 && { checkpoints }),
    };
    this.#analysis.value = await analyse(this.experiment, subject, executor);
  }
}

function pathIn(
  { centre, directions }: Plane,
  checkpoints: LiveTraining['checkpoints'],
): PlanePath | undefined {
  if (!areIndependent(directions)) return undefined;
  const points = checkpoints.map(({ parameters }) => parameters);
  const images = project(points, centre, directions).map(({ coordinates }) => coordinates);
  return {
    x: Float64Array.from(images, ([x]) => x!),
    y: Float64Array.from(images, ([, y]) => y!),
    steps: checkpoints.map(({ step }) => step),
  };
}
