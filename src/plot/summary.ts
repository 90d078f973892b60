import { formatValue, type Scale } from '@/plot/scale';
import type { AxisLabels, Path, Surface } from '@/plot/types';
import { say } from '@/words';

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
  const said = say().plot;
  const name = axes.z ?? (scale.label || said.theValue);
  const facts = surfaceFacts(surface);
  const nx = surface.x.length;
  const ny = surface.y.length;
  const parts = [said.points(nx, ny)];
  if (!facts) return `${parts[0]} ${said.notYet}`;
  const show = (value: number) => scale.format(value).replace('-', '−');
  const place = (value: number, axis: Float64Array) =>
    formatValue(value, axis[axis.length - 1]! - axis[0]!).replace('-', '−');
  const xName = axes.x ?? 'x';
  const yName = axes.y ?? 'y';
  parts.push(
    said.runs(
      capital(name),
      show(facts.least),
      [xName, place(facts.at.x, surface.x)],
      [yName, place(facts.at.y, surface.y)],
      show(facts.most),
      show(facts.middle),
    ),
  );
  if (facts.dips === 0) parts.push(said.noHollow);
  else if (facts.dips === 1) parts.push(said.oneHollow);
  else parts.push(said.hollows(facts.dips));
  if (facts.missing > 0) {
    const share = Math.max(1, Math.round((100 * facts.missing) / surface.z.length));
    parts.push(said.missing(share));
  }
  if (scale.over) parts.push(said.over(show(scale.high)));
  if (scale.under) parts.push(said.under(show(scale.low)));
  parts.push(scale.kind === 'log' ? said.logarithmic : said.linear);
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
  const now = current < n - 1 ? `${spot(current)}${here ? `, ${here}` : ''}` : '';
  return say().plot.path(n, spot(0), spot(n - 1), now);
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
    readonly dots?: boolean;
  }[],
  x: string,
  y: string,
): string {
  const said = say().plot;
  const clouds = series.length > 0 && series.every(({ dots }) => dots);
  const parts = [(clouds ? said.clouds : said.chart)(capital(y), x, series.length)];
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
    const name = line.name === '' ? said.theLine : capital(line.name);
    if (first < 0) {
      parts.push(`${name}: ${said.noValues}.`);
      continue;
    }
    const at = (k: number) =>
      said.at(formatValue(line.y[k]!), formatValue(line.x[k]!)).replaceAll('-', '−');
    parts.push(
      line.dots
        ? said.dots(name, n, at(first), at(last), at(least))
        : said.line(name, at(first), at(last), at(least)),
    );
  }
  return parts.join(' ');
}
