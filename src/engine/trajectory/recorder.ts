import { InputError, integerIn } from '../errors';
import type { Experiment } from '../experiment/schema';

/** A network as it was after a step. */
export interface Checkpoint {
  readonly step: number;
  /** [P] */
  readonly parameters: Float32Array;
  /** [Q], empty without batch norm. */
  readonly running: Float32Array;
}

export interface RecorderOptions {
  /** Steps between checkpoints. */
  readonly every: number;
  /** Bytes the checkpoints may fill together. */
  readonly maxBytes?: number;
}

/** 1,000 checkpoints of 20,000 parameters take 80 MB. */
const MAX_BYTES = 128 * 2 ** 20;

/**
 * Keeps checkpoints of a run: one every `every` steps and always the first and the latest. When
 * they would fill more than `maxBytes`, every other one is dropped and the interval doubles, so
 * any length of run fits and its checkpoints stay evenly spread.
 */
export class CheckpointRecorder {
  #every: number;
  readonly #maxBytes: number;
  #kept: Checkpoint[] = [];
  #latest: Checkpoint | undefined;

  /** @throws InputError when the interval or the bound is no positive whole number. */
  constructor({ every, maxBytes = MAX_BYTES }: RecorderOptions) {
    this.#every = integerIn('The checkpoint interval', every, 1, 1_000_000_000);
    this.#maxBytes = integerIn('The bound on checkpoints, in bytes,', maxBytes, 1, 2 ** 40);
  }

  /** Steps between checkpoints now; larger than asked for once the bound was met. */
  get every(): number {
    return this.#every;
  }

  /** Bytes the checkpoints fill. */
  get bytes(): number {
    return this.checkpoints.reduce((sum, checkpoint) => sum + bytesOf(checkpoint), 0);
  }

  /** All that is kept, in order of steps. */
  get checkpoints(): readonly Checkpoint[] {
    const latest = this.#latest;
    const last = this.#kept[this.#kept.length - 1];
    return latest && last !== latest ? [...this.#kept, latest] : this.#kept;
  }

  /**
   * Offers the state after a step; it is copied if kept. Steps must come in order; the
   * latest one offered again is passed over.
   *
   * @throws InputError when a step comes out of order, its size differs from the first one's, or
   *   not even three checkpoints fit the bound.
   */
  offer({ step, parameters, running }: Checkpoint): void {
    integerIn('The step of a checkpoint', step, 0, 2 ** 31);
    const previous = this.#latest;
    if (previous?.step === step) return;
    if (previous && step < previous.step) {
      throw new InputError(
        `Checkpoints must come in order: one after step ${previous.step} was expected, but ${step} came.`,
      );
    }
    if (previous && previous.parameters.length !== parameters.length) {
      throw new InputError(
        `A run's checkpoints have ${previous.parameters.length} parameters, but ${parameters.length} came.`,
      );
    }
    const copy = { step, parameters: parameters.slice(), running: running.slice() };
    if (3 * bytesOf(copy) > this.#maxBytes) {
      throw new InputError(
        `The bound of ${this.#maxBytes} bytes holds fewer than 3 checkpoints of ${bytesOf(copy)}.`,
      );
    }
    this.#latest = copy;
    if (this.#kept.length === 0 || step % this.#every === 0) this.#kept.push(copy);
    while (this.bytes > this.#maxBytes) this.#thin();
  }

  #thin() {
    this.#every *= 2;
    this.#kept = this.#kept.filter(({ step }, i) => i === 0 || step % this.#every === 0);
  }
}

/** What a recorder holds: enough to go on with another. */
export interface RecordedCheckpoints {
  readonly every: number;
  readonly checkpoints: readonly Checkpoint[];
}

/**
 * @param before what the recorder of an interrupted run held.
 * @returns a recorder of the checkpoints an experiment asks for; nothing if it asks for none.
 */
export function recorderOf(
  { training }: Experiment,
  before?: RecordedCheckpoints,
): CheckpointRecorder | undefined {
  if (training.checkpointEvery === 0) return undefined;
  const recorder = new CheckpointRecorder({ every: before?.every ?? training.checkpointEvery });
  for (const checkpoint of before?.checkpoints ?? []) recorder.offer(checkpoint);
  return recorder;
}

function bytesOf({ parameters, running }: Checkpoint): number {
  return parameters.byteLength + running.byteLength;
}
