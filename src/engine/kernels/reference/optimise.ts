import * as tf from '@tensorflow/tfjs-core';
import type { OptimiserName, OptimiserSettings } from '../../training/optimiser';

export interface Update {
  readonly parameter: tf.Tensor;
  readonly slots: readonly tf.Tensor[];
}

/**
 * One step of an optimiser on one parameter, as PyTorch computes it (see training/optimiser).
 *
 * @param step 1 for the first step ever, for Adam's bias correction.
 */
export function update(
  name: OptimiserName,
  settings: OptimiserSettings,
  rate: number,
  step: number,
  parameter: tf.Tensor,
  gradient: tf.Tensor,
  slots: readonly tf.Tensor[],
): Update {
  const { momentum, beta1, beta2, epsilon, weightDecay } = settings;
  const decoupled = name === 'adamw';
  const g =
    weightDecay > 0 && !decoupled ? tf.add(gradient, tf.mul(parameter, weightDecay)) : gradient;
  const theta =
    weightDecay > 0 && decoupled ? tf.mul(parameter, 1 - rate * weightDecay) : parameter;
  const descend = (direction: tf.Tensor, eta = rate) => tf.sub(theta, tf.mul(direction, eta));
  const [first, second] = slots as [tf.Tensor, tf.Tensor];

  switch (name) {
    case 'sgd':
      return { parameter: descend(g), slots: [] };
    case 'momentum':
    case 'nesterov': {
      const velocity = tf.add(tf.mul(first, momentum), g);
      const direction = name === 'momentum' ? velocity : tf.add(g, tf.mul(velocity, momentum));
      return { parameter: descend(direction), slots: [velocity] };
    }
    case 'adagrad':
    case 'rmsprop': {
      const squares =
        name === 'adagrad'
          ? tf.add(first, tf.square(g))
          : tf.add(tf.mul(first, beta2), tf.mul(tf.square(g), 1 - beta2));
      return {
        parameter: descend(tf.div(g, tf.add(tf.sqrt(squares), epsilon))),
        slots: [squares],
      };
    }
    case 'adam':
    case 'adamw': {
      const m = tf.add(tf.mul(first, beta1), tf.mul(g, 1 - beta1));
      const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(g), 1 - beta2));
      const spread = tf.add(tf.div(tf.sqrt(v), Math.sqrt(1 - beta2 ** step)), epsilon);
      return {
        parameter: descend(tf.div(m, spread), rate / (1 - beta1 ** step)),
        slots: [m, v],
      };
    }
  }
}
