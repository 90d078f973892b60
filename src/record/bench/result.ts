/** What one run of the benchmark measures; the object that `--json` prints. */
export interface BenchResult {
  /** The graphics adapter, by its own name. */
  readonly adapter: string;
  /** The browser or runtime, and the processor's hardware threads. */
  readonly machine: { readonly runtime: string; readonly threads: number };
  /** ISO 8601. */
  readonly date: string;
  readonly rows: readonly BenchRow[];
  /** Attainable multiply-adds, GFLOP/s: of one WebAssembly worker, of the whole adapter. */
  readonly peak: Readonly<Partial<Record<BenchBackend, number>>>;
  readonly press: readonly PressTimes[];
  /** R replicas trained together, on a graphics card only. */
  readonly replicas: readonly ReplicaTimes[];
}

export type BenchBackend = 'wasm' | 'webgpu';
export type BenchEngine = 'kernel' | 'ops' | 'jax-js';
export type BenchWork = 'train' | 'surface';

/** One network of the family on 7×7 images of ten classes, batch norm, no skip. */
export interface BenchCase {
  readonly work: BenchWork;
  readonly depth: number;
  readonly width: number;
}

export interface BenchRow extends BenchCase {
  readonly backend: BenchBackend;
  readonly engine: BenchEngine;
  readonly workers: number;
  /** Median per step of 64 samples, or per point of 256. */
  readonly ms: number;
}

/** From pressing Train: 2,000 steps of L32 w16, then the 51×51 surface of 256 samples. */
export interface PressTimes {
  readonly backend: BenchBackend;
  readonly workers: number;
  readonly steps: number;
  /** ms from the press to each of these. */
  readonly trained: number;
  readonly coarseSurface: number;
  readonly finalSurface: number;
  /** The same run again with a surface of points × points following it. */
  readonly live: {
    readonly points: number;
    readonly trained: number;
    readonly surfacesPerSecond: number;
  };
}

export interface ReplicaTimes {
  readonly backend: BenchBackend;
  readonly replicas: number;
  /** Per step of all replicas together. */
  readonly ms: number;
}

export const BATCH = 64;
export const POINT_SAMPLES = 256;
export const INPUTS = 49;
export const CLASSES = 10;

/** Floating-point operations of a step or a point: the matrix products alone, 2 a multiply-add. */
export function flopOf({ work, depth, width }: BenchCase): number {
  const weights = INPUTS * width + (depth - 2) * width * width + width * CLASSES;
  if (work === 'surface') return 2 * POINT_SAMPLES * weights;
  // Forward, ∂W, and ∂h, which the first layer does not need.
  return 2 * BATCH * (3 * weights - INPUTS * width);
}

/** Share of the attainable peak, 0 to 1; undefined where the peak was not measured. */
export function shareOfPeak(row: BenchRow, peak: BenchResult['peak']): number | undefined {
  const limit = peak[row.backend];
  if (limit === undefined) return undefined;
  const workers = row.backend === 'wasm' ? row.workers : 1;
  return flopOf(row) / (row.ms * 1e6) / (limit * workers);
}
