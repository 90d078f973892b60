import type { Executor, SliceRequest, TrainRequest } from '@/engine/executor';

/** One request under way or waiting. */
interface Job {
  left: number;
  readonly cost: number;
  readonly finish: () => void;
}

/**
 * A machine in simulated time, ms: workers that take requests from one queue, as the pool's do, and
 * need a stated time for a point or a step. What they compute is of no interest.
 */
export class Machine {
  /** What a step of a training, or a point of a slice, takes. */
  cost: number;
  /** What every request has taken or will take, in order of asking. */
  readonly asked: number[] = [];
  readonly #running: (Job | undefined)[];
  readonly #queue: Job[] = [];

  constructor(
    readonly workers: number,
    cost: number,
  ) {
    this.cost = cost;
    this.#running = Array.from({ length: workers });
  }

  readonly executor: Executor = (() => {
    const work = async <T>(units: number, result: T) => {
      const computeTime = await this.#do(units);
      return { ...result, implementation: 'kernel' as const, computeTime };
    };
    const machine = this;
    return {
      description: 'simulated',
      get width() {
        return machine.workers;
      },
      trainSteps: ({ state, rates }: TrainRequest) =>
        work(rates.length, { state, losses: rates.map(() => 1) }),
      sliceLosses: ({ points, dimensions }: SliceRequest) => {
        const losses = new Float32Array(points.length / dimensions);
        return work(losses.length, { losses, accuracies: losses });
      },
    };
  })();

  /** Work that no cancel takes back, of the busiest worker: what it does, and its share of the rest. */
  get left(): number {
    const running = this.#running.map((job) => job?.left ?? 0);
    const waiting = this.#queue.reduce((sum, { cost }) => sum + cost, 0);
    return Math.max(...running) + waiting / this.workers;
  }

  get idle(): boolean {
    return this.#running.every((job) => !job);
  }

  /** Lets the time pass until the next request is done. */
  async pass(): Promise<void> {
    await settled();
    const time = Math.min(...this.#running.map((job) => job?.left ?? Number.POSITIVE_INFINITY));
    for (const [worker, job] of this.#running.entries()) {
      if (!job) continue;
      job.left -= time;
      if (job.left > 1e-9) continue;
      this.#running[worker] = this.#queue.shift();
      job.finish();
    }
    await settled();
  }

  #do(units: number): Promise<number> {
    const cost = units * this.cost;
    this.asked.push(cost);
    return new Promise((resolve) => {
      const job = { left: cost, cost, finish: () => resolve(cost) };
      const free = this.#running.findIndex((one) => !one);
      if (free >= 0) this.#running[free] = job;
      else this.#queue.push(job);
    });
  }
}

/** All that can be done without the machine is done. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
