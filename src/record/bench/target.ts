import type { Series } from './plan.ts';
import type { BenchBackend, BenchRow, PressTimes, ReplicaTimes } from './result.ts';

/** Where the benchmark runs: a page in a browser, or Node over Dawn. */
export interface BenchTarget {
  /** Product and version. */
  readonly runtime: string;
  readonly backends: readonly BenchBackend[];
  adapter(): Promise<{ description: string; software: boolean } | undefined>;
  /** GFLOP/s. */
  peak(backend: BenchBackend): Promise<number>;
  /** One row a case that the engine has. `budget`: ms a case. */
  series(series: Series, budget: number): Promise<BenchRow[]>;
  replicas(backend: BenchBackend, count: number, budget: number): Promise<ReplicaTimes[]>;
  /** Undefined where the backend is not to be had after all. */
  press(backend: BenchBackend): Promise<PressTimes | undefined>;
  close(): Promise<void>;
}
