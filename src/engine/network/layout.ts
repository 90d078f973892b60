import { type Layer, layersOf } from './layers';
import type { NetworkSpec } from './spec';

export type ParameterKind = 'kernel' | 'bias' | 'scale' | 'shift';

/** One named parameter and its place in the network's flat parameter vector. */
export interface Parameter {
  /** As in the reference files: `block0/first/kernel`. */
  readonly name: string;
  readonly kind: ParameterKind;
  /** Kernels: [in, out] or [height, width, in, out]; all others: [channels]. */
  readonly shape: readonly number[];
  /** Index of its first number in the vector. */
  readonly offset: number;
  readonly size: number;
}

/** Where a batch norm's statistics lie in the vector of running statistics. */
export interface StatisticsSlot {
  readonly name: string;
  readonly channels: number;
  /** Index of the first mean; the variances follow at offset + channels. */
  readonly offset: number;
}

/**
 * All parameters of a network in one flat vector: stem, blocks in order, head; within a layer
 * kernel, bias, scale, shift; row-major. Every kernel, checkpoint and file uses this order.
 */
export interface Layout {
  readonly parameters: readonly Parameter[];
  /** Length P of the parameter vector. */
  readonly size: number;
  /** One entry per batch norm, in order. */
  readonly statistics: readonly StatisticsSlot[];
  /** Length Q of the vector of running statistics (0 without batch norm). */
  readonly statisticsSize: number;
}

const layouts = new Map<string, Layout>();

/** @returns the layout of a network; the same object for an equal spec. */
export function layoutOf(spec: NetworkSpec): Layout {
  const key = JSON.stringify(spec);
  let layout = layouts.get(key);
  if (!layout) layouts.set(key, (layout = build(layersOf(spec))));
  return layout;
}

function build(layers: readonly Layer[]): Layout {
  const parameters: Parameter[] = [];
  const statistics: StatisticsSlot[] = [];
  let size = 0;
  let statisticsSize = 0;
  const add = (layer: string, kind: ParameterKind, shape: number[]) => {
    const count = shape.reduce((a, b) => a * b, 1);
    parameters.push({ name: `${layer}/${kind}`, kind, shape, offset: size, size: count });
    size += count;
  };
  const visit = (layer: Layer) => {
    if (layer.op === 'dense') {
      add(layer.name, 'kernel', [layer.inputs, layer.outputs]);
      add(layer.name, 'bias', [layer.outputs]);
    } else if (layer.op === 'conv') {
      add(layer.name, 'kernel', [layer.size, layer.size, layer.inputs, layer.outputs]);
    } else if (layer.op === 'norm') {
      add(layer.name, 'scale', [layer.channels]);
      add(layer.name, 'shift', [layer.channels]);
      if (layer.kind === 'batch') {
        statistics.push({ name: layer.name, channels: layer.channels, offset: statisticsSize });
        statisticsSize += 2 * layer.channels;
      }
    } else if (layer.op === 'block') {
      layer.body.forEach(visit);
      if (typeof layer.shortcut !== 'string') layer.shortcut.forEach(visit);
    }
  };
  layers.forEach(visit);
  return { parameters, size, statistics, statisticsSize };
}

/**
 * Biases that a batch norm follows: the mean it subtracts holds them whole, so their gradient is
 * exactly 0. Computed, it is rounding noise, which adaptive optimisers would blow up to full steps;
 * every implementation therefore sets it to 0.
 */
export function inertBiases(spec: NetworkSpec): ReadonlySet<string> {
  const { parameters, statistics } = layoutOf(spec);
  const normed = new Set(statistics.map(({ name }) => `${name}/bias`));
  return new Set(parameters.map(({ name }) => name).filter((name) => normed.has(name)));
}
