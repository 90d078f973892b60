import * as tf from '@tensorflow/tfjs-core';
import type { GradientRequest, GradientResult } from '../../executor';
import { layoutOf } from '../../network/layout';
import { flatten, unflatten } from './forward';
import { lossAndGradients } from './gradient';
import { hessianProduct } from './hessian';
import { tidy } from './tensors';

/**
 * Loss, gradient and what else a request asks for, on tfjs' current backend, as plain arrays.
 *
 * @param samples x [N, D] and labels [N] of the request; they stay the caller's.
 * @throws UnsupportedError as `lossAndGradients` and `hessianProduct` do.
 */
export async function gradientsByOps(
  { spec, statistics, parameters, running, tangent, taps = [] }: GradientRequest,
  { x, labels }: { readonly x: tf.Tensor2D; readonly labels: tf.Tensor1D },
): Promise<Omit<GradientResult, 'computeTime'>> {
  const layout = layoutOf(spec);
  const tensors = tidy(() => {
    const theta = unflatten(layout, tf.tensor1d(parameters));
    const frozen =
      statistics === 'frozen' && layout.statisticsSize > 0 ? tf.tensor1d(running) : undefined;
    const result = lossAndGradients(spec, theta, x, labels, { taps, frozen });
    return {
      loss: result.loss,
      gradient: flatten(layout, result.gradients),
      taps: result.taps,
      product:
        tangent &&
        hessianProduct(spec, theta, unflatten(layout, tf.tensor1d(tangent)), x, labels, frozen),
    };
  });
  try {
    const read = async (tensor: tf.Tensor) => (await tensor.data()) as Float32Array;
    return {
      loss: (await read(tensors.loss))[0]!,
      gradient: await read(tensors.gradient),
      ...(tensors.product && { product: await read(tensors.product) }),
      taps: await Promise.all(
        tensors.taps.map(async ({ place, name, value, gradient }) => ({
          place,
          name,
          value: await read(value),
          gradient: await read(gradient),
        })),
      ),
    };
  } finally {
    const { taps: read, ...rest } = tensors;
    tf.dispose(rest as tf.TensorContainer);
    for (const tap of read) tf.dispose([tap.value, tap.gradient]);
  }
}
