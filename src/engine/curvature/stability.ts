import { InputError, numberIn, oneOf } from '../errors';
import { OPTIMISERS, type OptimiserName } from '../training/optimiser';

/**
 * The sharpness λmax above which full-batch descent at a constant rate leaves a quadratic:
 * 2/η for gradient descent, (2 + 2μ)/η with heavy-ball momentum, (2 + 2μ)/(η(1 + 2μ)) with
 * Nesterov's (Cohen et al. 2021, appendix B). Training tends to hover there, at the edge of
 * stability.
 *
 * @returns undefined for optimisers that rescale each parameter: λmax of the plain Hessian does
 *   not decide there.
 * @throws InputError for an unknown optimiser, a rate not above 0, or a momentum outside [0, 1].
 */
export function stabilityThreshold(
  optimiser: OptimiserName,
  rate: number,
  momentum: number,
): number | undefined {
  oneOf('The optimiser', optimiser, OPTIMISERS);
  if (!(rate > 0) || !Number.isFinite(rate)) {
    throw new InputError(`The learning rate must be a finite number above 0, but ${rate} came.`);
  }
  numberIn('The momentum', momentum, 0, 1);
  switch (optimiser) {
    case 'sgd':
      return 2 / rate;
    case 'momentum':
      return (2 + 2 * momentum) / rate;
    case 'nesterov':
      return (2 + 2 * momentum) / (rate * (1 + 2 * momentum));
    default:
      return undefined;
  }
}
