import type { Statement } from '@/claims/claim';
import type { ReadFile } from '@/engine/data/dataset';
import type { Executor } from '@/engine/executor';
import type { AxisSpec, Baseline } from '@/plot/curves-paint';
import type { ScaleOptions } from '@/plot/scale';
import type { Control, Settings } from '../comparison/definition';

/** Numbers as JSON has them; a gap is NaN in memory and null in a file. */
export type Numbers = readonly number[];

export interface Line {
  readonly name: string;
  readonly hue?: string;
  readonly dashed?: boolean;
  /** A cloud of points instead of a line. */
  readonly dots?: boolean;
  readonly x: Numbers;
  readonly y: Numbers;
  /** Points in a running mean. */
  readonly smooth?: number;
}

export interface LinesPanel {
  readonly kind: 'lines';
  readonly title: string;
  readonly x: AxisSpec;
  readonly y: AxisSpec;
  readonly lines: readonly Line[];
  readonly baselines?: readonly Baseline[];
  /** x is the chart's time, so its present moment is marked here. */
  readonly timed?: boolean;
}

export interface MapPanel {
  readonly kind: 'map';
  readonly title: string;
  /** What the axes measure, with units. */
  readonly x: string;
  readonly y: string;
  /** z[j · nx + i] at (x_i, y_j). */
  readonly grid: { readonly x: Numbers; readonly y: Numbers; readonly z: Numbers };
  readonly scale: ScaleOptions;
  /** Paths over it, each in its hue. */
  readonly paths?: readonly {
    readonly name: string;
    readonly hue?: string;
    readonly x: Numbers;
    readonly y: Numbers;
    /** When it was at each point, in the chart's time; the part after the present is drawn faint. */
    readonly at?: Numbers;
  }[];
  /** One unit of x as long as one of y. */
  readonly equal?: boolean;
  /** The setting that a part of the map, dragged by the reader, is put into. */
  readonly zooms?: string;
}

export type ChartPanel = LinesPanel | MapPanel;

/** A row of the table under the panels. */
export interface Row {
  readonly name: string;
  readonly hue?: string;
  /** By the definition's measures; left out where the quantity does not exist. */
  readonly values: Readonly<Record<string, number | undefined>>;
}

/** What a chart shows: plain values, the same live and recorded. */
export interface ChartData {
  readonly panels: readonly ChartPanel[];
  readonly rows: readonly Row[];
  /** The moments that panels share, ascending: steps of a training. */
  readonly time?: Numbers;
  /** The same measurement for every option of the definition's `view`, by the option as text. */
  readonly views?: Readonly<Record<string, ChartData>>;
}

export interface Column {
  readonly name: string;
  /** In one sentence, with the unit. */
  readonly meaning: string;
  readonly format: (value: number) => string;
}

/** What a measurement works with. */
export interface Tools {
  readonly executor: Executor;
  readonly read: ReadFile;
  /** Shows what is known so far. */
  readonly show: (data: ChartData) => void;
  /** @param done share of the work, 0 to 1. */
  readonly progress: (done: number) => void;
  /**
   * Gives what was made under an equal key before, where somebody kept it: a trained network that
   * is looked at in another way.
   */
  readonly keep: <T>(key: unknown, make: () => Promise<T>) => Promise<T>;
}

/** A figure that carries out a measurement and draws it as lines or a map. */
export interface ChartDefinition<S extends Settings = Settings> {
  /** Names the figure in addresses and files. */
  readonly id: string;
  /** The lecture's statements that it puts to the test. */
  readonly statements: readonly Statement[];
  readonly defaults: S;
  readonly controls: readonly Control<keyof S & string>[];
  readonly more?: readonly Control<keyof S & string>[];
  /** The columns of the table, by the names that rows use. */
  readonly measures: Readonly<Record<string, Column>>;
  /** The columns that the line under the figure gives with their spread; the first two by default. */
  readonly headline?: readonly string[];
  /** The setting that the spread runs over. */
  readonly seed: keyof S & string;
  /** How many seeds one measurement uses up, from that setting on; 1 by default. */
  readonly seedsUsed?: (settings: S) => number;
  /**
   * A setting that changes what is looked at and not what is trained: a measurement gives the data
   * of all its options (`views`), and the reader changes it without measuring again.
   */
  readonly view?: keyof S & string;
  /**
   * Settings that change how a kept network is looked at (`Tools.keep`): once something was measured,
   * changing them measures at once.
   */
  readonly looks?: readonly (keyof S & string)[];
  /** The verb on the button: “Train”, “Measure”. */
  readonly verb: string;
  readonly measure: (settings: S, tools: Tools) => Promise<ChartData>;
}

/** Puts together what a measurement gives for every option of a view. */
export function withViews<V extends string | number>(
  options: readonly V[],
  current: V,
  data: (option: V) => ChartData,
): ChartData {
  const views = Object.fromEntries(options.map((option) => [String(option), data(option)]));
  return { ...views[String(current)]!, views };
}

/** Checks a definition against its own settings; figures then need not know their type. */
export function defineChart<S extends Settings>(definition: ChartDefinition<S>): ChartDefinition {
  return definition as unknown as ChartDefinition;
}

export const percentColumn = (name: string, meaning: string): Column => ({
  name,
  meaning,
  format: (value) => `${(100 * value).toFixed(1)}%`,
});

/** Of things that are counted; a mean of counts gets one digit. */
export const countColumn = (name: string, meaning: string): Column => ({
  name,
  meaning,
  format: (value) => Number(value.toFixed(1)).toString(),
});

export const numberColumn = (name: string, meaning: string, digits = 3): Column => ({
  name,
  meaning,
  format: (value) =>
    Math.abs(value) >= 1e4 || (value !== 0 && Math.abs(value) < 1e-3)
      ? value.toExponential(1).replace('-', '−')
      : value.toPrecision(digits).replace('-', '−'),
});
