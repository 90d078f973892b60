import type { ClaimResult } from './carry-out';

/** Where the site keeps what `npm run claims` measured. */
export const RESULTS_FILE = 'claims/results.json';

/** The results file: what was measured, when, by what. */
export interface ClaimResults {
  /** ISO date. */
  readonly date: string;
  /** Of this project. */
  readonly version: string;
  readonly command: string;
  readonly backend: string;
  /** How many threads, and how long it took, in seconds. */
  readonly threads: number;
  readonly seconds: number;
  readonly claims: readonly ClaimResult[];
}

/** JSON has no NaN and needs no float64: four significant digits are more than the spread allows. */
export function resultsText(results: ClaimResults): string {
  const round = (_: string, value: unknown) =>
    typeof value === 'number'
      ? Number.isFinite(value)
        ? Number(value.toPrecision(4))
        : null
      : value;
  // Observations take one line a condition, so that a change of a verdict can be read in a diff.
  return `${JSON.stringify(results, round, 1).replace(/\[\s+((?:null|-?[\d.e+-]+|\[[^[\]]*\])(?:,\s+(?:null|-?[\d.e+-]+|\[[^[\]]*\]))*)\s+\]/g, (_, inner: string) => `[${inner.replace(/\s+/g, ' ')}]`)}\n`;
}

/** The reverse: an effect that does not exist is NaN again. */
export function parseResults(text: string): ClaimResults {
  return JSON.parse(text, (key, value) =>
    value === null && ['effect', 'low', 'high'].includes(key) ? Number.NaN : value,
  ) as ClaimResults;
}
