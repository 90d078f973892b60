import * as tf from '@tensorflow/tfjs-core';

/** @returns row r of a matrix as a vector. */
export function row(matrix: tf.Tensor2D, r: number): tf.Tensor1D {
  return tf.tidy(() => tf.reshape(tf.slice(matrix, [r, 0], [1, -1]), [-1]));
}

/** `tf.tidy` for results that are records of tensors, which tfjs' own types do not admit. */
export function tidy<T>(compute: () => T): T {
  return tf.tidy(compute as () => tf.TensorContainer) as T;
}
