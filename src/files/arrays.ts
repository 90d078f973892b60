import type { Opened } from './opened';
import { surfaceFromPoints } from './points';
import { checkedSurface, checkedTrajectory, type RawSurface } from './surface';
import { quoted, refused } from './words';

/** An array of numbers from a file, row-major. */
export interface NamedArray {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

export type Arrays = Readonly<Record<string, NamedArray>>;

/*
 * The names under which a file of several arrays holds a surface; the first of each are those of
 * the code of Li et al., and what is written here. Every other array that fits the axes is a layer.
 */
const X = ['xcoordinates', 'x', 'X'];
const Y = ['ycoordinates', 'y', 'Y'];
const PATH_X = ['proj_xcoord', 'path_x'];
const PATH_Y = ['proj_ycoord', 'path_y'];
const EXPLAINED = ['explained_variance_ratio', 'explained_variance_ratio_'];

export interface ArraysOptions {
  /**
   * How an array of shape [nx, ny], nx ≠ ny, is to be read. The code of Li et al. makes its arrays
   * [nx, ny] and then fills and reads them as if they were [ny, nx]: `flat`. Everyone else means
   * element [i][j] to be at (x_i, y_j): `transposed`.
   */
  readonly crossed: 'flat' | 'transposed';
}

/**
 * A surface or a path from a file of named arrays. Without axes the one array of two dimensions, or
 * of one, is spread over [−1, 1].
 *
 * @throws InputError in words when the arrays are neither.
 */
export function openArrays(name: string, arrays: Arrays, { crossed }: ArraysOptions): Opened {
  const find = (names: readonly string[]) => {
    const found = names.find((key) => Object.hasOwn(arrays, key));
    return found === undefined ? undefined : arrays[found]!;
  };
  const path = pathOf(find(PATH_X), find(PATH_Y));
  const reserved = new Set([...X, ...Y, ...PATH_X, ...PATH_Y, ...EXPLAINED]);
  const values = Object.entries(arrays).filter(([key]) => !reserved.has(key));
  if (values.length === 0 && path) {
    const explained = find(EXPLAINED)?.data;
    return {
      kind: 'trajectory',
      trajectory: checkedTrajectory(name, path.x, path.y, explained),
    };
  }
  const axes = axesOf(name, find(X), find(Y), values);
  const [nx, ny] = [axes.x.length, axes.y.length];
  const layers: RawSurface['layers'][number][] = [];
  for (const [key, array] of values) {
    const oriented = orientedTo(array, nx, ny, crossed);
    if (oriented) layers.push({ name: key, values: oriented });
  }
  if (layers.length === 0) {
    const shapes = values.slice(0, 5).map(([key, { shape }]) => `${quoted(key)} [${shape}]`);
    throw refused(
      name,
      `no array fits its axes of ${nx} × ${ny} points, as train_loss would. It holds ${shapes.join(', ') || 'no other arrays'}.`,
    );
  }
  return {
    kind: 'surface',
    surface: checkedSurface({ name, ...axes, layers, ...(path && { path }) }),
  };
}

/**
 * One array without a name: a grid [ny, nx] over [−1, 1]², coordinates and values of every point
 * [3 or more, ny, nx], rows x, y, value… of every point [points, 3 or more], a path [T, 2] or the
 * values along a line [nx].
 *
 * @throws InputError in words for another shape.
 */
export function openArray(name: string, { shape, data }: NamedArray): Opened {
  const [rows = 0, columns = 0] = shape;
  if (shape.length === 3 && rows >= 3 && rows <= 18) return openStack(name, shape, data);
  if (shape.length === 2 && columns === 2) {
    const along = (k: number) => Float64Array.from({ length: rows }, (_, t) => data[2 * t + k]!);
    return { kind: 'trajectory', trajectory: checkedTrajectory(name, along(0), along(1)) };
  }
  if (shape.length === 2 && columns >= 3 && columns <= 18 && rows > columns) {
    const points = Array.from({ length: Math.min(rows, 300_000) }, (_, n) =>
      Array.from({ length: columns }, (_, k) => data[n * columns + k]!),
    );
    if (isFullGrid(points)) {
      return { kind: 'surface', surface: surfaceFromPoints(name, points, 2, layerName) };
    }
  }
  return openArrays(name, { train_loss: { shape, data } }, { crossed: 'flat' });
}

const layerName = (k: number) => ['x', 'y', 'train_loss', 'train_acc'][k] ?? `column ${k + 1}`;

function openStack(
  name: string,
  [count = 0, ny = 0, nx = 0]: readonly number[],
  data: ArrayLike<number>,
): Opened {
  const layer = (k: number) =>
    Float64Array.from({ length: nx * ny }, (_, i) => data[k * nx * ny + i]!);
  const arrays: Record<string, NamedArray> = {};
  for (let k = 0; k < count; k++) arrays[layerName(k)] = { shape: [ny, nx], data: layer(k) };
  return openArrays(name, arrays, { crossed: 'flat' });
}

/** Whether rows hold every x with every y exactly once. */
function isFullGrid(points: readonly (readonly number[])[]): boolean {
  const xs = new Set(points.map(([x]) => x));
  const ys = new Set(points.map(([, y]) => y));
  return xs.size > 1 && xs.size * ys.size === points.length;
}

function pathOf(x: NamedArray | undefined, y: NamedArray | undefined) {
  return x && y && { x: x.data, y: y.data };
}

function axesOf(
  name: string,
  x: NamedArray | undefined,
  y: NamedArray | undefined,
  values: readonly (readonly [string, NamedArray])[],
): Pick<RawSurface, 'x' | 'y'> {
  if (x) return { x: axisOf(name, x, 'x'), y: y ? axisOf(name, y, 'y') : [0] };
  const grid = values.map(([, array]) => array).find(({ shape }) => shape.length === 2);
  const line = values.map(([, array]) => array).find(({ shape }) => shape.length === 1);
  const [ny, nx] = grid?.shape ?? [1, line?.shape[0] ?? 0];
  if (!grid && !line) {
    throw refused(
      name,
      'it holds no surface: an array of two dimensions, or of one for a line, was expected.',
    );
  }
  return { x: spread(name, nx!), y: ny === 1 ? [0] : spread(name, ny!) };
}

/** n coordinates from −1 to 1. */
function spread(name: string, n: number): Float64Array {
  if (n < 2 || n > 300_000) throw refused(name, `${n} points along an axis are no surface.`);
  return Float64Array.from({ length: n }, (_, i) => -1 + (2 * i) / (n - 1));
}

/** A coordinate array, or one repeated over the grid as `numpy.meshgrid` makes it. */
function axisOf(name: string, { shape, data }: NamedArray, axis: 'x' | 'y'): ArrayLike<number> {
  if (shape.length === 1) return data;
  const [ny = 0, nx = 0] = shape;
  if (shape.length !== 2) {
    throw refused(name, `its ${axis} must have one dimension, but it has ${shape.length}.`);
  }
  const along = axis === 'x' ? nx : ny;
  const stride = axis === 'x' ? 1 : nx;
  const values = Float64Array.from({ length: along }, (_, i) => data[i * stride]!);
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      if (data[j * nx + i] !== values[axis === 'x' ? i : j]) {
        throw refused(name, `its ${axis} is no grid: numpy.meshgrid(x, y) would make one.`);
      }
    }
  }
  return values;
}

function orientedTo(
  { shape, data }: NamedArray,
  nx: number,
  ny: number,
  crossed: ArraysOptions['crossed'],
): ArrayLike<number> | undefined {
  const real = shape.filter((length) => length !== 1);
  if (ny === 1) return data.length === nx && real.length <= 1 ? data : undefined;
  if (shape.length === 1) return data.length === nx * ny ? data : undefined;
  if (shape.length !== 2 || data.length !== nx * ny) return undefined;
  if (shape[0] === ny && shape[1] === nx) return data;
  if (shape[0] !== nx || shape[1] !== ny) return undefined;
  if (crossed === 'flat') return data;
  return Float64Array.from(
    { length: nx * ny },
    (_, k) => data[(k % nx) * ny + Math.floor(k / nx)]!,
  );
}
