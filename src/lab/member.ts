import * as Comlink from 'comlink';
import type { BackendFiles, BackendInfo, BackendName } from '@/engine/backend';
import type { Samples } from '@/engine/executor';
import { Mishap } from './mishap';
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
  /** How a worker is made; tests make ones that fail. Without, the page itself computes. */
  readonly makeWorker: (() => Worker) | undefined;
}

const START_PATIENCE = 30_000;
/** Datasets a worker keeps at once. */
const HELD = 8;

/** One worker of the pool, or the page in a worker's stead, and what it holds. */
export class Member {
  busy = false;
  readonly #held = new Set<number>();

  private constructor(
    private readonly worker: Worker | undefined,
    readonly api: WorkerApi,
    readonly backend: BackendInfo,
    /** Happens when the worker dies or its GPU is lost. */
    readonly mishap: Mishap,
  ) {}

  /**
   * @throws WorkerFailure when the worker cannot be loaded or does not answer.
   * @throws Error with the words of `useBackend` when the backend is not to be had.
   */
  static async start(options: MemberOptions): Promise<Member> {
    if (!options.makeWorker) return Member.#onPage(options);
    const worker = made(options.makeWorker);
    const api: WorkerApi = Comlink.wrap<WorkerApi>(worker);
    // A death while idle is found at the next request.
    const mishap = new Mishap();
    worker.onerror = (event) => {
      event.preventDefault?.();
      mishap.happen(
        new WorkerFailure(`A worker stopped: ${event.message || 'it could not be loaded'}.`),
      );
    };
    worker.onmessageerror = () =>
      mishap.happen(new WorkerFailure('A worker sent what could not be read.'));
    try {
      const backend = await withPatience(
        mishap.orResult(api.start(options.backend, options.files)),
        START_PATIENCE,
        'A worker did not start in time.',
      );
      if (options.backend === 'webgpu') tellLoss(api, mishap);
      return new Member(worker, api, backend, mishap);
    } catch (error) {
      worker.terminate();
      throw error;
    }
  }

  /** Requests are short, and the page draws and listens between two of them. */
  static async #onPage({ backend: name, files }: MemberOptions): Promise<Member> {
    const { workerApi } = await import('./worker-api');
    const api = workerApi();
    const backend = await api.start(name, files);
    const mishap = new Mishap();
    if (name === 'webgpu') tellLoss(api, mishap);
    const breathing: WorkerApi = {
      ...api,
      trainSteps: (request) => breath().then(() => api.trainSteps(request)),
      sliceLosses: (request) => breath().then(() => api.sliceLosses(request)),
      gradients: (request) => breath().then(() => api.gradients(request)),
    };
    return new Member(undefined, breathing, backend, mishap);
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
    this.worker?.terminate();
  }
}

/** @throws WorkerFailure where the browser makes no (module) workers. */
function made(makeWorker: () => Worker): Worker {
  try {
    return makeWorker();
  } catch (error) {
    throw new WorkerFailure(`A worker could not be made: ${(error as Error).message}.`);
  }
}

function tellLoss(api: WorkerApi, mishap: Mishap) {
  api.lost().then(
    (reason) => mishap.happen(new PoolFailure(reason)),
    () => undefined,
  );
}

function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/**
 * Waits for work. A page that was frozen, or a machine that slept, held up the worker as well: of
 * the time since the last beat of the clock only as much counts as a busy page may take.
 *
 * @throws WorkerFailure with these words when the work takes longer than `patience`, ms.
 */
export function withPatience<T>(work: Promise<T>, patience: number, words: string): Promise<T> {
  const beat = Math.min(1000, patience / 4);
  return new Promise<T>((resolve, reject) => {
    let last = performance.now();
    let waited = 0;
    const timer = setInterval(() => {
      const now = performance.now();
      waited += Math.min(now - last, 2 * beat);
      last = now;
      if (waited < patience) return;
      // The work itself may never end.
      clearInterval(timer);
      reject(new WorkerFailure(words));
    }, beat);
    work.then(resolve, reject).finally(() => clearInterval(timer));
  });
}
