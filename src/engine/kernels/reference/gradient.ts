import * as tf from '@tensorflow/tfjs-core';
import './register-gradients';
import { UnsupportedError } from '../../errors';
import { inertBiases, layoutOf } from '../../network/layout';
import type { NetworkSpec } from '../../network/spec';
import type { Tap, TapPlace } from '../../network/taps';
import { crossEntropy, forward, type ParameterTensors } from './forward';
import { tidy } from './tensors';

/** A gradient by what passes a tap, and what passes: [N, width] or [N, side, side, channels]. */
export interface TapGradient extends Tap {
  readonly value: tf.Tensor;
  readonly gradient: tf.Tensor;
}

export interface LossAndGradients {
  /** Mean cross-entropy, a scalar. */
  readonly loss: tf.Scalar;
  /** ∂L/∂θ by parameter name. */
  readonly gradients: Readonly<Record<string, tf.Tensor>>;
  /** In the order in which the taps are passed. */
  readonly taps: readonly TapGradient[];
  /** [Q]: every batch norm's means and unbiased variances; undefined without batch norm. */
  readonly statistics: tf.Tensor1D | undefined;
}

export interface GradientOptions {
  /** Also take the gradients at these places; one more watched tensor each. */
  readonly taps?: readonly TapPlace[];
  /** Running statistics [Q] to normalise with, instead of the batch's own. */
  readonly frozen?: tf.Tensor1D | undefined;
}

/**
 * Loss and exact gradients of one batch, by tfjs' reverse mode.
 *
 * @param x [N, D]
 * @param labels [N] int32
 * @throws UnsupportedError for convolutions on tfjs-wasm, which has no gradient of them.
 */
export function lossAndGradients(
  spec: NetworkSpec,
  parameters: ParameterTensors,
  x: tf.Tensor2D,
  labels: tf.Tensor1D,
  options: GradientOptions = {},
): LossAndGradients {
  if (spec.family === 'conv' && tf.getBackend() === 'wasm') {
    throw new UnsupportedError(
      'tfjs on WebAssembly has no gradient of a convolution: train it with the WebAssembly kernel, on WebGPU or on the CPU.',
    );
  }
  return tidy(() => {
    const names = layoutOf(spec).parameters.map((p) => p.name);
    const places = options.taps ?? [];
    const taps = places.length > 0 ? passing(spec, parameters, x, options) : [];
    const zeros = taps.map(({ value }) => tf.zerosLike(value));
    const statistics: tf.Tensor[] = [];

    const lossOf = (...watched: tf.Tensor[]) => {
      const named = Object.fromEntries(names.map((name, i) => [name, watched[i]!]));
      let next = names.length;
      const logits = forward(spec, named, x, {
        frozen: options.frozen,
        onStatistics: (_, mean, variance, count) => {
          // A batch of one sample has no unbiased variance; PyTorch refuses it, we keep the biased.
          const unbiased = tf.mul(variance, count > 1 ? count / (count - 1) : 1);
          statistics.push(tf.keep(mean.clone()), tf.keep(unbiased));
        },
        onTap: ({ place }, h) => (places.includes(place) ? tf.add(h, watched[next++]!) : h),
      });
      return crossEntropy(logits, labels);
    };

    const watched = [...names.map((name) => parameters[name]!), ...zeros];
    const { value, grads } = tf.valueAndGrads(lossOf)(watched);
    const joined = statistics.length > 0 ? tf.concat1d(statistics as tf.Tensor1D[]) : undefined;
    tf.dispose(statistics);
    const inert = options.frozen ? undefined : inertBiases(spec);
    return {
      loss: value as tf.Scalar,
      gradients: Object.fromEntries(
        names.map((name, i) => [name, inert?.has(name) ? tf.zerosLike(grads[i]!) : grads[i]!]),
      ),
      taps: taps.map((tap, i) => ({ ...tap, gradient: grads[names.length + i]! })),
      statistics: joined,
    };
  });
}

/** What passes the taps asked for, in order. */
function passing(
  spec: NetworkSpec,
  parameters: ParameterTensors,
  x: tf.Tensor2D,
  { taps = [], frozen }: GradientOptions,
) {
  const passed: (Tap & { value: tf.Tensor })[] = [];
  forward(spec, parameters, x, {
    frozen,
    onTap: (tap, h) => {
      if (taps.includes(tap.place)) passed.push({ ...tap, value: h });
      return h;
    },
  });
  return passed;
}
