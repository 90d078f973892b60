import type { SliceRequest } from '../../executor';
import { layoutOf } from '../../network/layout';
import type { CompiledNetwork } from './network';
import { pack, packingOf } from './packing';
import { rowOf, type Workspace } from './workspace';

/** Samples taken at once where no batch norm needs them all together; small enough for the cache. */
const BLOCK = { mlp: 128, conv: 16 } as const;

/**
 * Losses and accuracies of R replicas at G points.
 *
 * @throws UnsupportedError when it needs more memory than the kernels use.
 * @throws InputError when the samples do not fit the network.
 */
export function sliceOn(
  workspace: Workspace,
  request: SliceRequest,
): { losses: Float32Array; accuracies: Float32Array } {
  const { spec, samples, dimensions, points } = request;
  const { arena, kernels } = workspace;
  const { size, statisticsSize } = layoutOf(spec);
  const replicas = request.centre.length / size;
  const count = points.length / dimensions;
  const frozen = request.statistics === 'frozen' && statisticsSize > 0;
  const together = statisticsSize > 0 && !frozen;
  const block = together ? samples.count : Math.min(samples.count, BLOCK[spec.family]);
  const mode = { samples: block, training: false, frozen };
  const { held, network } = workspace.open(spec, samples, mode);
  const packing = packingOf(spec);
  const { input, logits, parameters } = network;
  const blocks = gatherBlocks(workspace, network, held, samples.count);
  const vectors = Array.from({ length: 1 + dimensions }, () => arena.take(4 * packing.size));
  const [centre, first, second = 0] = vectors as [number, number, number?];
  const totals = arena.take(16);
  const sums = new Float64Array(arena.memory.buffer, totals, 2);
  const views = vectors.map((at) => arena.floats(at, packing.size));
  const running = arena.floats(network.running, statisticsSize);
  const losses = new Float32Array(replicas * count);
  const accuracies = new Float32Array(replicas * count);

  for (let r = 0; r < replicas; r++) {
    pack(packing, rowOf(request.centre, r, size), views[0]!);
    for (let k = 0; k < dimensions; k++) {
      pack(packing, rowOf(request.directions, r * dimensions + k, size), views[1 + k]!);
    }
    if (frozen) running.set(rowOf(request.running, r, statisticsSize));
    for (let g = 0; g < count; g++) {
      const a = points[g * dimensions]!;
      const b = dimensions > 1 ? points[g * dimensions + 1]! : 0;
      kernels.combine(parameters, centre, first, a, second, b, 4 * packing.size);
      sums.fill(0);
      for (const { x, labels, some } of blocks) {
        input.at = x;
        network.forward();
        kernels.lossAndHits(logits.at, logits.row, logits.channels, some, labels, totals);
      }
      losses[r * count + g] = sums[0]! / samples.count;
      accuracies[r * count + g] = sums[1]! / samples.count;
    }
  }
  return { losses, accuracies };
}

/** The samples in blocks of the network's batch, each as the network takes its input. */
function gatherBlocks(
  { arena, kernels }: Workspace,
  { input, mode }: CompiledNetwork,
  held: { x: number; labels: number },
  count: number,
) {
  const blocks: { x: number; labels: number; some: number }[] = [];
  for (let from = 0; from < count; from += mode.samples) {
    const some = Math.min(mode.samples, count - from);
    const [x, labels] = [arena.take(input.row * input.rows), arena.take(input.length)];
    const { pixels, channels, row, length } = input;
    const sampleAt = held.x + from * pixels * channels * 4;
    const labelAt = held.labels + from * 4;
    kernels.gather(sampleAt, labelAt, 0, some, pixels, channels, x, row, length, labels);
    blocks.push({ x, labels, some });
  }
  return blocks;
}
