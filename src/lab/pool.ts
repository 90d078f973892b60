import type { BackendInfo } from '@/engine/backend';
import type {
  Executor,
  GradientRequest,
  GradientResult,
  Samples,
  SliceRequest,
  SliceResult,
  TrainRequest,
  TrainResult,
} from '@/engine/executor';
import { Member, type MemberOptions, PoolFailure, WorkerFailure, withPatience } from './member';

export interface PoolOptions extends MemberOptions {
  readonly workers: number;
  /** A request that takes longer than this, ms, counts as hung; work per request is bounded. */
  readonly patience?: number;
}

/** One request on its way; requests carry all they need, so any worker can do any of them. */
interface Job {
  readonly samples: Samples;
  readonly signal: AbortSignal | undefined;
  run(member: Member, samples: number): Promise<unknown>;
  resolve(value: never): void;
  reject(error: unknown): void;
  attempts: number;
}

/** Tries of one request on fresh workers before the fault is taken to be in the request. */
const ATTEMPTS = 3;
const PATIENCE = 20_000;

/**
 * A pool of module workers that share requests. Requests are pure: a worker that dies or hangs is
 * replaced and its request done again elsewhere, with the same result. No shared memory, so a
 * plain static host will do.
 */
export class Pool implements Executor {
  readonly #members: Member[] = [];
  readonly #queue: Job[] = [];
  readonly #underWay = new Set<Job>();
  readonly #numbers = new WeakMap<Samples, number>();
  #count = 0;
  #recruiting = 0;
  #closed: Error | undefined;

  private constructor(
    private readonly options: PoolOptions,
    readonly backend: BackendInfo,
  ) {}

  /** @throws Error in words when not even one worker starts or the backend is not to be had. */
  static async open(options: PoolOptions): Promise<Pool> {
    const first = await Member.start(options);
    const pool = new Pool(options, first.backend);
    pool.#members.push(first);
    // One worker is enough to begin with; the others join as they come up.
    for (let i = 1; i < options.workers; i++) void pool.#recruit();
    return pool;
  }

  /** There are no workers; the page computes. */
  get onPage(): boolean {
    return !this.options.makeWorker;
  }

  get width(): number {
    return Math.max(1, this.#members.length);
  }

  get description(): string {
    const some = this.width > 1 ? 'workers' : 'worker';
    const workers = this.options.workers > 1 ? `, ${this.width} ${some}` : '';
    return `${this.backend.description}${this.onPage ? ', on the page itself' : workers}`;
  }

  trainSteps(request: TrainRequest): Promise<TrainResult> {
    const { signal, ...rest } = request;
    return this.#enqueue(request, (member, samples) => member.api.trainSteps({ ...rest, samples }));
  }

  sliceLosses(request: SliceRequest): Promise<SliceResult> {
    const { signal, ...rest } = request;
    return this.#enqueue(request, (member, samples) =>
      member.api.sliceLosses({ ...rest, samples }),
    );
  }

  gradients(request: GradientRequest): Promise<GradientResult> {
    const { signal, ...rest } = request;
    return this.#enqueue(request, (member, samples) => member.api.gradients({ ...rest, samples }));
  }

  /** Ends all workers; requests under way are rejected with the reason. */
  close(reason: Error = new PoolFailure('The workers were shut down.')) {
    if (this.#closed) return;
    this.#closed = reason;
    for (const member of this.#members.splice(0)) member.terminate();
    for (const job of [...this.#queue.splice(0), ...this.#underWay]) job.reject(reason);
  }

  #enqueue<T>(
    { samples, signal }: Pick<TrainRequest, 'samples' | 'signal'>,
    run: Job['run'],
  ): Promise<T> {
    if (this.#closed) return Promise.reject(this.#closed);
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ samples, signal, run, resolve, reject, attempts: 0 });
      this.#dispatch();
    });
  }

  #dispatch() {
    for (const member of this.#members) {
      if (member.busy) continue;
      const job = this.#next();
      if (!job) return;
      member.busy = true;
      void this.#perform(member, job);
    }
  }

  /** The first job that is still wanted; those before it are told that they are not. */
  #next(): Job | undefined {
    for (let job = this.#queue.shift(); job; job = this.#queue.shift()) {
      if (!job.signal?.aborted) return job;
      job.reject(job.signal.reason);
    }
    return undefined;
  }

  async #perform(member: Member, job: Job) {
    job.attempts++;
    this.#underWay.add(job);
    try {
      const value = await this.#answer(member, job);
      member.busy = false;
      job.resolve(value as never);
    } catch (error) {
      if (error instanceof PoolFailure) this.close(error);
      else if (error instanceof WorkerFailure) this.#again(member, job, error);
      else {
        member.busy = false;
        job.reject(error);
      }
    } finally {
      this.#underWay.delete(job);
    }
    this.#dispatch();
  }

  #answer(member: Member, job: Job): Promise<unknown> {
    const number = this.#numberOf(job.samples);
    const work = member.hold(number, job.samples).then(() => job.run(member, number));
    const answer = member.mishap.orResult(work);
    // The page cannot be ended from outside, and while it computes it does not watch itself.
    if (this.onPage) return answer;
    const { patience = PATIENCE } = this.options;
    return withPatience(answer, patience, 'A worker did not answer in time.');
  }

  /** Puts another worker in the place of one that failed; its job goes to whoever is free first. */
  #again(member: Member, job: Job, error: WorkerFailure) {
    if (this.#closed) return;
    member.terminate();
    this.#members.splice(this.#members.indexOf(member), 1);
    if (job.attempts < ATTEMPTS) this.#queue.unshift(job);
    else job.reject(new PoolFailure(`${error.message} So did ${ATTEMPTS - 1} others before it.`));
    void this.#recruit();
  }

  async #recruit() {
    this.#recruiting++;
    try {
      const member = await Member.start(this.options);
      if (this.#closed) return member.terminate();
      this.#members.push(member);
      this.#dispatch();
    } catch (error) {
      // Fewer workers are slower, not wrong; without any the pool is done.
      if (this.#members.length === 0 && this.#recruiting === 1) {
        this.close(new PoolFailure(`No worker could be started: ${(error as Error).message}`));
      }
    } finally {
      this.#recruiting--;
    }
  }

  #numberOf(samples: Samples): number {
    let number = this.#numbers.get(samples);
    if (number === undefined) this.#numbers.set(samples, (number = this.#count++));
    return number;
  }
}
