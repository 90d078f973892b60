import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { UnsupportedError } from '../../errors';
import { inertBiases, layoutOf } from '../../network/layout';
import type { NetworkSpec } from '../../network/spec';
import { crossEntropy, forward, type ParameterTensors } from './forward';
import { tidy } from './tensors';

export interface LossAndGradients {
  /** Mean cross-entropy, a scalar. */
  readonly loss: tf.Scalar;
  /** ∂L/∂θ by parameter name. */
  readonly gradients: Readonly<Record<string, tf.Tensor>>;
  /** ∂L/∂h for the stem's activation and each block's output, in order: [N, width]. */
  readonly outputGradients: readonly { readonly name: string; readonly gradient: tf.Tensor }[];
  /** [Q]: every batch norm's means and unbiased variances; undefined without batch norm. */
  readonly statistics: tf.Tensor1D | undefined;
}

export interface GradientOptions {
  /** Also take the gradients by activations; one more watched tensor a block. */
  readonly outputs?: boolean;
  /** Running statistics [Q] to normalise with, instead of the batch's own. */
  readonly frozen?: tf.Tensor1D;
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
    const taps = options.outputs ? outputShapes(spec, parameters, x) : [];
    const zeros = taps.map(({ shape }) => tf.zeros(shape));
    const statistics: tf.Tensor[] = [];

    const lossOf = (...watched: tf.Tensor[]) => {
      const named = Object.fromEntries(names.map((name, i) => [name, watched[i]!]));
      let tap = names.length;
      const logits = forward(spec, named, x, {
        frozen: options.frozen,
        onStatistics: (_, mean, variance, count) => {
          // A batch of one sample has no unbiased variance; PyTorch refuses it, we keep the biased.
          const unbiased = tf.mul(variance, count > 1 ? count / (count - 1) : 1);
          statistics.push(tf.keep(mean.clone()), tf.keep(unbiased));
        },
        onOutput: options.outputs ? (_, h) => tf.add(h, watched[tap++]!) : undefined,
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
      outputGradients: taps.map(({ name }, i) => ({ name, gradient: grads[names.length + i]! })),
      statistics: joined,
    };
  });
}

function outputShapes(spec: NetworkSpec, parameters: ParameterTensors, x: tf.Tensor2D) {
  const shapes: { name: string; shape: number[] }[] = [];
  tf.tidy(() => {
    forward(spec, parameters, x, {
      onOutput: (name, h) => {
        shapes.push({ name, shape: [...h.shape] });
        return h;
      },
    });
  });
  return shapes;
}
