import * as tf from '@tensorflow/tfjs-core';
import { layoutOf } from '../../network/layout';
import type { NetworkSpec } from '../../network/spec';
import type { SliceLossesAttrs, SliceLossesInputs, SliceLossesOutputs } from '../contract';
import { crossEntropy, forward, unflatten } from './forward';
import { row, tidy } from './tensors';

/** The reference of SLICE_LOSSES in tfjs ops: any backend, every network, point by point. */
export function sliceLossesReference(
  inputs: SliceLossesInputs,
  attrs: SliceLossesAttrs,
): SliceLossesOutputs {
  const { spec } = attrs;
  const [replicas, count, size] = inputs.directions.shape;
  const points = inputs.points.shape[0];
  return tidy(() => {
    const losses: tf.Tensor[] = [];
    const accuracies: tf.Tensor[] = [];
    for (let r = 0; r < replicas; r++) {
      const centre = row(inputs.centre, r);
      const directions = tf.reshape(tf.slice(inputs.directions, [r, 0, 0], [1, -1, -1]), [
        count,
        size,
      ]);
      const frozen =
        attrs.statistics === 'frozen' && layoutOf(spec).statisticsSize > 0
          ? row(inputs.running, r)
          : undefined;
      for (let g = 0; g < points; g++) {
        const [loss, accuracy] = tf.tidy(() => {
          const offsets = tf.slice(inputs.points, [g, 0], [1, -1]);
          const theta = tf.add(
            centre,
            tf.reshape(tf.matMul(offsets, directions as tf.Tensor2D), [size]),
          );
          const at = lossAndAccuracy(spec, theta as tf.Tensor1D, inputs.x, inputs.labels, frozen);
          return [at.loss, at.accuracy];
        }) as [tf.Scalar, tf.Scalar];
        losses.push(loss);
        accuracies.push(accuracy);
      }
    }
    return {
      losses: tf.reshape(tf.stack(losses), [replicas, points]),
      accuracies: tf.reshape(tf.stack(accuracies), [replicas, points]),
    };
  }) as SliceLossesOutputs;
}

/**
 * @param theta [P]
 * @param frozen running statistics [Q]; without them those of the samples.
 * @returns scalars: mean cross-entropy, and the share of samples classified right.
 */
export function lossAndAccuracy(
  spec: NetworkSpec,
  theta: tf.Tensor1D,
  x: tf.Tensor2D,
  labels: tf.Tensor1D,
  frozen?: tf.Tensor1D,
): { loss: tf.Scalar; accuracy: tf.Scalar } {
  const logits = forward(spec, unflatten(layoutOf(spec), theta), x, { frozen });
  const hits = tf.cast(tf.equal(tf.argMax(logits, 1), labels), 'float32');
  return { loss: crossEntropy(logits, labels), accuracy: tf.mean(hits) as tf.Scalar };
}
