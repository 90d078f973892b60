import { existsSync, readFileSync } from 'node:fs';
import type { Statement } from '@/claims/claim';
import type { Column } from '../chart/definition';
import { type FigureSpread, parseSpread, SPREAD_FILE, type Spreads } from '../spread';

export interface SpreadSource {
  readonly id: string;
  readonly statements: readonly Statement[];
  /** By the keys of the rows' values. */
  readonly columns: Readonly<Record<string, Column>>;
  /** Keys of the numbers that the line gives. */
  readonly headline: readonly string[];
  /** What stands in for seeds where there are none: the recordings themselves. */
  readonly recorded?: FigureSpread | undefined;
}

let known: Spreads | undefined;

/**
 * What `npm run figures` measured of a figure, read while the site is built, and over which seeds.
 *
 * @throws Error where the file has not got it: run the command.
 */
export function publishedSpread({ id, recorded }: SpreadSource): {
  readonly spread: FigureSpread;
  /** None of recordings. */
  readonly seeds?: readonly number[];
} {
  if (recorded) return { spread: recorded };
  const path = `public/${SPREAD_FILE}`;
  if (!known && existsSync(path)) known = parseSpread(readFileSync(path, 'utf8'));
  const spread = known?.figures[id];
  if (!spread) throw new Error(`${path} holds no “${id}”. Run npm run figures -- --only ${id}.`);
  return { spread, seeds: spread.seeds };
}
