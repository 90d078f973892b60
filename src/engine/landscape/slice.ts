import { allFinite, InputError, integerIn, lengthIs, numberIn } from '../errors';
import type { Executor, Implementation, Samples, SliceRequest } from '../executor';
import { layoutOf } from '../network/layout';
import type { NetworkSpec } from '../network/spec';
import { overlapped } from '../overlap';

/** A rectangular grid of points on a slice. */
export interface Grid {
  /** Coordinates along the first direction, ascending: [nx]. */
  readonly x: Float64Array;
  /** Coordinates along the second direction: [ny]; one 0 for a line. */
  readonly y: Float64Array;
}

/** Loss and accuracy on a grid; element j·nx + i is at (x_i, y_j), NaN where not computed yet. */
export interface Slice extends Grid {
  readonly loss: Float32Array;
  readonly accuracy: Float32Array;
}

/** The plane (or line) that is sliced and what is measured on it. */
export interface Plane {
  readonly spec: NetworkSpec;
  /** Centre [P]. */
  readonly centre: Float32Array;
  /** One or two directions, each [P]. */
  readonly directions: readonly Float32Array[];
  readonly samples: Samples;
  readonly statistics: 'batch' | 'frozen';
  /** Running statistics [Q], for `frozen`. */
  readonly running: Float32Array;
}

/** One refinement of a slice: what is known so far. The arrays grow in place between reports. */
export interface SliceProgress {
  readonly slice: Slice;
  /** Points computed, of nx·ny. */
  readonly done: number;
  /** Every stride-th row and column (and the last) is complete; 1 at the end. */
  readonly stride: number;
  readonly implementation: Implementation;
}

/**
 * @returns n evenly spaced coordinates from low to high; their middle for n = 1.
 * @throws InputError when an end is not finite, or high below low, or n no whole number from 1.
 */
export function axis([low, high]: readonly [number, number], n: number): Float64Array {
  integerIn('The number of points of an axis', n, 1, 100_000);
  if (!(Number.isFinite(high - low) && low <= high)) {
    throw new InputError(
      `An axis must run from a smaller to a larger finite number, but ${low} to ${high} came.`,
    );
  }
  if (n === 1) return Float64Array.of((low + high) / 2);
  return Float64Array.from({ length: n }, (_, i) => low + ((high - low) * i) / (n - 1));
}

/**
 * The order in which a grid is computed, coarse to fine: at each stride the points whose row and
 * column are multiples of it or the last one, and which no earlier stride held.
 */
export function refinement(nx: number, ny: number): { stride: number; points: Int32Array }[] {
  for (const n of [nx, ny]) integerIn('The number of points of an axis', n, 1, 100_000);
  const levels: { stride: number; points: Int32Array }[] = [];
  const seen = new Uint8Array(nx * ny);
  const on = (i: number, n: number, stride: number) => i % stride === 0 || i === n - 1;
  const coarsest = Math.max(1, Math.round((Math.max(nx, ny) - 1) / 5));
  for (let stride = coarsest; stride >= 1; stride = stride === 1 ? 0 : Math.floor(stride / 2)) {
    const points: number[] = [];
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        const index = j * nx + i;
        if (seen[index] || !on(i, nx, stride) || !on(j, ny, stride)) continue;
        seen[index] = 1;
        points.push(index);
      }
    }
    levels.push({ stride, points: Int32Array.from(points) });
  }
  return levels;
}

/**
 * Measures loss and accuracy on a grid of a plane, coarse to fine, spread over the executor.
 * Leave the loop to cancel: at most the requests under way are finished in vain.
 *
 * @param requestTime how long one request should compute, ms: how soon a cancel takes effect.
 * @param known points of an interrupted slice of this plane and grid; NaN where there are none.
 * @throws InputError when plane and grid do not fit each other or the network.
 */
export async function* slice(
  plane: Plane,
  grid: Grid,
  executor: Executor,
  requestTime = 40,
  known?: Pick<Slice, 'loss' | 'accuracy'>,
): AsyncGenerator<SliceProgress, void, void> {
  checkPlane(plane, grid);
  numberIn('The time of a request, in ms,', requestTime, 1e-6, 1e9);
  const [nx, ny] = [grid.x.length, grid.y.length];
  const result: Slice = {
    ...grid,
    loss: new Float32Array(nx * ny).fill(Number.NaN),
    accuracy: new Float32Array(nx * ny).fill(Number.NaN),
  };
  if (known) {
    lengthIs('The losses known of a slice', known.loss, nx * ny);
    lengthIs('The accuracies known of a slice', known.accuracy, nx * ny);
    result.loss.set(known.loss);
    result.accuracy.set(known.accuracy);
  }
  const open = (index: number) => Number.isNaN(result.loss[index]!);
  let done = result.loss.reduce((n, loss) => n + (Number.isNaN(loss) ? 0 : 1), 0);
  let implementation: Implementation = 'kernel';
  let complete = Number.POSITIVE_INFINITY;
  // Points a request; begun with one, since a slow backend may take a second a point.
  let size = 1;
  const compute = async (indices: Int32Array) => {
    const measured = await executor.sliceLosses(requestOf(plane, grid, indices));
    indices.forEach((index, n) => {
      result.loss[index] = measured.losses[n]!;
      result.accuracy[index] = measured.accuracies[n]!;
    });
    done += indices.length;
    implementation = measured.implementation;
    const fitting = (indices.length * requestTime) / Math.max(0.01, measured.computeTime);
    size = Math.max(1, Math.min(4 * size, Math.round(fitting)));
  };
  for (const { stride, points: all } of refinement(nx, ny)) {
    const points = known ? all.filter(open) : all;
    let next = 0;
    const take = () => {
      const left = points.length - next;
      if (left === 0) return undefined;
      const count = Math.min(size, Math.ceil(left / executor.width));
      return compute(points.subarray(next, (next += count)));
    };
    for await (const _ of overlapped(take, executor.width * 2)) {
      if (done < nx * ny) yield { slice: result, done, stride: complete, implementation };
    }
    complete = stride;
    yield { slice: result, done, stride, implementation };
  }
}

/** @throws InputError when a plane (or line) and a grid do not fit each other or the network. */
export function checkPlane({ spec, centre, directions }: Plane, { x, y }: Grid): void {
  const { size } = layoutOf(spec);
  integerIn('The number of directions', directions.length, 1, 2);
  lengthIs('The centre of a slice of this network', centre, size);
  for (const direction of directions) {
    lengthIs('A direction in this network', direction, size);
    allFinite('A direction', direction);
  }
  for (const coordinates of [x, y]) {
    integerIn('The number of points of an axis', coordinates.length, 1, 100_000);
    allFinite('The coordinates of a grid', coordinates);
  }
  if (y.length > 1 && directions.length < 2) {
    throw new InputError(
      `A grid of ${x.length} × ${y.length} points needs 2 directions, but ${directions.length} came.`,
    );
  }
}

function requestOf(plane: Plane, { x, y }: Grid, indices: Int32Array): SliceRequest {
  const dimensions = plane.directions.length;
  const size = plane.centre.length;
  const directions = new Float32Array(dimensions * size);
  plane.directions.forEach((d, k) => {
    directions.set(d, k * size);
  });
  const points = new Float32Array(indices.length * dimensions);
  indices.forEach((index, n) => {
    points[n * dimensions] = x[index % x.length]!;
    if (dimensions > 1) points[n * dimensions + 1] = y[Math.floor(index / x.length)]!;
  });
  const { spec, samples, statistics, centre, running } = plane;
  return { spec, samples, statistics, centre, directions, dimensions, points, running };
}
