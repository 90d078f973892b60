import type { OptimiserName } from '../training/optimiser';

/**
 * The sharpness λmax above which full-batch descent at a constant rate leaves a quadratic:
 * 2/η for gradient descent, (2 + 2μ)/η with heavy-ball momentum, (2 + 2μ)/(η(1 + 2μ)) with
 * Nesterov's (Cohen et al. 2021, appendix B). Training tends to hover there, at the edge of
 * stability.
 *
 * @returns undefined for optimisers that rescale each parameter: λmax of the plain Hessian does
 *   not decide there.
 */
export function stabilityThreshold(
  optimiser: OptimiserName,
  rate: number,
  momentum: number,
): number | undefined {
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
