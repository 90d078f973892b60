import { signal } from '@preact/signals';
import type { Settings } from './definition';

/** Named numbers of one variant; a quantity that does not exist is left out. */
export type Numbered = Readonly<Partial<Record<string, number>>>;

/** Mean and sample deviation of a measure over seeds. */
export interface Spread {
  readonly mean: number;
  /** NaN for one seed. */
  readonly deviation: number;
  readonly seeds: number;
}

/** What this visit has measured: one entry per settings and seed, so a repeat counts once. */
export class History {
  readonly #entries = signal<ReadonlyMap<string, readonly Numbered[]>>(new Map());

  constructor(private readonly seed: string) {}

  /** @param measured of every variant, in order. */
  add(settings: Settings, measured: readonly Numbered[]) {
    const key = JSON.stringify([this.#others(settings), settings[this.seed]]);
    this.#entries.value = new Map(this.#entries.value).set(key, measured);
  }

  /** How many seeds have been measured with these settings. */
  seeds(settings: Settings): number {
    return this.#of(settings).length;
  }

  /** @returns the spread of a measure of one variant over the seeds that have it. */
  spread(settings: Settings, variant: number, measure: string): Spread | undefined {
    return spreadOf(this.#of(settings).map((measured) => measured[variant]?.[measure]));
  }

  #of(settings: Settings): (readonly Numbered[])[] {
    const wanted = JSON.stringify(this.#others(settings));
    return [...this.#entries.value]
      .filter(([key]) => JSON.stringify((JSON.parse(key) as [unknown])[0]) === wanted)
      .map(([, measured]) => measured);
  }

  /** The settings but the seed. */
  #others(settings: Settings): [string, unknown][] {
    return Object.entries(settings).filter(([key]) => key !== this.seed);
  }
}

/** @returns mean and sample deviation of the values that exist; nothing without any. */
export function spreadOf(all: readonly (number | undefined)[]): Spread | undefined {
  const values = all.filter((value) => value !== undefined);
  if (values.length === 0) return undefined;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  return { mean, deviation, seeds: values.length };
}
