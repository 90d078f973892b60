import type { OpenedSurface, OpenedTrajectory, PlanePath } from './opened';
import { quoted, refused } from './words';

/** Points of the largest surface that is opened: more than a screen can show. */
export const MOST_POINTS = 501 * 501;
/** Layers of one file. */
const MOST_LAYERS = 16;
/** Points of a path. */
const MOST_CHECKPOINTS = 100_000;

/** A surface as a file holds it, before any check. */
export interface RawSurface {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Values row by row, [ny, nx]. */
  readonly layers: readonly { readonly name: string; readonly values: ArrayLike<number> }[];
  readonly path?: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };
}

/**
 * Checks a surface from a file and brings it into the one form that plots take: axes ascending,
 * missing points NaN, the loss first. −1 marks a point that the code of Li et al. has not computed
 * yet, and a loss is never negative; what is not finite is missing too.
 *
 * @throws InputError when axes and values do not fit each other, or no point was computed.
 */
export function checkedSurface({ name, x, y, layers, path }: RawSurface): OpenedSurface {
  const [nx, ny] = [x.length, y.length];
  if (nx < 2 || ny < 1) {
    throw refused(name, `a surface needs 2 × 1 points or more, but it has ${nx} × ${ny}.`);
  }
  if (nx * ny > MOST_POINTS) {
    throw refused(
      name,
      `a surface may have up to ${MOST_POINTS} points, as 501 × 501 does, but it has ${nx} × ${ny}. Leave out rows and columns.`,
    );
  }
  const [columns, rows] = [ascending(name, 'x', x), ascending(name, 'y', y)];
  if (layers.length === 0) throw refused(name, 'it holds no values.');
  const checked = layers.slice(0, MOST_LAYERS).map((layer) => {
    if (layer.values.length !== nx * ny) {
      throw refused(
        name,
        `its ${nx} × ${ny} axes need ${nx * ny} values, but ${quoted(layer.name)} has ${layer.values.length}.`,
      );
    }
    const values = new Float32Array(nx * ny);
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        const value = layer.values[rows.order[j]! * nx + columns.order[i]!]!;
        const single = Math.fround(value);
        values[j * nx + i] = value === -1 || !Number.isFinite(single) ? Number.NaN : single;
      }
    }
    return { name: layer.name, values };
  });
  checked.sort((a, b) => rank(a.name) - rank(b.name));
  const missing = checked[0]!.values.reduce((n, value) => n + (Number.isNaN(value) ? 1 : 0), 0);
  if (missing === nx * ny) {
    throw refused(name, 'none of its points has been computed: all are −1 or not finite numbers.');
  }
  return {
    name,
    x: columns.values,
    y: rows.values,
    layers: checked,
    missing,
    ...(path && { path: checkedPath(name, path.x, path.y) }),
  };
}

/** Orders layers: training loss, other losses, the rest. */
function rank(layer: string): number {
  if (layer === 'train_loss') return 0;
  if (/loss/i.test(layer)) return 1;
  return layer === 'train_acc' ? 2 : 3;
}

function ascending(name: string, axis: string, coordinates: ArrayLike<number>) {
  const order = Array.from(coordinates, (_, i) => i);
  if (coordinates[0]! > coordinates[coordinates.length - 1]!) order.reverse();
  const values = Float64Array.from(order, (i) => coordinates[i]!);
  for (const [i, value] of values.entries()) {
    if (!Number.isFinite(value)) {
      throw refused(name, `its ${axis} axis must hold finite numbers, but ${value} came.`);
    }
    if (i > 0 && !(value > values[i - 1]!)) {
      throw refused(
        name,
        `its ${axis} axis must rise or fall from point to point, but ${values[i - 1]} is next to ${value}.`,
      );
    }
  }
  return { order, values };
}

function checkedPath(name: string, x: ArrayLike<number>, y: ArrayLike<number>): PlanePath {
  if (x.length !== y.length || x.length < 1 || x.length > MOST_CHECKPOINTS) {
    throw refused(
      name,
      `a path needs as many x as y, from 1 to ${MOST_CHECKPOINTS}, but ${x.length} and ${y.length} came.`,
    );
  }
  const path = { x: Float64Array.from(x), y: Float64Array.from(y) };
  for (const values of [path.x, path.y]) {
    const odd = values.findIndex((value) => !Number.isFinite(value));
    if (odd >= 0) {
      throw refused(name, `a path must hold finite numbers, but number ${odd} is ${values[odd]}.`);
    }
  }
  return path;
}

/** @throws InputError when the two coordinates are not equally many finite numbers. */
export function checkedTrajectory(
  name: string,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  explained?: ArrayLike<number>,
): OpenedTrajectory {
  const shares = explained && [explained[0]!, explained[1]!];
  const proper = shares?.every((share) => share >= 0 && share <= 1);
  return {
    name,
    ...checkedPath(name, x, y),
    ...(proper && { explained: shares as [number, number] }),
  };
}
