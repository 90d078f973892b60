import * as Comlink from 'comlink';
import type { BackendFiles, BackendInfo, BackendName } from '@/engine/backend';
import type { Samples } from '@/engine/executor';
import type { WorkerApi } from './protocol';

/** A worker that stopped answering; the pool puts another in its place. */
export class WorkerFailure extends Error {
  override readonly name = 'WorkerFailure';
}

/** The pool can go on no more: the GPU is lost, or workers keep failing. */
export class PoolFailure extends Error {
  override readonly name = 'PoolFailure';
}

export interface MemberOptions {
  readonly backend: BackendName;
  readonly files: BackendFiles;
  /** How a worker is made; tests make ones that fail. */
  readonly makeWorker: () => Worker;
}

const START_PATIENCE = 30_000;
/** Datasets a worker keeps at once. */
const HELD = 8;

/** One worker of the pool, and what it holds. */
export class Member {
  busy = false;
  readonly #held = new Set<number>();

  private constructor(
    private readonly worker: Worker,
    readonly api: Comlink.Remote<WorkerApi>,
    readonly backend: BackendInfo,
    /** Rejects when the worker dies or its GPU is lost. */
    readonly failure: Promise<never>,
  ) {}

  /**
   * @throws WorkerFailure when the worker cannot be loaded or does not answer.
   * @throws Error with the words of `useBackend` when the backend is not to be had.
   */
  static async start(options: MemberOptions): Promise<Member> {
    const worker = options.makeWorker();
    const api = Comlink.wrap<WorkerApi>(worker);
    let fail: (error: Error) => void = () => {};
    const failure = new Promise<never>((_, reject) => {
      fail = reject;
    });
    // Heard by whoever races against it; a death while idle is found at the next request.
    failure.catch(() => undefined);
    worker.onerror = (event) => {
      event.preventDefault?.();
      fail(new WorkerFailure(`A worker stopped: ${event.message || 'it could not be loaded'}.`));
    };
    worker.onmessageerror = () => fail(new WorkerFailure('A worker sent what could not be read.'));
    try {
      const backend = await withPatience(
        Promise.race([api.start(options.backend, options.files), failure]),
        START_PATIENCE,
        'A worker did not start in time.',
      );
      if (options.backend === 'webgpu') {
        api.lost().then(
          (reason) => fail(new PoolFailure(reason)),
          () => undefined,
        );
      }
      return new Member(worker, api, backend, failure);
    } catch (error) {
      worker.terminate();
      throw error;
    }
  }

  /** Sends samples the worker does not have yet. */
  async hold(number: number, samples: Samples): Promise<void> {
    if (this.#held.has(number)) return;
    const [oldest] = this.#held;
    if (this.#held.size >= HELD && oldest !== undefined) {
      this.#held.delete(oldest);
      await this.api.release(oldest);
    }
    await this.api.hold(number, samples);
    this.#held.add(number);
  }

  terminate() {
    this.worker.terminate();
  }
}

/** @throws WorkerFailure with these words when the work takes longer than `patience`, ms. */
export function withPatience<T>(work: Promise<T>, patience: number, words: string): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new WorkerFailure(words)), patience);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
