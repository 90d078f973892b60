import type { Experiment } from '@/engine/experiment/schema';
import type { RecordedRun } from './run-file';
import type { FileTensor } from './safetensors';

/** Points of a path in the plane of a surface. */
export interface PlanePath {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export interface SurfaceLayer {
  /** Li et al.'s names where they fit: `train_loss`, `train_acc`, `test_loss`, `test_acc`; accuracies are in percent. */
  readonly name: string;
  /** [ny, nx], row by row: element j·nx + i is at (x_i, y_j); NaN where missing. */
  readonly values: Float32Array;
}

/** A loss surface or a line, from whatever file. */
export interface OpenedSurface {
  /** The file's name, and that of the array where a file holds several. */
  readonly name: string;
  /** Ascending: [nx]. */
  readonly x: Float64Array;
  /** Ascending: [ny]; of length 1 for a line. */
  readonly y: Float64Array;
  /** One or more; the loss first, where one is named so. */
  readonly layers: readonly SurfaceLayer[];
  /** Points of the first layer that were not computed: −1 or not a finite number in the file. */
  readonly missing: number;
  readonly path?: PlanePath;
}

/** The path of a training, projected on two directions. */
export interface OpenedTrajectory extends PlanePath {
  readonly name: string;
  /** Shares of the squared displacement that the two directions hold, 0 to 1. */
  readonly explained?: readonly [number, number];
}

/** What a reader's file turned out to be. */
export type Opened =
  | { readonly kind: 'surface'; readonly surface: OpenedSurface }
  | { readonly kind: 'trajectory'; readonly trajectory: OpenedTrajectory }
  | { readonly kind: 'run'; readonly run: RecordedRun; readonly bytes: Uint8Array }
  | { readonly kind: 'experiment'; readonly experiment: Experiment }
  | { readonly kind: 'cifar10'; readonly batches: readonly Uint8Array[] }
  | { readonly kind: 'weights'; readonly tensors: Readonly<Record<string, FileTensor>> };
