import type { PaddedNetwork } from './padded';

/** How one workgroup shares the work of one replica or one point. */
export interface WorkgroupShape {
  /** Invocations. */
  readonly threads: number;
  /** Samples that one invocation takes at once in a matrix product. */
  readonly tile: number;
  /** Pieces into which a sum over the samples is cut, for each four of channels. */
  readonly channelParts: number;
  /** Pieces into which the sum of a weight gradient is cut: one for each of the three shapes. */
  readonly weightParts: { readonly stem: number; readonly hidden: number; readonly head: number };
  /** vec4f of workgroup memory for those pieces. */
  readonly sharedSize: number;
}

/**
 * A GPU wants as many invocations as there is independent work, up to 256. A software adapter runs
 * the invocations of a workgroup on one core, four at a time in its vector lanes; more of them only
 * make barriers dear. So there a workgroup is four lanes, each with a larger tile.
 *
 * @param samples of a batch, or those a point is measured on.
 * @param limit vec4f of workgroup memory to be had.
 */
export function workgroupShape(
  network: PaddedNetwork,
  samples: number,
  device: { readonly software: boolean; readonly maxThreads: number; readonly limit: number },
): WorkgroupShape {
  if (device.software) return shapeOf(network, samples, 4, Math.min(8, Math.ceil(samples / 4)));
  const work = network.width * samples;
  let threads = Math.min(256, device.maxThreads);
  while (
    threads > 32 &&
    (threads >= 2 * work || sharedOf(network, samples, threads) > device.limit)
  ) {
    threads /= 2;
  }
  const tile = Math.max(1, Math.min(4, Math.floor(work / threads)));
  return shapeOf(network, samples, threads, tile);
}

function sharedOf(network: PaddedNetwork, samples: number, threads: number) {
  return shapeOf(network, samples, threads, 1).sharedSize;
}

function shapeOf(
  network: PaddedNetwork,
  samples: number,
  threads: number,
  tile: number,
): WorkgroupShape {
  const { inputs, width, classes } = network;
  // About √samples pieces, so that summing the pieces takes no longer than summing one.
  const balanced = 2 ** Math.round(Math.log2(samples) / 2);
  const channelParts = Math.max(1, Math.min(Math.floor(threads / width), balanced));
  const weightPartsOf = (blocks: number) =>
    Math.max(1, Math.min(Math.floor(threads / blocks), balanced));
  const weightParts = {
    stem: weightPartsOf(inputs * width),
    hidden: weightPartsOf(width * width),
    head: weightPartsOf(width * classes),
  };
  const pieces = [
    threads,
    channelParts > 1 ? 2 * channelParts * width : 0,
    weightParts.stem > 1 ? 4 * weightParts.stem * inputs * width : 0,
    weightParts.hidden > 1 ? 4 * weightParts.hidden * width * width : 0,
    weightParts.head > 1 ? 4 * weightParts.head * width * classes : 0,
  ];
  return { threads, tile, channelParts, weightParts, sharedSize: Math.max(...pieces) };
}
