import { Worker } from 'node:worker_threads';

interface Call {
  readonly argument: unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

type Answer = { ready: true } | { value: unknown } | { error: unknown };

/**
 * Threads of Node that share calls, one at a time each; every thread has a module, and so an
 * executor, of its own. Arguments and results are copied (structured clone).
 */
export class WorkerPool {
  readonly #workers: Worker[] = [];
  readonly #idle: Worker[] = [];
  readonly #queue: Call[] = [];
  readonly #current = new Map<Worker, Call>();
  #failure: Error | undefined;

  private constructor() {}

  /**
   * @param module path from the project's folder, with a leading slash, of a module that exports
   *   `serve` (see pool-worker.ts).
   * @throws whatever keeps a thread from starting.
   */
  static async open(module: string, size: number): Promise<WorkerPool> {
    const pool = new WorkerPool();
    await Promise.all(Array.from({ length: size }, () => pool.#start(module)));
    return pool;
  }

  /** Has one thread carry out a call; calls are begun in the order in which they come. */
  call(argument: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#failure) reject(this.#failure);
      this.#queue.push({ argument, resolve, reject });
      this.#dispatch();
    });
  }

  /** Ends the threads; calls under way are never answered. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #start(module: string): Promise<void> {
    const worker = new Worker(new URL('./pool-worker.ts', import.meta.url), { workerData: module });
    this.#workers.push(worker);
    return new Promise((resolve, reject) => {
      worker.on('error', (error) => {
        this.#fail(error as Error);
        reject(error);
      });
      worker.on('message', (answer: Answer) => {
        if ('ready' in answer) resolve();
        else this.#answered(worker, answer);
        this.#idle.push(worker);
        this.#dispatch();
      });
    });
  }

  #answered(worker: Worker, answer: Exclude<Answer, { ready: true }>) {
    const call = this.#current.get(worker)!;
    this.#current.delete(worker);
    if ('error' in answer) call.reject(answer.error);
    else call.resolve(answer.value);
  }

  #dispatch() {
    while (this.#idle.length > 0 && this.#queue.length > 0) {
      const [worker, call] = [this.#idle.pop()!, this.#queue.shift()!];
      this.#current.set(worker, call);
      worker.postMessage({ argument: call.argument });
    }
  }

  /** A thread that dies takes its module's state along, so the whole pool counts as broken. */
  #fail(error: Error) {
    this.#failure = error;
    for (const call of [...this.#current.values(), ...this.#queue.splice(0)]) call.reject(error);
    this.#current.clear();
  }
}
