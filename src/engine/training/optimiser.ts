import { numberIn, oneOf } from '../errors';

export const OPTIMISERS = [
  'sgd',
  'momentum',
  'nesterov',
  'adagrad',
  'rmsprop',
  'adam',
  'adamw',
] as const;
export type OptimiserName = (typeof OPTIMISERS)[number];

/** Numbers kept per parameter between steps: velocity; or squared sums; or both moments. */
export const SLOTS: Readonly<Record<OptimiserName, 0 | 1 | 2>> = {
  sgd: 0,
  momentum: 1,
  nesterov: 1,
  adagrad: 1,
  rmsprop: 1,
  adam: 2,
  adamw: 2,
};

/**
 * The settings of an optimiser that stay the same from step to step, as PyTorch names and applies
 * them. The learning rate comes per step from a schedule.
 *
 * - momentum: v ← μv + g, θ ← θ − ηv; nesterov: θ ← θ − η(g + μv), with the new v.
 * - rmsprop: s ← ρs + (1−ρ)g², θ ← θ − ηg/(√s + ε); adagrad: s ← s + g², the same step.
 * - adam: moments with bias correction, θ ← θ − η m̂/(√v̂ + ε).
 * - weight decay: `sgd` … `adam` add λθ to g (L2); `adamw` first does θ ← θ − ηλθ (decoupled).
 */
export interface OptimiserSettings {
  /** μ of momentum and nesterov. */
  readonly momentum: number;
  /** β₁ of adam and adamw. */
  readonly beta1: number;
  /** β₂ of adam and adamw, ρ of rmsprop. */
  readonly beta2: number;
  readonly epsilon: number;
  /** λ; decays every parameter. */
  readonly weightDecay: number;
}

/** PyTorch's defaults. @throws InputError for an unknown name. */
export function optimiserDefaults(name: OptimiserName): OptimiserSettings {
  oneOf('The optimiser', name, OPTIMISERS);
  return {
    momentum: 0.9,
    beta1: 0.9,
    beta2: name === 'rmsprop' ? 0.99 : 0.999,
    epsilon: name === 'adagrad' ? 1e-10 : 1e-8,
    weightDecay: name === 'adamw' ? 1e-2 : 0,
  };
}

/** @throws InputError naming the setting that is out of range. */
export function checkOptimiser(name: OptimiserName, settings: OptimiserSettings): void {
  oneOf('The optimiser', name, OPTIMISERS);
  numberIn('The momentum', settings.momentum, 0, 0.99999);
  numberIn('β₁', settings.beta1, 0, 0.99999);
  numberIn('β₂', settings.beta2, 0, 0.9999999);
  numberIn('ε', settings.epsilon, 0, 1);
  numberIn('The weight decay', settings.weightDecay, 0, 10);
}
