import type { BenchBackend, BenchCase, BenchEngine } from './result.ts';

/** Measurements to take: one of `cases` after another on the same workers. */
export interface Series {
  readonly backend: BenchBackend;
  readonly engine: BenchEngine;
  readonly workers: number;
  readonly cases: readonly BenchCase[];
}

const DEPTHS = [8, 32, 56];
const WIDTHS = [16, 64];

export interface PlanOptions {
  /** Only the network that the goals name, L32 w16. */
  readonly quick: boolean;
  readonly backends: readonly BenchBackend[];
}

/** The series of one run, and how long each case of it is measured, ms. */
export function planOf({ quick, backends }: PlanOptions): { series: Series[]; budget: number } {
  const depths = quick ? [32] : DEPTHS;
  const widths = quick ? [16] : WIDTHS;
  const casesOf = (work: BenchCase['work']) =>
    depths.flatMap((depth) => widths.map((width): BenchCase => ({ work, depth, width })));
  const both = [...casesOf('train'), ...casesOf('surface')];
  const series = backends.flatMap((backend) =>
    (['kernel', 'ops', 'jax-js'] as const).map(
      (engine): Series => ({ backend, engine, workers: 1, cases: both }),
    ),
  );
  if (backends.includes('wasm')) {
    series.push({ backend: 'wasm', engine: 'kernel', workers: 2, cases: casesOf('surface') });
  }
  return { series, budget: quick ? 500 : 800 };
}
