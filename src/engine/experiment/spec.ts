import type { NetworkSpec } from '../network/spec';
import type { Experiment } from './schema';

/** What a network must know of its data. */
export interface DataShape {
  readonly inputs: number;
  readonly classes: number;
  /** Of images: height and width, in pixels, and channels. */
  readonly side?: number | undefined;
  readonly channels?: number | undefined;
}

/** @returns the shape of an experiment's data, before they are there. */
export function dataShape({ dataset }: Pick<Experiment, 'dataset'>): DataShape {
  switch (dataset.name) {
    case 'fashion':
      return { inputs: dataset.side ** 2, classes: 10, side: dataset.side, channels: 1 };
    case 'cifar10':
      return { inputs: 32 * 32 * 3, classes: 10, side: 32, channels: 3 };
    default:
      return { inputs: 2, classes: 2 };
  }
}

/** @returns the network of an experiment on data of a shape. */
export function networkSpec({ network }: Experiment, data: DataShape): NetworkSpec {
  if (network.family === 'conv') {
    return {
      family: 'conv',
      side: data.side!,
      channels: data.channels!,
      classes: data.classes,
      depth: network.depth,
      widthFactor: network.widthFactor,
      skip: network.skip,
    };
  }
  const { branchScale, ...rest } = network;
  const blocks = Math.max(1, (network.depth - 2) / 2);
  return {
    ...rest,
    inputs: data.inputs,
    classes: data.classes,
    branchScale: branchScale === 'depth' ? 1 / Math.sqrt(blocks) : branchScale,
  };
}
