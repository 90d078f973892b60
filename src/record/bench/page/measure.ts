import type { BackendFiles } from '@/engine/backend';
import { useBackend } from '@/engine/backend';
import type { Executor, Samples } from '@/engine/executor';
import { openExecutor } from '@/engine/open-executor';
import { TfjsExecutor } from '@/engine/tfjs-executor';
import type { BenchBackend, BenchCase, BenchEngine } from '../result';
import { jaxWorkload, openJax } from './jax';
import { executorWorkload, type Workload } from './workload';

/** One engine on one backend, measured case by case. Lives in a worker, or in Node over Dawn. */
export class Measurement {
  #executor: Executor | undefined;
  #workload: Workload | undefined;

  private constructor(
    private readonly engine: BenchEngine,
    private readonly samples: Samples,
  ) {}

  static async open(
    backend: BenchBackend,
    engine: BenchEngine,
    samples: Samples,
    files: BackendFiles,
  ): Promise<Measurement> {
    const measurement = new Measurement(engine, samples);
    if (engine === 'jax-js') await openJax(backend);
    else if (engine === 'kernel')
      measurement.#executor = (await openExecutor(backend, files)).executor;
    else measurement.#executor = new TfjsExecutor(await useBackend(backend, files), 'ops');
    return measurement;
  }

  prepare(bench: BenchCase, replicas = 1): void {
    this.#workload?.dispose();
    this.#workload =
      this.engine === 'jax-js'
        ? jaxWorkload(bench, this.samples)
        : executorWorkload(this.#executor!, bench, this.samples, replicas);
  }

  /**
   * Does `count` steps or points of the prepared case.
   *
   * @returns ms; undefined where the engine does not have the case: a kernel that went to the ops.
   */
  async run(count: number): Promise<number | undefined> {
    const started = performance.now();
    const engine = await this.#workload!.run(count);
    const ms = performance.now() - started;
    return engine === this.engine ? ms : undefined;
  }
}

/** Does `count` steps or points; @returns ms, or nothing where the engine lacks the case. */
export type Run = (count: number) => Promise<number | undefined>;

/** Length of one timed burst, ms: long against the clock and the messages, short against `budget`. */
const BURST = 120;

/**
 * @param budget ms to spend; what is slower than that is measured once, after one warm-up.
 * @returns median ms of one step or point, undefined where the engine does not have the case.
 */
export async function medianOf(run: Run, budget: number): Promise<number | undefined> {
  // Twice: the first may compile, a later one may still be tiering up.
  if ((await run(1)) === undefined) return undefined;
  let count = 1;
  let ms = (await run(count))!;
  const deadline = performance.now() + budget;
  while (ms < BURST / 2 && count < 4096) {
    count = Math.max(
      count + 1,
      Math.min(4 * count, Math.ceil((count * BURST) / Math.max(ms, 0.1))),
    );
    ms = (await run(count))!;
  }
  const times = [ms / count];
  while (performance.now() < deadline) times.push((await run(count))! / count);
  times.sort((a, b) => a - b);
  const middle = times.length >> 1;
  return times.length % 2 ? times[middle]! : (times[middle - 1]! + times[middle]!) / 2;
}
