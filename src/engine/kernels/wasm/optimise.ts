import type { OptimiserName, OptimiserSettings } from '../../training/optimiser';
import type { KernelExports } from './exports';

/** One step's numbers and where everything lies; sizes in bytes. */
export interface OptimiserStep {
  readonly rate: number;
  /** Of this step, counted from 1. */
  readonly step: number;
  /** Largest norm of the gradient; 0: no clipping. */
  readonly clipNorm: number;
  readonly parameters: number;
  readonly gradients: number;
  readonly slots: readonly number[];
  readonly size: number;
}

/** θ and slots after one step of an optimiser (training/optimiser), in place. */
export function optimiserStep(
  kernels: KernelExports,
  name: OptimiserName,
  { momentum, beta1, beta2, epsilon, weightDecay }: OptimiserSettings,
  { rate, step, clipNorm, parameters, gradients, slots, size }: OptimiserStep,
): void {
  // As PyTorch's clip_grad_norm_.
  const clip =
    clipNorm > 0
      ? Math.min(1, clipNorm / (Math.sqrt(kernels.sumOfSquares(gradients, size)) + 1e-6))
      : 1;
  const decay = name === 'adamw' ? 0 : weightDecay;
  const [first = 0, second = 0] = slots;
  switch (name) {
    case 'sgd':
      kernels.sgd(parameters, gradients, size, clip, decay, rate);
      return;
    case 'momentum':
    case 'nesterov': {
      const nesterov = name === 'nesterov' ? 1 : 0;
      kernels.momentum(parameters, gradients, first, size, clip, decay, rate, momentum, nesterov);
      return;
    }
    case 'adagrad':
    case 'rmsprop': {
      const [keep, gain] = name === 'adagrad' ? [1, 1] : [beta2, 1 - beta2];
      kernels.scaledByRoot(
        parameters,
        gradients,
        first,
        size,
        clip,
        decay,
        rate,
        keep,
        gain,
        epsilon,
      );
      return;
    }
    case 'adam':
    case 'adamw':
      kernels.adam(
        parameters,
        gradients,
        first,
        second,
        size,
        clip,
        decay,
        name === 'adamw' ? 1 - rate * weightDecay : 1,
        rate / (1 - beta1 ** step),
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        1 / Math.sqrt(1 - beta2 ** step),
        epsilon,
      );
      return;
  }
}
