import { type ReadonlySignal, signal } from '@preact/signals';
import type { Dataset } from '@/engine/data/dataset';
import { integerIn, lengthIs } from '@/engine/errors';
import type { Executor, Implementation } from '@/engine/executor';
import type { Experiment } from '@/engine/experiment/schema';
import { networkSpec } from '@/engine/experiment/spec';
import { type Evaluation, evaluate } from '@/engine/training/evaluate';
import {
  checkTrainingState,
  initialState,
  type TrainingState,
  train,
} from '@/engine/training/train';
import { type Checkpoint, recorderOf } from '@/engine/trajectory/recorder';

/** The loss of every step so far; the array grows in place, `steps` says how far it is filled. */
export interface LossLog {
  readonly losses: Float32Array;
  readonly steps: number;
}

/** A training between two steps, to go on elsewhere or later as if nothing had been. */
export interface TrainingSnapshot extends TrainingState {
  /** Of every step so far. */
  readonly losses: Float32Array;
  readonly checkpoints: readonly Checkpoint[];
  readonly finished: boolean;
  readonly divergedAt?: number | undefined;
  readonly message?: string | undefined;
  readonly evaluation?: Evaluation | undefined;
}

/** What two experiments must share for one training to serve both: all but what is measured after it. */
export function trainingKey({ landscape: _, analysis: __, ...rest }: Experiment): string {
  return JSON.stringify(rest);
}

/** The training of an experiment, live. A stop keeps what was computed; `start` goes on from there. */
export class LiveTraining {
  readonly #log = signal<LossLog>({ losses: new Float32Array(0), steps: 0 });
  readonly #evaluation = signal<Evaluation | undefined>(undefined);
  readonly #message = signal<string | undefined>(undefined);
  readonly #implementation = signal<Implementation | undefined>(undefined);
  readonly #finished = signal(false);
  readonly #watchers = new Set<(state: TrainingState) => void>();
  readonly #recorder;
  #state: TrainingState;
  #running: Promise<void> | undefined;
  #divergedAt: number | undefined;
  #stop = false;

  readonly log: ReadonlySignal<LossLog> = this.#log;
  readonly evaluation: ReadonlySignal<Evaluation | undefined> = this.#evaluation;
  /** Set when the run diverged: where, and what may help. */
  readonly message: ReadonlySignal<string | undefined> = this.#message;
  readonly implementation: ReadonlySignal<Implementation | undefined> = this.#implementation;
  /** All steps are taken, or no further one can be. */
  readonly finished: ReadonlySignal<boolean> = this.#finished;

  constructor(
    readonly experiment: Experiment,
    readonly dataset: Dataset,
    private readonly executor: Executor,
  ) {
    this.#state = initialState(experiment, this.spec);
    this.#recorder = recorderOf(experiment);
    this.#recorder?.offer(this.#state);
  }

  /**
   * A training that is already over, such as a recorded one: what it gave, to be measured further.
   * Its optimiser's state is not known, so it cannot go on.
   */
  static finished(
    experiment: Experiment,
    dataset: Dataset,
    executor: Executor,
    over: Pick<TrainingState, 'parameters' | 'running'> & {
      readonly losses: Float32Array;
      readonly evaluation: Evaluation | undefined;
    },
  ): LiveTraining {
    const { parameters, running, losses, evaluation } = over;
    const training = new LiveTraining(experiment, dataset, executor);
    training.#state = { ...training.#state, parameters, running, step: losses.length };
    training.#log.value = { losses, steps: losses.length };
    training.#evaluation.value = evaluation;
    training.#finished.value = true;
    return training;
  }

  /**
   * Goes on from a snapshot: what follows is what would have followed.
   * @throws InputError when it does not fit the experiment.
   */
  static resumed(
    experiment: Experiment,
    dataset: Dataset,
    executor: Executor,
    snapshot: TrainingSnapshot,
  ): LiveTraining {
    const { losses, checkpoints, finished, divergedAt, message, evaluation, ...state } = snapshot;
    const training = new LiveTraining(experiment, dataset, executor);
    const { optimiser, steps } = experiment.training;
    checkTrainingState(state, training.spec, optimiser);
    integerIn('The step of a kept run', state.step, 0, steps);
    lengthIs('The losses of a kept run', losses, state.step);
    const all = new Float32Array(steps);
    all.set(losses);
    for (const checkpoint of [...checkpoints, state]) training.#recorder?.offer(checkpoint);
    training.#state = state;
    training.#log.value = { losses: all, steps: state.step };
    training.#finished.value = finished;
    training.#divergedAt = divergedAt;
    training.#message.value = message;
    training.#evaluation.value = evaluation;
    return training;
  }

  get spec() {
    return networkSpec(this.experiment, this.dataset);
  }

  /** The network as it stands. */
  get state(): TrainingState {
    return this.#state;
  }

  /** The last step with a finite network, if the run diverged there. */
  get divergedAt(): number | undefined {
    return this.#divergedAt;
  }

  /** The training as it stands. */
  snapshot(): TrainingSnapshot {
    const { losses, steps } = this.#log.value;
    return {
      ...this.#state,
      losses: losses.slice(0, steps),
      checkpoints: this.checkpoints,
      finished: this.#finished.value,
      divergedAt: this.#divergedAt,
      message: this.#message.value,
      evaluation: this.#evaluation.value,
    };
  }

  /** Nothing is left to do: all steps are taken, and what they led to is evaluated. */
  get complete(): boolean {
    return this.#finished.value && (this.#state.step === 0 || this.#evaluation.value !== undefined);
  }

  /** The path so far, if the experiment asks for checkpoints. */
  get checkpoints(): readonly Checkpoint[] {
    return this.#recorder?.checkpoints ?? [];
  }

  /** Calls back with the network after every chunk of steps. @returns how to stop that. */
  watch(watcher: (state: TrainingState) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Trains to the end or to a stop; several callers share one training. Rejects on a failure. */
  start(): Promise<void> {
    this.#stop = false;
    this.#running ??= this.#train().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Stops after the request under way. */
  stop() {
    this.#stop = true;
  }

  async #train() {
    if (!this.#finished.value) {
      const { training } = this.experiment;
      const losses = new Float32Array(training.steps);
      losses.set(this.#log.value.losses.subarray(0, this.#log.value.steps));
      if (training.steps > 0) await this.#advance(losses);
      else this.#finished.value = true;
    }
    // Without a step there are no running statistics to evaluate with.
    if (this.#state.step === 0 || this.complete) return;
    this.#evaluation.value = await evaluate(this.spec, this.#state, this.dataset, this.executor);
  }

  async #advance(losses: Float32Array) {
    const progresses = train(this.experiment, this.spec, this.dataset.train, this.executor, {
      resume: this.#state,
      before: losses.subarray(0, this.#state.step),
    });
    for await (const progress of progresses) {
      losses.set(progress.losses, progress.state.step - progress.losses.length);
      this.#state = progress.state;
      this.#recorder?.offer(progress.state);
      this.#log.value = { losses, steps: progress.state.step };
      this.#implementation.value = progress.implementation;
      if (progress.end === 'diverged') {
        this.#divergedAt = progress.state.step;
        this.#message.value = `The loss left the finite numbers after step ${progress.state.step}: the run diverged. What is shown is the network just before. A smaller learning rate may help.`;
      }
      for (const watcher of this.#watchers) watcher(progress.state);
      if (progress.end) this.#finished.value = true;
      if (progress.end || this.#stop) return;
    }
    this.#finished.value = true;
  }
}
