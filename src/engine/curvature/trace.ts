import { integerIn } from '../errors';
import type { Executor } from '../executor';
import type { NetworkPoint } from '../gradients';
import { dot } from '../linear/vectors';
import { randomStream } from '../random';
import { type HessianMethod, hessianOperator } from './hessian';

export interface Trace {
  readonly value: number;
  /** Standard error of the mean over the probes. */
  readonly standardError: number;
  readonly probes: number;
}

/**
 * The Hessian's trace, by Hutchinson's estimator: the mean of zᵀHz over random signs z, whose
 * expectation is the trace and whose variance is 2 Σ_{i≠j} H_ij² (Hutchinson 1990; Yao et al. 2020).
 *
 * @param options.probes vectors z; the error falls as 1/√probes.
 */
export async function hessianTrace(
  point: NetworkPoint,
  executor: Executor,
  {
    probes = 32,
    seed = 0,
    method,
  }: { readonly probes?: number; readonly seed?: number; readonly method?: HessianMethod } = {},
): Promise<Trace> {
  integerIn('The number of probes', probes, 2, 100_000);
  const apply = hessianOperator(point, executor, method);
  const stream = randomStream(seed, 'hutchinson');
  let mean = 0;
  let squares = 0;
  for (let n = 1; n <= probes; n++) {
    const z = Float64Array.from(point.parameters, () => (stream.uniform() < 0.5 ? -1 : 1));
    const estimate = dot(z, await apply(z));
    // Welford's update.
    const before = mean;
    mean += (estimate - mean) / n;
    squares += (estimate - before) * (estimate - mean);
  }
  return { value: mean, standardError: Math.sqrt(squares / (probes - 1) / probes), probes };
}
