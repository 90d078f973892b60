import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../../network/layers';
import { layersOf } from '../../network/layers';
import { type Layout, layoutOf } from '../../network/layout';
import { type Activation, type NetworkSpec, NORM_EPSILON } from '../../network/spec';
import type { Tap, TapPlace } from '../../network/taps';

/** Named parameters as tensors of their own shapes. */
export type ParameterTensors = Readonly<Record<string, tf.Tensor>>;

export interface ForwardOptions {
  /** Running statistics [Q] to normalise with; without them those of the samples at hand. */
  readonly frozen?: tf.Tensor1D | undefined;
  /** Receives every batch norm's mean and biased variance [channels], and the count averaged over. */
  readonly onStatistics?: (
    name: string,
    mean: tf.Tensor,
    variance: tf.Tensor,
    count: number,
  ) => void;
  /**
   * Called at every place of a tap; what it returns is carried on. Adding a watched zero here
   * yields the gradient by what passes there.
   */
  readonly onTap?: (tap: Tap, h: tf.Tensor) => tf.Tensor;
}

/**
 * Cuts a flat parameter vector into tensors. The caller owns them.
 *
 * @param vector [P]
 */
export function unflatten(layout: Layout, vector: tf.Tensor): ParameterTensors {
  const named: Record<string, tf.Tensor> = {};
  for (const { name, shape, offset, size } of layout.parameters) {
    named[name] = tf.tidy(() => tf.reshape(tf.slice(vector, [offset], [size]), [...shape]));
  }
  return named;
}

/** The inverse of `unflatten`: [P]. */
export function flatten(layout: Layout, named: ParameterTensors): tf.Tensor1D {
  return tf.tidy(() =>
    tf.concat1d(layout.parameters.map((p) => tf.reshape(named[p.name]!, [p.size]) as tf.Tensor1D)),
  );
}

/**
 * The network of a spec in tfjs ops: runs on any backend and has gradients.
 *
 * @param x [N, D]
 * @returns logits [N, classes]
 */
export function forward(
  spec: NetworkSpec,
  parameters: ParameterTensors,
  x: tf.Tensor2D,
  options: ForwardOptions = {},
): tf.Tensor2D {
  const layout = layoutOf(spec);
  const get = (name: string) => parameters[name]!;
  const tap = (place: TapPlace, name: string, h: tf.Tensor) =>
    options.onTap?.({ place, name }, h) ?? h;
  let slot = 0;

  const norm = (layer: Layer & { op: 'norm' }, h: tf.Tensor): tf.Tensor => {
    let mean: tf.Tensor;
    let variance: tf.Tensor;
    if (layer.kind === 'batch' && options.frozen) {
      const { offset, channels } = layout.statistics[slot++]!;
      mean = tf.slice(options.frozen, [offset], [channels]);
      variance = tf.slice(options.frozen, [offset + channels], [channels]);
    } else {
      // Batch norm averages over all axes but the channels, layer norm over the channels.
      const axes = layer.kind === 'batch' ? h.shape.slice(0, -1).map((_, i) => i) : [h.rank - 1];
      mean = tf.mean(h, axes, true);
      variance = tf.mean(tf.square(tf.sub(h, mean)), axes, true);
      if (layer.kind === 'batch') {
        options.onStatistics?.(
          layer.name,
          tf.reshape(mean, [layer.channels]),
          tf.reshape(variance, [layer.channels]),
          h.size / layer.channels,
        );
      }
    }
    const normalised = tf.mul(tf.sub(h, mean), tf.rsqrt(tf.add(variance, NORM_EPSILON)));
    return tf.add(tf.mul(normalised, get(`${layer.name}/scale`)), get(`${layer.name}/shift`));
  };

  const apply = (layer: Layer, h: tf.Tensor): tf.Tensor => {
    switch (layer.op) {
      case 'dense':
        return tf.add(
          tf.matMul(h as tf.Tensor2D, get(`${layer.name}/kernel`) as tf.Tensor2D),
          get(`${layer.name}/bias`),
        );
      case 'conv':
        return tf.conv2d(
          h as tf.Tensor4D,
          get(`${layer.name}/kernel`) as tf.Tensor4D,
          layer.stride,
          (layer.size - 1) / 2,
        );
      case 'norm':
        return norm(layer, h);
      case 'activation':
        return activate(layer.kind, h);
      case 'pool':
        return tf.mean(h, [1, 2]);
      case 'block': {
        const { name, shortcut, branchScale } = layer;
        const into = tap('branch', name, h);
        const branch = layer.body.reduce((u, inner) => apply(inner, u), into);
        if (shortcut === 'none') return activate(layer.activation, tap('sum', name, branch));
        const past = tap('carried', name, h);
        const carried =
          shortcut === 'identity' ? past : shortcut.reduce((u, inner) => apply(inner, u), past);
        const scaled = branchScale === 1 ? branch : tf.mul(branch, branchScale);
        return activate(layer.activation, tap('sum', name, tf.add(carried, scaled)));
      }
    }
  };

  let h = tap('input', 'input', x);
  if (spec.family === 'conv') {
    h = tf.reshape(h, [-1, spec.side, spec.side, spec.channels]);
  }
  let inStem = true;
  for (const layer of layersOf(spec)) {
    h = apply(layer, h);
    if (inStem && layer.op === 'activation') {
      h = tap('output', 'stem', h);
      inStem = false;
    } else if (layer.op === 'block') {
      h = tap('output', layer.name, h);
    }
  }
  return h as tf.Tensor2D;
}

function activate(kind: Activation, h: tf.Tensor): tf.Tensor {
  return kind === 'relu' ? tf.relu(h) : tf.tanh(h);
}

/**
 * Mean cross-entropy, in nats.
 *
 * @param logits [N, C]
 * @param labels [N] int32
 * @returns a scalar
 */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Scalar {
  const target = tf.cast(tf.oneHot(labels, logits.shape[1]), 'float32');
  return tf.neg(tf.mean(tf.sum(tf.mul(target, tf.logSoftmax(logits)), 1))) as tf.Scalar;
}
