import { type ReadonlySignal, signal } from '@preact/signals';
import type { Dataset } from '@/engine/data/dataset';
import type { Executor, Implementation } from '@/engine/executor';
import type { Experiment } from '@/engine/experiment/schema';
import { networkSpec } from '@/engine/experiment/spec';
import { planeOf } from '@/engine/landscape/plane';
import { axis, type Plane, type Slice, slice } from '@/engine/landscape/slice';
import { type Evaluation, evaluate } from '@/engine/training/evaluate';
import { initialState, type TrainingState, train } from '@/engine/training/train';
import { type Checkpoint, recorderOf } from '@/engine/trajectory/recorder';

export type Phase = 'ready' | 'training' | 'slicing' | 'done' | 'stopped' | 'failed';

/** The loss of every step so far; arrays grow in place, `steps` says how far they are filled. */
export interface LossLog {
  readonly losses: Float32Array;
  readonly steps: number;
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
}

/** Shortest time between two coarse slices while training, ms: what an eye still calls steady. */
const LIVE_INTERVAL = 100;

/**
 * One experiment running live: train, then slice. Its signals are what a figure draws. A stop keeps
 * what was computed; `start` goes on from there.
 */
export class LiveRun {
  readonly #phase = signal<Phase>('ready');
  readonly #log = signal<LossLog>({ losses: new Float32Array(0), steps: 0 });
  readonly #view = signal<SliceView | undefined>(undefined);
  readonly #evaluation = signal<Evaluation | undefined>(undefined);
  readonly #message = signal<string | undefined>(undefined);
  readonly #implementation = signal<Implementation | undefined>(undefined);
  #state: TrainingState;
  readonly #recorder;
  #stop = false;
  #divergedAt: number | undefined;

  readonly phase: ReadonlySignal<Phase> = this.#phase;
  readonly log: ReadonlySignal<LossLog> = this.#log;
  readonly view: ReadonlySignal<SliceView | undefined> = this.#view;
  readonly evaluation: ReadonlySignal<Evaluation | undefined> = this.#evaluation;
  /** What the reader should know: a divergence, a failure. */
  readonly message: ReadonlySignal<string | undefined> = this.#message;
  readonly implementation: ReadonlySignal<Implementation | undefined> = this.#implementation;

  constructor(
    readonly experiment: Experiment,
    private readonly dataset: Dataset,
    private readonly executor: Executor,
    private readonly options: LiveRunOptions = {},
  ) {
    this.#state = initialState(experiment, this.spec);
    this.#recorder = recorderOf(experiment);
    this.#recorder?.offer(this.#state);
  }

  get spec() {
    return networkSpec(this.experiment, this.dataset);
  }

  /** The network as it stands. */
  get state(): TrainingState {
    return this.#state;
  }

  /** The path so far, if the experiment asks for checkpoints. */
  get checkpoints(): readonly Checkpoint[] {
    return this.#recorder?.checkpoints ?? [];
  }

  /** Trains and slices to the end; resolves when done, stopped or failed, and never rejects. */
  async start(): Promise<void> {
    if (this.#phase.value === 'training' || this.#phase.value === 'slicing') return;
    this.#stop = false;
    this.#message.value = undefined;
    try {
      await this.#train();
      if (!this.#stop) await this.#slice();
      this.#phase.value = this.#stop ? 'stopped' : 'done';
    } catch (error) {
      this.#message.value = (error as Error).message;
      this.#phase.value = 'failed';
    }
  }

  /** Stops after the requests under way; what was computed stays. */
  stop() {
    this.#stop = true;
  }

  async #train() {
    const { training } = this.experiment;
    if (this.#divergedAt !== undefined || this.#state.step >= training.steps) return;
    this.#phase.value = 'training';
    const losses = new Float32Array(training.steps);
    losses.set(this.#log.value.losses.subarray(0, this.#log.value.steps));
    const options = { resume: this.#state };
    let live: Promise<void> | undefined;
    let lastLive = performance.now();
    for await (const progress of train(
      this.experiment,
      this.spec,
      this.dataset.train,
      this.executor,
      options,
    )) {
      losses.set(progress.losses, progress.state.step - progress.losses.length);
      this.#state = progress.state;
      this.#recorder?.offer(progress.state);
      this.#log.value = { losses, steps: progress.state.step };
      this.#implementation.value = progress.implementation;
      if (progress.end === 'diverged') this.#diverged(progress.state.step);
      if (this.#stop || progress.end) break;
      const due = performance.now() - lastLive > LIVE_INTERVAL;
      if (this.options.livePoints && due && !live) {
        lastLive = performance.now();
        live = this.#follow(progress.state).finally(() => {
          live = undefined;
        });
      }
    }
    await live;
    this.#evaluation.value = await evaluate(this.spec, this.#state, this.dataset, this.executor);
  }

  #diverged(step: number) {
    this.#divergedAt = step;
    this.#message.value = `The loss left the finite numbers after step ${step}: the run diverged. What is shown is the network just before. A smaller learning rate may help.`;
  }

  /** One coarse slice of the network as it was at a step. */
  async #follow(state: TrainingState) {
    const n = this.options.livePoints!;
    const { landscape } = this.experiment;
    // Other directions change with the network: what follows the training would jump about.
    if (landscape.directions !== 'random') return;
    const plane = await this.#planeOf(state);
    const grid = { x: axis(landscape.x, n), y: axis(landscape.y, n) };
    for await (const progress of slice(plane, grid, this.executor)) {
      if (this.#stop || this.#phase.value !== 'training') return;
      if (progress.done === n * n) {
        this.#view.value = { slice: progress.slice, done: 1, stride: 1, step: state.step };
      }
    }
  }

  #planeOf(state: TrainingState): Promise<Plane> {
    return planeOf(this.experiment, this.spec, state, this.dataset, {
      executor: this.executor,
      path: this.checkpoints.map(({ parameters }) => parameters),
    });
  }

  async #slice() {
    this.#phase.value = 'slicing';
    const { landscape } = this.experiment;
    const [nx, ny] = landscape.points;
    const grid = { x: axis(landscape.x, nx), y: axis(landscape.y, ny) };
    const plane = await this.#planeOf(this.#state);
    for await (const progress of slice(plane, grid, this.executor)) {
      if (Number.isFinite(progress.stride)) {
        this.#view.value = {
          slice: progress.slice,
          done: progress.done / (nx * ny),
          stride: progress.stride,
          step: this.#state.step,
        };
      }
      this.#implementation.value = progress.implementation;
      if (this.#stop) return;
    }
  }
}
