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
 * Levels for isolines: the scale's ticks, and finer lines between them. On a log scale the ticks
 * are 1-2-5 or powers of ten, and the finer lines split each gap evenly as the eye sees it.
 */
export function levels(scale: Scale, count = 7, between = 4): Level[] {
  const ticks = scale.ticks(count);
  const result: Level[] = [];
  const add = (t: number, major: boolean, value = scale.value(t)) => {
    if (t > 0.004 && t < 0.996) result.push({ value, t, major });
  };
  const at = ticks.map((value) => scale.at(value));
  for (let k = 0; k < at.length; k++) {
    add(at[k]!, true, ticks[k]!);
    const next = at[k + 1] ?? at[k]! + (at[k]! - (at[k - 1] ?? at[k]! - 1));
    for (let s = 1; s < between; s++) add(at[k]! + ((next - at[k]!) * s) / between, false);
    if (k === 0 && at.length > 1) {
      const step = (at[1]! - at[0]!) / between;
      for (let s = 1; s < between; s++) add(at[0]! - s * step, false);
    }
  }
  return result.sort((a, b) => a.t - b.t);
}

/**
 * Marching squares (Lorensen & Cline 1987 in the plane) on linear edges: a saddle cell is cut as
 * the mean of its corners says. Cells with a missing corner hold no line, so no line is invented.
 * @param t the level's place on the scale.
 */
export function isolines(field: Field, t: number): Isoline[] {
  const { x, y, t: f } = field;
  const nx = x.length;
  const ny = y.length;
  // An edge is named by the grid point at its left or lower end: 2k across, 2k + 1 upwards.
  const links = new Map<number, number[]>();
  const join = (a: number, b: number) => {
    const la = links.get(a);
    if (la) la.push(b);
    else links.set(a, [b]);
    const lb = links.get(b);
    if (lb) lb.push(a);
    else links.set(b, [a]);
  };
  for (let j = 0; j < ny - 1; j++) {
    for (let i = 0; i < nx - 1; i++) {
      const k = j * nx + i;
      const a = f[k]!;
      const b = f[k + 1]!;
      const c = f[k + nx + 1]!;
      const d = f[k + nx]!;
      const code = (a > t ? 1 : 0) | (b > t ? 2 : 0) | (c > t ? 4 : 0) | (d > t ? 8 : 0);
      if (code === 0 || code === 15) continue;
      const sum = a + b + c + d;
      if (Number.isNaN(sum)) continue;
      const south = 2 * k;
      const north = 2 * (k + nx);
      const west = 2 * k + 1;
      const east = 2 * (k + 1) + 1;
      const high = sum > 4 * t;
      switch (code) {
        case 1:
        case 14:
          join(west, south);
          break;
        case 2:
        case 13:
          join(south, east);
          break;
        case 4:
        case 11:
          join(east, north);
          break;
        case 8:
        case 7:
          join(north, west);
          break;
        case 3:
        case 12:
          join(west, east);
          break;
        case 6:
        case 9:
          join(south, north);
          break;
        default:
          if ((code === 5) === high) {
            join(west, north);
            join(south, east);
          } else {
            join(west, south);
            join(north, east);
          }
      }
    }
  }
  return chains(links).map(({ edges, closed }) => {
    const points = new Float64Array(2 * edges.length);
    edges.forEach((edge, q) => {
      const k = edge >> 1;
      const upwards = (edge & 1) === 1;
      const i = k % nx;
      const j = (k - i) / nx;
      const a = f[k]!;
      const b = f[upwards ? k + nx : k + 1]!;
      const u = (t - a) / (b - a);
      points[2 * q] = upwards ? x[i]! : x[i]! + (x[i + 1]! - x[i]!) * u;
      points[2 * q + 1] = upwards ? y[j]! + (y[j + 1]! - y[j]!) * u : y[j]!;
    });
    return { points, closed };
  });
}

/** Walks links between edges (at most two each) into lines: open ones from their ends, then rings. */
function chains(links: Map<number, number[]>): { edges: number[]; closed: boolean }[] {
  const done = new Set<number>();
  const lines: { edges: number[]; closed: boolean }[] = [];
  const walk = (start: number, closed: boolean) => {
    const edges = [start];
    done.add(start);
    let here = start;
    for (;;) {
      const next = links.get(here)!.find((edge) => !done.has(edge));
      if (next === undefined) break;
      done.add(next);
      edges.push(next);
      here = next;
    }
    lines.push({ edges, closed });
  };
  for (const [edge, next] of links) if (next.length === 1 && !done.has(edge)) walk(edge, false);
  for (const edge of links.keys()) if (!done.has(edge)) walk(edge, true);
  return lines;
}
