import type { Executor } from '../executor';
import { gradientAt, type NetworkPoint } from '../gradients';
import { norm } from '../linear/vectors';
import { layoutOf } from '../network/layout';

/** Sizes at the stem's activation and each block's output, in the order of the network. */
export interface OutputFlow {
  /** `stem`, `block0`, … */
  readonly name: string;
  /** Root mean square of h over samples and units. */
  readonly activation: number;
  /** ‖∂L/∂h‖ over all samples together. */
  readonly gradient: number;
}

/** Sizes of one kernel. */
export interface KernelFlow {
  /** `block0/first/kernel`, … */
  readonly name: string;
  /** ‖W‖ */
  readonly weights: number;
  /** ‖∂L/∂W‖ */
  readonly gradient: number;
}

export interface GradientFlow {
  readonly loss: number;
  readonly outputs: readonly OutputFlow[];
  readonly kernels: readonly KernelFlow[];
  /**
   * log₁₀(‖∂L/∂h_first‖/‖∂L/∂h_last‖): below 0 gradients vanish on their way back, above 0 they
   * explode. Infinite where one of them is 0.
   */
  readonly decades: number;
}

/** How activations and gradients fare from layer to layer, at initialisation or at any checkpoint. */
export async function gradientFlow(point: NetworkPoint, executor: Executor): Promise<GradientFlow> {
  const { loss, gradient, taps } = await gradientAt({ ...point, taps: ['output'] }, executor);
  const outputs = taps.map((tap) => ({
    name: tap.name,
    activation: norm(tap.value) / Math.sqrt(tap.value.length),
    gradient: norm(tap.gradient),
  }));
  const kernels = layoutOf(point.spec)
    .parameters.filter(({ kind }) => kind === 'kernel')
    .map(({ name, offset, size }) => ({
      name,
      weights: norm(point.parameters.subarray(offset, offset + size)),
      gradient: norm(gradient.subarray(offset, offset + size)),
    }));
  const [first, last] = [outputs[0]!, outputs[outputs.length - 1]!];
  return { loss, outputs, kernels, decades: Math.log10(first.gradient / last.gradient) };
}
