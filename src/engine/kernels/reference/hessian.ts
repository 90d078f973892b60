import * as tf from '@tensorflow/tfjs-core';
import './register-gradients';
import { UnsupportedError } from '../../errors';
import { inertBiases, layoutOf } from '../../network/layout';
import type { NetworkSpec } from '../../network/spec';
import { flatten, forward, type ParameterTensors } from './forward';
import { tidy } from './tensors';

/**
 * The Hessian's product with a vector, exactly, as the gradient of ⟨∇L, v⟩ (Pearlmutter 1994), by
 * two nested reverse passes. As everywhere in deep learning, the kinks of ReLU count as flat.
 *
 * @param tangent v, by parameter name
 * @param x [N, D]
 * @param labels [N] int32
 * @param frozen running statistics [Q] to normalise with, instead of the batch's own
 * @returns Hv, [P]
 * @throws UnsupportedError for convolutions, whose gradients tfjs cannot differentiate again.
 */
export function hessianProduct(
  spec: NetworkSpec,
  parameters: ParameterTensors,
  tangent: ParameterTensors,
  x: tf.Tensor2D,
  labels: tf.Tensor1D,
  frozen?: tf.Tensor1D,
): tf.Tensor1D {
  if (spec.family === 'conv') {
    throw new UnsupportedError(
      'tfjs cannot differentiate the gradient of a convolution: take differences of gradients.',
    );
  }
  return tidy(() => {
    const layout = layoutOf(spec);
    const names = layout.parameters.map((p) => p.name);
    const lossOf = (...watched: tf.Tensor[]) => {
      const named = Object.fromEntries(names.map((name, i) => [name, watched[i]!]));
      return smoothCrossEntropy(forward(spec, named, x, { frozen }), labels);
    };
    const along = (...watched: tf.Tensor[]) => {
      const gradients = tf.grads(lossOf)(watched);
      return tf.addN(gradients.map((g, i) => tf.sum(tf.mul(g, tangent[names[i]!]!)))) as tf.Scalar;
    };
    const products = tf.grads(along)(names.map((name) => parameters[name]!));
    const inert = frozen ? undefined : inertBiases(spec);
    return flatten(
      layout,
      Object.fromEntries(
        names.map((name, i) => [
          name,
          inert?.has(name) ? tf.zerosLike(products[i]!) : products[i]!,
        ]),
      ),
    );
  });
}

/** As `crossEntropy`, of ops that can be differentiated twice; tfjs' logSoftmax cannot. */
function smoothCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  const target = tf.cast(tf.oneHot(labels, logits.shape[1]), 'float32');
  const shifted = tf.sub(logits, constantMax(logits));
  const logSum = tf.log(tf.sum(tf.exp(shifted), 1));
  return tf.mean(tf.sub(logSum, tf.sum(tf.mul(target, shifted), 1)));
}

/** Every row's largest number as a constant: subtracted from the row it cancels exactly. */
const constantMax = tf.customGrad((x) => {
  const { shape } = x as tf.Tensor;
  return {
    value: tf.max(x as tf.Tensor, -1, true),
    gradFunc: () => tf.zeros(shape),
  };
});
