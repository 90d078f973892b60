import type { Settings } from './comparison/definition';

/** Where the site keeps what `npm run figures` measured. */
export const SPREAD_FILE = 'figures/spread.json';

/** A number over seeds. */
export interface Spread {
  readonly mean: number;
  /** Standard deviation, unbiased in its square; NaN of one seed. */
  readonly deviation: number;
  /** How many seeds gave a number. */
  readonly seeds: number;
}

/** One line of a figure's table: a network, a kind of network, a way to train. */
export interface SpreadRow {
  readonly name: string;
  readonly hue?: string | undefined;
  readonly values: Readonly<Record<string, Spread>>;
}

/** A figure with its default settings over a few seeds. */
export interface FigureSpread {
  readonly seeds: readonly number[];
  /** Processor time of one run on one core, in seconds: mean over the seeds. */
  readonly seconds: number;
  readonly rows: readonly SpreadRow[];
}

export interface Spreads {
  /** ISO date. */
  readonly date: string;
  readonly version: string;
  readonly command: string;
  readonly backend: string;
  readonly figures: Readonly<Record<string, FigureSpread>>;
}

/** What one seed gives: the rows of a figure's table. */
export interface Measurement {
  readonly rows: readonly {
    readonly name: string;
    readonly hue?: string | undefined;
    readonly values: Readonly<Record<string, number | undefined>>;
  }[];
  readonly seconds: number;
}

/** Settings of a figure for one of several seeds. */
export function seeded(
  {
    defaults,
    seed,
    seedsUsed = () => 1,
  }: {
    readonly defaults: Settings;
    readonly seed: string;
    readonly seedsUsed?: (settings: Settings) => number;
  },
  index: number,
): Settings {
  return { ...defaults, [seed]: (defaults[seed] as number) + index * seedsUsed(defaults) };
}

/** @param runs one a seed; rows are matched by name, since those of one seed may lack some. */
export function spreadOf(seeds: readonly number[], runs: readonly Measurement[]): FigureSpread {
  const names = [...new Set(runs.flatMap(({ rows }) => rows.map(({ name }) => name)))];
  const rows = names.map((name): SpreadRow => {
    const own = runs.flatMap((run) => run.rows.filter((row) => row.name === name));
    const keys = [...new Set(own.flatMap(({ values }) => Object.keys(values)))];
    const values = keys.flatMap((key) => {
      const known = own
        .map((row) => row.values[key])
        .filter((value): value is number => value !== undefined && Number.isFinite(value));
      return known.length > 0 ? [[key, spread(known)] as const] : [];
    });
    return { name, hue: own[0]!.hue, values: Object.fromEntries(values) };
  });
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0) / runs.length;
  return { seeds, seconds, rows };
}

function spread(values: readonly number[]): Spread {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)), seeds: values.length };
}

/** JSON has no NaN, and four digits are more than the spread allows. */
export function spreadText(spreads: Spreads): string {
  const round = (_: string, value: unknown) =>
    typeof value === 'number'
      ? Number.isFinite(value)
        ? Number(value.toPrecision(4))
        : null
      : value;
  return `${JSON.stringify(spreads, round, 1)}\n`;
}

export function parseSpread(text: string): Spreads {
  return JSON.parse(text, (key, value) =>
    value === null && key === 'deviation' ? Number.NaN : value,
  ) as Spreads;
}

/** “0.43 ± 0.02”, or the number alone where there is no spread. */
export function spreadWords(
  { mean, deviation }: Spread,
  format: (value: number) => string,
): string {
  const words = format(mean);
  return Number.isFinite(deviation)
    ? `${words} ± ${deviationWords(deviation, words, format)}`
    : words;
}

/** As many digits after the point as the mean has: the spread says how many of those are worth it. */
function deviationWords(
  deviation: number,
  mean: string,
  format: (value: number) => string,
): string {
  const [, digits = '', sign = ''] = /^−?\d+(?:\.(\d+))?(%?)$/.exec(mean) ?? [];
  if (/[^\d.−%]/.test(mean)) return format(deviation);
  const value = sign ? 100 * deviation : deviation;
  return `${value.toFixed(digits.length)}${sign}`;
}
