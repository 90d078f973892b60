import { formatValue, type Scale } from '@/plot/scale';
import type { AxisLabels, Path, Surface } from '@/plot/types';

/** What can be said of a surface from its array alone. */
export interface SurfaceFacts {
  readonly least: number;
  readonly most: number;
  /** Where the least value lies. */
  readonly at: { readonly x: number; readonly y: number };
  readonly middle: number;
  /** Grid points lower than all their neighbours, the rim left out. */
  readonly dips: number;
  readonly missing: number;
}

/** @returns null where no point has a value. */
export function surfaceFacts({ x, y, z }: Surface): SurfaceFacts | null {
  const nx = x.length;
  const ny = y.length;
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  let missing = 0;
  for (let k = 0; k < z.length; k++) {
    const value = z[k]!;
    if (Number.isNaN(value)) missing++;
    else {
      if (best < 0 || value < z[best]!) best = k;
      if (value > most) most = value;
    }
  }
  if (best < 0) return null;
  let dips = 0;
  for (let j = 1; j < ny - 1; j++) {
    for (let i = 1; i < nx - 1; i++) if (isDip(z, nx, j * nx + i)) dips++;
  }
  const i = best % nx;
  return {
    least: z[best]!,
    most,
    at: { x: x[i]!, y: y[(best - i) / nx]! },
    middle: z[((ny - 1) >> 1) * nx + ((nx - 1) >> 1)]!,
    dips,
    missing,
  };
}

function isDip(z: Float32Array, nx: number, k: number): boolean {
  const here = z[k]!;
  for (const d of [-nx - 1, -nx, -nx + 1, -1, 1, nx - 1, nx, nx + 1]) {
    if (!(z[k + d]! > here)) return false;
  }
  return true;
}

/** A surface in a few sentences, for those who do not see it; follows the data. */
export function surfaceWords(
  surface: Surface,
  scale: Scale,
  axes: AxisLabels = {},
  path?: Path,
): string {
  const name = axes.z ?? (scale.label || 'The value');
  const facts = surfaceFacts(surface);
  const nx = surface.x.length;
  const ny = surface.y.length;
  const parts = [`${nx} by ${ny} points.`];
  if (!facts) return `${parts[0]} Not computed yet.`;
  const show = (value: number) => scale.format(value).replace('-', '−');
  const place = (value: number, axis: Float64Array) =>
    formatValue(value, axis[axis.length - 1]! - axis[0]!).replace('-', '−');
  const xName = axes.x ?? 'x';
  const yName = axes.y ?? 'y';
  parts.push(
    `${capital(name)} runs from ${show(facts.least)}, at ${xName} ${place(facts.at.x, surface.x)} ` +
      `and ${yName} ${place(facts.at.y, surface.y)}, to ${show(facts.most)}; ` +
      `in the middle it is ${show(facts.middle)}.`,
  );
  if (facts.dips === 0) parts.push('No hollow lies within the grid: it slopes to the rim.');
  else if (facts.dips === 1) parts.push('It has a single hollow.');
  else parts.push(`It is uneven: ${facts.dips} points lie lower than all around them.`);
  if (facts.missing > 0) {
    const share = Math.max(1, Math.round((100 * facts.missing) / surface.z.length));
    parts.push(`${share} per cent of its points have no value yet.`);
  }
  if (scale.over) parts.push(`Values above ${show(scale.high)} are cut off.`);
  if (scale.under) parts.push(`Values below ${show(scale.low)} are drawn at the low end.`);
  parts.push(scale.kind === 'log' ? 'The scale is logarithmic.' : 'The scale is linear.');
  if (path) parts.push(pathWords(path, surface));
  return parts.join(' ');
}

function pathWords(path: Path, { x, y }: Surface): string {
  const n = Math.min(path.x.length, path.y.length);
  if (n < 2) return '';
  const spot = (k: number) =>
    `(${formatValue(path.x[k]!, x[x.length - 1]! - x[0]!)}, ` +
    `${formatValue(path.y[k]!, y[y.length - 1]! - y[0]!)})`.replaceAll('-', '−');
  const current = path.current ?? n - 1;
  const here = path.labels?.[current];
  return (
    `A path of ${n} points leads from ${spot(0)} to ${spot(n - 1)}` +
    `${current < n - 1 ? `; it is now at ${spot(current)}${here ? `, ${here}` : ''}` : ''}.`
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A chart in a sentence a line: where it starts, where it ends, its least value. */
export function curvesWords(
  series: readonly {
    readonly name: string;
    readonly x: ArrayLike<number>;
    readonly y: ArrayLike<number>;
    readonly count?: number;
  }[],
  x: string,
  y: string,
): string {
  const parts = [
    `${capital(y)} over ${x}, ${series.length === 1 ? 'one line' : `${series.length} lines`}.`,
  ];
  for (const line of series) {
    const n = Math.min(line.count ?? line.x.length, line.x.length, line.y.length);
    let least = -1;
    let first = -1;
    let last = -1;
    for (let k = 0; k < n; k++) {
      if (!Number.isFinite(line.y[k]!)) continue;
      if (first < 0) first = k;
      last = k;
      if (least < 0 || line.y[k]! < line.y[least]!) least = k;
    }
    const name = line.name === '' ? 'The line' : capital(line.name);
    if (first < 0) {
      parts.push(`${name}: no values yet.`);
      continue;
    }
    const at = (k: number) =>
      `${formatValue(line.y[k]!)} at ${formatValue(line.x[k]!)}`.replaceAll('-', '−');
    parts.push(`${name} goes from ${at(first)} to ${at(last)}; its least value is ${at(least)}.`);
  }
  return parts.join(' ');
}
