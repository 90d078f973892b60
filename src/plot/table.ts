import { countOf, type Series } from '@/plot/curves-paint';
import type { Surface } from '@/plot/types';
import { say } from '@/words';

/** Numbers for those who want to read them: some rows to look at, all of them as CSV. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (number | string)[])[];
  /** Everything, with a header line (RFC 4180). */
  csv(): string;
}

/** About `most` even picks of 0…n − 1, the ends among them. */
function picks(n: number, most: number): number[] {
  const count = Math.min(n, most);
  return Array.from({ length: count }, (_, k) =>
    count === 1 ? 0 : Math.round((k * (n - 1)) / (count - 1)),
  );
}

/** A surface as a grid, y downwards as on the map, thinned to at most `most` a side. */
export function surfaceTable(
  surface: Surface,
  name: string,
  axes: { readonly x: string; readonly y: string },
  most = 11,
): Table {
  const { x, y, z } = surface;
  const across = picks(x.length, most);
  const down = picks(y.length, most).reverse();
  return {
    caption: captionOf(name, `${x.length} × ${y.length}`, `${across.length} × ${down.length}`),
    columns: [`${axes.y} ↓ ${axes.x} →`, ...across.map((i) => String(round(x[i]!)))],
    rows: down.map((j) => [round(y[j]!), ...across.map((i) => round(z[j * x.length + i]!))]),
    csv: () => {
      const lines = [[axes.x, axes.y, name].map(quoted).join(',')];
      for (let j = 0; j < y.length; j++) {
        for (let i = 0; i < x.length; i++) lines.push(`${x[i]},${y[j]},${z[j * x.length + i]}`);
      }
      return `${lines.join('\r\n')}\r\n`;
    },
  };
}

/** Series beside each other, by the x of the longest; a gap where one has no value there. */
export function curvesTable(series: readonly Series[], name: string, x: string, most = 21): Table {
  const longest = [...series].sort((a, b) => countOf(b) - countOf(a))[0];
  const n = longest ? countOf(longest) : 0;
  const values = series.map((line) => {
    const at = new Map<number, number>();
    for (let k = 0; k < countOf(line); k++) at.set(line.x[k]!, line.y[k]!);
    return at;
  });
  const row = (k: number) => {
    const at = longest!.x[k]!;
    return [at, ...values.map((line) => line.get(at) ?? Number.NaN)];
  };
  const shown = picks(n, most);
  return {
    caption: captionOf(name, String(n), String(shown.length)),
    columns: [x, ...series.map((line) => line.name)],
    rows: shown.map((k) => row(k).map(round)),
    csv: () => {
      const header = [x, ...series.map((line) => line.name)].map(quoted).join(',');
      const lines = Array.from({ length: n }, (_, k) =>
        row(k)
          .map((value) => (Number.isNaN(value) ? '' : String(value)))
          .join(','),
      );
      return `${[header, ...lines].join('\r\n')}\r\n`;
    },
  };
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

function quoted(words: string): string {
  return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
}

/** How many points there are, and how many of them a reader sees. */
function captionOf(name: string, points: string, shown: string): string {
  const words = say().plot;
  return shown === points ? words.table(name, points) : words.tableInPart(name, points, shown);
}
