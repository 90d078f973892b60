import { randomStream } from '@/engine/random';
import type { Claim, Verdict } from './claim';

/** An effect with its 95% interval. */
export interface Estimate {
  readonly effect: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 2000;
const LEVEL = 0.95;

export function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

/** Standard deviation, unbiased in its square; NaN of fewer than two values. */
export function deviation(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** Spearman's rank correlation, ties at their mean rank; NaN where one side is constant. */
export function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [i, rank] of x.entries()) {
    xy += (rank - mx) * (y[i]! - my);
    xx += (rank - mx) ** 2;
    yy += (y[i]! - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((i, j) => values[i]! - values[j]!);
  const result = new Array<number>(values.length);
  for (let first = 0; first < order.length; ) {
    let last = first;
    while (last + 1 < order.length && values[order[last + 1]!] === values[order[first]!]) last++;
    for (let k = first; k <= last; k++) result[order[k]!] = (first + last) / 2;
    first = last + 1;
  }
  return result;
}

type Statistic = (observations: readonly (readonly number[])[]) => number;

/**
 * The mean over groups of a statistic, with the percentile interval of a bootstrap that draws seeds
 * with replacement within each group (Efron & Tibshirani 1993, chapter 13). Resamples whose
 * statistic does not exist (all draws alike) are left out. With few seeds such intervals are
 * somewhat too narrow.
 *
 * @param groups observations of each condition, one a seed
 * @param label names the random stream, so that a claim's interval is the same every time.
 */
export function bootstrap(
  groups: readonly (readonly (readonly number[])[])[],
  statistic: Statistic,
  label: string,
): Estimate {
  const effect = mean(groups.map((group) => (group.length > 0 ? statistic(group) : Number.NaN)));
  const stream = randomStream(0, `bootstrap/${label}`);
  const drawn: number[] = [];
  for (let b = 0; b < RESAMPLES; b++) {
    const value = mean(
      groups.map((group) => statistic(group.map(() => group[stream.integer(group.length)]!))),
    );
    if (Number.isFinite(value)) drawn.push(value);
  }
  drawn.sort((a, b) => a - b);
  return { effect, low: quantile(drawn, (1 - LEVEL) / 2), high: quantile(drawn, (1 + LEVEL) / 2) };
}

/** Linear between order statistics; NaN of nothing. */
function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return below + (above - below) * (position - Math.floor(position));
}

/** The default statistic: the mean of every seed's first number. */
export const meanOfFirst: Statistic = (observations) => mean(observations.map(([first]) => first!));

/**
 * supported: the whole interval lies on the predicted side of the boundary; contradicted: on the
 * other side; not supported: the interval holds the boundary, or there is no estimate.
 */
export function verdictOf(
  { low, high }: Estimate,
  { direction, boundary }: Pick<Claim, 'direction' | 'boundary'>,
): Exclude<Verdict, 'depends on'> {
  const [above, below] = [low > boundary, high < boundary];
  if (direction === 'above' ? above : below) return 'supported';
  if (direction === 'above' ? below : above) return 'contradicted';
  return 'not supported';
}
