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
import { type BackendChoice, candidates, workerCount } from './choose';
import { PoolFailure } from './member';
import { Pool } from './pool';

/** What the reader is told of the machinery. */
export interface LabStatus {
  readonly choice: BackendChoice;
  /** Undefined while none has started. */
  readonly backend: BackendInfo | undefined;
  readonly description: string;
  /** Told once: why the lab is not on the backend that was asked for. */
  readonly notice: string | undefined;
}

export interface LabOptions {
  readonly files: BackendFiles;
  readonly makeWorker: () => Worker;
  readonly workers?: number;
}

/**
 * The page's one executor, shared by its figures. It starts a pool on the first request, and when
 * a backend fails goes on with the next one: a request carries its whole state, so nothing is lost.
 */
export class Lab implements Executor {
  #choice: BackendChoice = 'auto';
  #pool: Promise<Pool> | undefined;
  #current: Pool | undefined;
  #notice: string | undefined;
  readonly #failed = new Set<BackendName>();
  readonly #listeners = new Set<(status: LabStatus) => void>();

  constructor(private readonly options: LabOptions) {}

  get status(): LabStatus {
    return {
      choice: this.#choice,
      backend: this.#current?.backend,
      description: this.description,
      notice: this.#notice,
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
    return this.#carryOut((pool) => pool.trainSteps(request));
  }

  sliceLosses(request: SliceRequest): Promise<SliceResult> {
    return this.#carryOut((pool) => pool.sliceLosses(request));
  }

  gradients(request: GradientRequest): Promise<GradientResult> {
    return this.#carryOut((pool) => pool.gradients(request));
  }

  async #carryOut<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
    // As many tries as there are backends, and one for a change of mind in between.
    for (let tries = 0; ; tries++) {
      const pool = await this.#open();
      try {
        return await work(pool);
      } catch (error) {
        if (tries >= 3 || !this.#abandon(pool, error)) throw error;
      }
    }
  }

  /** @returns whether the work is worth doing again on another pool. */
  #abandon(pool: Pool, error: unknown): boolean {
    const gpu = pool.backend.name === 'webgpu';
    if (!(error instanceof PoolFailure) && !gpu) return false;
    if (pool === this.#current) {
      this.#failed.add(pool.backend.name);
      this.#notice = `${(error as Error).message} The work goes on without ${pool.backend.name === 'webgpu' ? 'the GPU' : pool.backend.name}, from where it was.`;
      this.#pool = undefined;
      this.#current = undefined;
      pool.close();
    }
    return true;
  }

  #open(): Promise<Pool> {
    this.#pool ??= this.#openFirst().catch((error) => {
      this.#pool = undefined;
      throw error;
    });
    return this.#pool;
  }

  async #openFirst(): Promise<Pool> {
    const choice = this.#choice;
    const names = (await candidates(choice)).filter((name) => !this.#failed.has(name));
    const reasons: string[] = [];
    for (const backend of names) {
      try {
        const workers = backend === 'webgpu' ? 1 : (this.options.workers ?? workerCount());
        const pool = await Pool.open({ ...this.options, backend, workers });
        if (choice !== this.#choice) {
          pool.close();
          return this.#open();
        }
        this.#current = pool;
        if (reasons.length > 0) this.#notice = reasons.join(' ');
        this.#announce();
        return pool;
      } catch (error) {
        reasons.push((error as Error).message);
      }
    }
    this.#notice = `Nothing on this machine could run the computation. ${reasons.join(' ')}`;
    this.#announce();
    throw new PoolFailure(this.#notice);
  }

  #announce() {
    for (const listener of this.#listeners) listener(this.status);
  }
}
