import type { BackendFiles, BackendInfo, BackendName } from '@/engine/backend';
import type {
  Executor,
  GradientRequest,
  GradientResult,
  SliceRequest,
  SliceResult,
  TrainRequest,
  TrainResult,
} from '@/engine/executor';
import { type BackendChoice, candidates, type GpuLack, workerCount } from './choose';
import { PoolFailure, WorkerFailure } from './member';
import { Pool } from './pool';

/** What the reader is told of the machinery. */
export interface LabStatus {
  readonly choice: BackendChoice;
  /** Undefined while none has started. */
  readonly backend: BackendInfo | undefined;
  readonly description: string;
  /** Told once: why the lab is not on the backend that was asked for. */
  readonly notice: string | undefined;
  /** Where the machine chose the backend: why not WebGPU. */
  readonly lack: GpuLack | undefined;
}

export interface LabOptions {
  readonly files: BackendFiles;
  readonly makeWorker: () => Worker;
  readonly workers?: number;
  /** As of PoolOptions. */
  readonly patience?: number;
}

/** Of one request: as many as there are backends. */
const MOST_FAILURES = 3;

/**
 * The page's one executor, shared by its figures. It starts a pool on the first request, and when
 * a backend fails goes on with the next one: a request carries its whole state, so nothing is lost.
 */
export class Lab implements Executor {
  #choice: BackendChoice = 'auto';
  #pool: Promise<Pool> | undefined;
  #current: Pool | undefined;
  #notice: string | undefined;
  #lack: GpuLack | undefined;
  /** What has failed since the last pool opened. */
  #troubles: string[] = [];
  readonly #failed = new Set<BackendName>();
  readonly #listeners = new Set<(status: LabStatus) => void>();

  constructor(private readonly options: LabOptions) {}

  get status(): LabStatus {
    return {
      choice: this.#choice,
      backend: this.#current?.backend,
      description: this.description,
      notice: this.#notice,
      lack: this.#lack,
    };
  }

  get width(): number {
    return this.#current?.width ?? 1;
  }

  get description(): string {
    return this.#current?.description ?? 'not started yet';
  }

  /** Calls back on every change of status; @returns how to stop that. */
  onStatus(listener: (status: LabStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Changes the backend; runs under way go on there from their last chunk. */
  choose(choice: BackendChoice) {
    if (choice === this.#choice) return;
    this.#choice = choice;
    this.#failed.clear();
    this.#notice = undefined;
    this.#troubles = [];
    const old = this.#current;
    this.#pool = undefined;
    this.#current = undefined;
    this.#announce();
    old?.close(new PoolFailure('The reader chose another backend.'));
    void this.start().catch(() => undefined);
  }

  /** Starts the workers ahead of the first request. */
  async start(): Promise<void> {
    await this.#open();
  }

  trainSteps(request: TrainRequest): Promise<TrainResult> {
    return this.#carryOut(request, (pool) => pool.trainSteps(request));
  }

  sliceLosses(request: SliceRequest): Promise<SliceResult> {
    return this.#carryOut(request, (pool) => pool.sliceLosses(request));
  }

  gradients(request: GradientRequest): Promise<GradientResult> {
    return this.#carryOut(request, (pool) => pool.gradients(request));
  }

  async #carryOut<T>(
    { signal }: Pick<TrainRequest, 'signal'>,
    work: (pool: Pool) => Promise<T>,
  ): Promise<T> {
    // The reader's change of mind is no failure.
    for (let failures = 0; ; ) {
      const pool = await this.#open();
      try {
        return await work(pool);
      } catch (error) {
        // Nor is it that a stop recalled the request.
        if (signal?.aborted) throw error;
        const replaced = pool !== this.#current;
        if (!replaced && ++failures > MOST_FAILURES) throw error;
        if (!this.#abandon(pool, error)) throw error;
      }
    }
  }

  /** @returns whether the work is worth doing again on another pool. */
  #abandon(pool: Pool, error: unknown): boolean {
    const { name, message } = error as Error;
    // What is wrong with the request is wrong everywhere. Errors come from workers by name.
    if (name === 'InputError' || name === 'UnsupportedError') return false;
    const gpu = pool.backend.name === 'webgpu';
    if (!(error instanceof PoolFailure) && !gpu) return false;
    if (pool === this.#current) {
      this.#failed.add(pool.backend.name);
      this.#troubles = [message];
      this.#pool = undefined;
      this.#current = undefined;
      pool.close();
    }
    return true;
  }

  #open(): Promise<Pool> {
    if (this.#pool) return this.#pool;
    const opening = this.#openFirst().catch((error) => {
      if (this.#pool === opening) this.#pool = undefined;
      throw error;
    });
    this.#pool = opening;
    return opening;
  }

  async #openFirst(): Promise<Pool> {
    const choice = this.#choice;
    const troubles = this.#troubles;
    const { names: all, lack } = await candidates(choice);
    const names = all.filter((name) => !this.#failed.has(name));
    // Where no worker starts, the page computes: slower, and it works.
    for (const makeWorker of [this.options.makeWorker, undefined]) {
      for (const backend of names) {
        try {
          const workers = backend === 'webgpu' || !makeWorker ? 1 : this.#workers;
          const pool = await Pool.open({ ...this.options, makeWorker, backend, workers });
          if (choice !== this.#choice) {
            pool.close();
            return this.#open();
          }
          this.#current = pool;
          this.#lack = lack;
          this.#troubles = [];
          if (troubles.length > 0) this.#notice = `${troubles.join(' ')} ${wayOn(pool)}`;
          this.#announce();
          return pool;
        } catch (error) {
          const { message } = error as Error;
          if (!troubles.includes(message)) troubles.push(message);
          if (makeWorker && backend !== 'webgpu' && error instanceof WorkerFailure) break;
        }
      }
    }
    if (choice !== this.#choice) return this.#open();
    this.#notice = `Nothing on this machine could run the computation. ${troubles.join(' ')}`;
    // The next request tries everything once more.
    this.#troubles = [];
    this.#failed.clear();
    this.#announce();
    throw new PoolFailure(this.#notice);
  }

  get #workers(): number {
    return this.options.workers ?? workerCount();
  }

  #announce() {
    for (const listener of this.#listeners) listener(this.status);
  }
}

/** What became of the work, for the reader. */
function wayOn({ backend, onPage }: Pool): string {
  const name = { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'JavaScript' }[backend.name];
  return onPage
    ? `The page itself computes instead, with ${name}: the same numbers, but slower, and it may stutter.`
    : `The work goes on with ${name}; nothing is lost.`;
}
