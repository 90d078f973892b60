import type { Field } from '@/plot/field';
import type { Scale } from '@/plot/scale';

/** Points of one isoline in the surface's own coordinates: x0, y0, x1, y1, … */
export interface Isoline {
  readonly points: Float64Array;
  /** Whether the last point joins the first. */
  readonly closed: boolean;
}

export interface Level {
  readonly value: number;
  /** Its place on the scale. */
  readonly t: number;
  /** Major levels carry labels and a stronger line. */
  readonly major: boolean;
}

/**
 * Levels for isolines: the scale's ticks, and finer lines between them: at 2, 3, … 9 between powers
 * of ten on a log scale, even steps elsewhere.
 * @returns ascending.
 */
export function levels(scale: Scale, count = 7, between = 4): Level[] {
  const ticks = scale.ticks(count);
  const result: Level[] = [];
  const add = (value: number, major: boolean) => {
    const t = scale.at(value);
    if (t > 0.004 && t < 0.996) result.push({ value, t, major });
  };
  for (const value of ticks) add(value, true);
  if (between > 1) for (const value of minors(scale, ticks, between)) add(value, false);
  return result.sort((a, b) => a.t - b.t);
}

function minors(scale: Scale, ticks: readonly number[], between: number): number[] {
  const out: number[] = [];
  const [first, second] = ticks;
  if (first === undefined || second === undefined) return out;
  const third = ticks[2] ?? 2 * second - first;
  if (scale.kind === 'linear' || Math.abs(third - 2 * second + first) < 1e-6 * second) {
    const step = (second - first) / between;
    const from = Math.ceil((scale.low - first) / step);
    for (let k = from; first + k * step < scale.high; k++) {
      if (k % between !== 0) out.push(first + k * step);
    }
    return out;
  }
  const known = new Set(ticks.map((value) => value.toPrecision(6)));
  const stride = Math.round(Math.log10(second / first));
  for (let e = Math.floor(Math.log10(scale.low)); 10 ** e < scale.high; e++) {
    for (const m of stride > 1 ? [1] : [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const value = m * 10 ** e;
      if (!known.has(value.toPrecision(6))) out.push(value);
    }
  }
  return out;
}

/**
 * Marching squares (Lorensen & Cline 1987 in the plane) on linear edges: a saddle cell is cut as
 * the mean of its corners says. Cells with a missing corner hold no line, so no line is invented.
 * @param ts places of the levels on the scale, ascending.
 * @returns the lines of each level.
 */
export function isolinesAt(field: Field, ts: readonly number[]): Isoline[][] {
  return segments(field, ts).map((pairs, k) => chains(field, pairs, ts[k]!));
}

/** The lines of one level. */
export function isolines(field: Field, t: number): Isoline[] {
  return isolinesAt(field, [t])[0]!;
}

/**
 * Pairs of edges that a level joins, for every level in one pass over the cells. An edge is named
 * by the grid point at its left or lower end: 2k across, 2k + 1 upwards.
 */
function segments(field: Field, ts: readonly number[]): number[][] {
  const nx = field.x.length;
  const ny = field.y.length;
  const f = field.t;
  const found: number[][] = ts.map(() => []);
  for (let j = 0; j < ny - 1; j++) {
    for (let i = 0; i < nx - 1; i++) {
      const k = j * nx + i;
      const a = f[k]!;
      const b = f[k + 1]!;
      const c = f[k + nx + 1]!;
      const d = f[k + nx]!;
      const least = Math.min(a, b, c, d);
      if (Number.isNaN(least)) continue;
      const most = Math.max(a, b, c, d);
      for (let q = firstAtLeast(ts, least); q < ts.length && ts[q]! < most; q++) {
        cell(found[q]!, ts[q]!, a, b, c, d, k, nx);
      }
    }
  }
  return found;
}

function firstAtLeast(ts: readonly number[], value: number): number {
  let low = 0;
  let high = ts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ts[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One cell at one level: corners a, b, c, d from the south-west, against the clock. */
function cell(
  into: number[],
  t: number,
  a: number,
  b: number,
  c: number,
  d: number,
  k: number,
  nx: number,
): void {
  const code = (a > t ? 1 : 0) | (b > t ? 2 : 0) | (c > t ? 4 : 0) | (d > t ? 8 : 0);
  const south = 2 * k;
  const north = 2 * (k + nx);
  const west = 2 * k + 1;
  const east = 2 * k + 3;
  switch (code) {
    case 0:
    case 15:
      break;
    case 1:
    case 14:
      into.push(west, south);
      break;
    case 2:
    case 13:
      into.push(south, east);
      break;
    case 4:
    case 11:
      into.push(east, north);
      break;
    case 8:
    case 7:
      into.push(north, west);
      break;
    case 3:
    case 12:
      into.push(west, east);
      break;
    case 6:
    case 9:
      into.push(south, north);
      break;
    default:
      if ((code === 5) === a + b + c + d > 4 * t) into.push(west, north, south, east);
      else into.push(west, south, north, east);
  }
}

/** For every edge the (at most two) edges it is joined to, −1 for none. Clean between calls. */
let joined = new Int32Array(0);

/** Walks pairs of edges into lines: open ones from their ends, then rings. */
function chains(field: Field, pairs: readonly number[], t: number): Isoline[] {
  const size = 4 * field.t.length;
  if (joined.length < size) joined = new Int32Array(size).fill(-1);
  const join = (a: number, b: number) => {
    joined[2 * a + (joined[2 * a] === -1 ? 0 : 1)] = b;
  };
  for (let q = 0; q < pairs.length; q += 2) {
    join(pairs[q]!, pairs[q + 1]!);
    join(pairs[q + 1]!, pairs[q]!);
  }
  const lines: Isoline[] = [];
  const walk = (start: number, closed: boolean) => {
    const edges: number[] = [];
    let here = start;
    while (here >= 0) {
      edges.push(here);
      const first = joined[2 * here]!;
      const second = joined[2 * here + 1]!;
      joined[2 * here] = joined[2 * here + 1] = -1;
      // An edge that was walked already has no joints left.
      const open = (edge: number) => edge >= 0 && joined[2 * edge] !== -1;
      here = open(first) ? first : open(second) ? second : -1;
    }
    lines.push({ points: crossings(field, edges, t), closed });
  };
  for (const edge of pairs) {
    if (joined[2 * edge] !== -1 && joined[2 * edge + 1] === -1) walk(edge, false);
  }
  for (const edge of pairs) if (joined[2 * edge] !== -1) walk(edge, true);
  return lines;
}

/** Where the level cuts each edge. */
function crossings({ x, y, t: f }: Field, edges: readonly number[], t: number): Float64Array {
  const nx = x.length;
  const points = new Float64Array(2 * edges.length);
  for (let q = 0; q < edges.length; q++) {
    const k = edges[q]! >> 1;
    const upwards = (edges[q]! & 1) === 1;
    const i = k % nx;
    const j = (k - i) / nx;
    const a = f[k]!;
    const u = (t - a) / (f[upwards ? k + nx : k + 1]! - a);
    points[2 * q] = upwards ? x[i]! : x[i]! + (x[i + 1]! - x[i]!) * u;
    points[2 * q + 1] = upwards ? y[j]! + (y[j + 1]! - y[j]!) * u : y[j]!;
  }
  return points;
}
