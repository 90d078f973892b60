import { InputError, integerIn, numberIn } from '../errors';
import type { Executor } from '../executor';
import type { NetworkPoint } from '../gradients';
import { Lanczos, type RitzPair } from '../linear/lanczos';
import { bestMethod, type HessianMethod, hessianOperator } from './hessian';

export interface SpectrumOptions {
  /** How many of the largest eigenvalues. */
  readonly largest?: number;
  /** How many of the smallest (most negative). */
  readonly smallest?: number;
  /** Done when every wanted value's residual ‖Hv − λv‖ is below this share of the largest |λ|. */
  readonly tolerance?: number;
  /** Products with the Hessian at most. */
  readonly maxSteps?: number;
  readonly method?: HessianMethod;
  /** Of the random first vector. */
  readonly seed?: number;
  /** Whether to return the eigenvectors. */
  readonly vectors?: boolean;
}

export interface Eigenvalue {
  readonly value: number;
  /** The Hessian has an eigenvalue within this of `value`. */
  readonly residual: number;
  /** Unit length [P], if asked for. */
  readonly vector?: Float32Array;
}

export interface Spectrum {
  /** Largest first. */
  readonly largest: readonly Eigenvalue[];
  /** Most negative first. */
  readonly smallest: readonly Eigenvalue[];
  /** Products with the Hessian taken. */
  readonly steps: number;
  readonly tolerance: number;
  /** Whether all met the tolerance within `maxSteps`. */
  readonly converged: boolean;
  readonly method: HessianMethod;
}

/**
 * The ends of the Hessian's spectrum, by the Lanczos iteration with full reorthogonalisation.
 *
 * @throws InputError for counts that the network's parameters do not admit.
 */
export async function hessianSpectrum(
  point: NetworkPoint,
  executor: Executor,
  options: SpectrumOptions = {},
): Promise<Spectrum> {
  const { tolerance = 1e-3, maxSteps = 100, seed = 0, vectors = false } = options;
  const { method = bestMethod(point, executor) } = options;
  const size = point.parameters.length;
  const wanted = { largest: options.largest ?? 1, smallest: options.smallest ?? 1 };
  integerIn('The number of largest eigenvalues', wanted.largest, 0, size);
  integerIn('The number of smallest eigenvalues', wanted.smallest, 0, size);
  const count = wanted.largest + wanted.smallest;
  if (count < 1 || count > size) {
    throw new InputError(`From 1 to ${size} eigenvalues can be asked for, but ${count} were.`);
  }
  integerIn('The number of Lanczos steps', maxSteps, count, 10_000);
  numberIn('The tolerance', tolerance, 1e-8, 1);

  const apply = hessianOperator(point, executor, method);
  const lanczos = new Lanczos(size, seed);
  let pairs: RitzPair[] = [];
  let ends: { largest: RitzPair[]; smallest: RitzPair[] } = { largest: [], smallest: [] };
  let converged = false;
  while (!converged && !lanczos.complete && lanczos.steps < maxSteps) {
    const product = await apply(lanczos.vector);
    if (!product.every(Number.isFinite)) {
      throw new InputError('The Hessian is not finite here: the loss surface has no curvature.');
    }
    lanczos.push(product);
    if (lanczos.steps < count) continue;
    pairs = lanczos.ritz();
    ends = {
      largest: pairs.slice(0, wanted.largest),
      smallest: pairs.slice(pairs.length - wanted.smallest).reverse(),
    };
    const scale = Math.max(Math.abs(pairs[0]!.value), Math.abs(pairs[pairs.length - 1]!.value));
    converged = [...ends.largest, ...ends.smallest].every(
      ({ residual }) => residual <= tolerance * scale,
    );
  }
  const report = (pair: RitzPair): Eigenvalue => ({
    value: pair.value,
    residual: pair.residual,
    ...(vectors && { vector: Float32Array.from(lanczos.eigenvector(pair)) }),
  });
  return {
    largest: ends.largest.map(report),
    smallest: ends.smallest.map(report),
    steps: lanczos.steps,
    tolerance,
    converged,
    method,
  };
}
