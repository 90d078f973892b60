import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';

/*
 * tfjs-core registers no gradients by itself: this module does. A gradient that tfjs computes from
 * a kernel's own output cannot be differentiated a second time: the tape loses the way from that
 * output back to the input, and products with the Hessian lack a part without a word. These are
 * the two that the networks meet, computed from the input instead.
 */

tf.registerGradient({
  kernelName: tf.Exp,
  inputsToSave: ['x'],
  gradFunc: (dy, [x]) => ({
    x: () => tf.mul(dy as tf.Tensor, tf.exp(x as tf.Tensor)),
  }),
});

tf.registerGradient({
  kernelName: tf.Tanh,
  inputsToSave: ['x'],
  gradFunc: (dy, [x]) => ({
    x: () => tf.mul(dy as tf.Tensor, tf.sub(1, tf.square(tf.tanh(x as tf.Tensor)))),
  }),
});
