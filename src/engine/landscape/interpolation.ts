import { InputError } from '../errors';
import type { Executor, Samples } from '../executor';
import type { NetworkSpec } from '../network/spec';

/** A network and its running statistics. */
export interface Network {
  /** [P] */
  readonly parameters: Float32Array;
  /** [Q] */
  readonly running: Float32Array;
}

/** Loss and accuracy of networks, one number each. */
export interface NetworkLosses {
  readonly loss: Float32Array;
  readonly accuracy: Float32Array;
}

/** Numbers sent with one request at most: 4 million are 16 MB. */
const REQUEST_NUMBERS = 4e6;

/**
 * Loss and accuracy of any networks of one spec over the same samples: those of a path, or those
 * between two solutions. Each normalises with its own running statistics when they are frozen.
 *
 * @throws InputError when sizes differ.
 */
export async function lossesOf(
  networks: readonly Network[],
  spec: NetworkSpec,
  samples: Samples,
  statistics: 'batch' | 'frozen',
  executor: Executor,
): Promise<NetworkLosses> {
  const loss = new Float32Array(networks.length);
  const accuracy = new Float32Array(networks.length);
  if (networks.length === 0) return { loss, accuracy };
  const [size, q] = [networks[0]!.parameters.length, networks[0]!.running.length];
  const odd = networks.find((n) => n.parameters.length !== size || n.running.length !== q);
  if (odd) {
    throw new InputError(
      `Networks of one kind were expected, of ${size} parameters, but one of ${odd.parameters.length} came.`,
    );
  }
  // As replicas of one request: each is the centre of a slice of one point.
  const share = Math.max(1, Math.ceil(networks.length / executor.width));
  const count = Math.max(1, Math.min(share, Math.floor(REQUEST_NUMBERS / size)));
  const pieces: Promise<void>[] = [];
  for (let first = 0; first < networks.length; first += count) {
    const piece = networks.slice(first, first + count);
    const centre = new Float32Array(piece.length * size);
    const running = new Float32Array(piece.length * q);
    piece.forEach((network, r) => {
      centre.set(network.parameters, r * size);
      running.set(network.running, r * q);
    });
    const request = {
      spec,
      samples,
      statistics,
      centre,
      running,
      directions: new Float32Array(piece.length * size),
      dimensions: 1,
      points: new Float32Array(1),
    };
    pieces.push(
      executor.sliceLosses(request).then((result) => {
        loss.set(result.losses, first);
        accuracy.set(result.accuracies, first);
      }),
    );
  }
  await Promise.all(pieces);
  return { loss, accuracy };
}

/**
 * Loss and accuracy on the straight line (1 − t)·a + t·b between two solutions (Goodfellow et al.
 * 2015), running statistics included, as Li et al. draw it on [−0.5, 1.5].
 *
 * @param at the values of t
 * @throws InputError when the two are of different networks.
 */
export function interpolate(
  [a, b]: readonly [Network, Network],
  at: ArrayLike<number>,
  spec: NetworkSpec,
  samples: Samples,
  statistics: 'batch' | 'frozen',
  executor: Executor,
): Promise<NetworkLosses> {
  if (a.parameters.length !== b.parameters.length || a.running.length !== b.running.length) {
    throw new InputError(
      `Two solutions of one network were expected, but they have ${a.parameters.length} and ${b.parameters.length} parameters.`,
    );
  }
  const between = (p: Float32Array, q: Float32Array, t: number) =>
    p.map((value, i) => (1 - t) * value + t * q[i]!);
  const networks = Array.from(at, (t) => ({
    parameters: between(a.parameters, b.parameters, t),
    // Extrapolated variances may fall below 0; there is no such network.
    running: between(a.running, b.running, t),
  }));
  return lossesOf(networks, spec, samples, statistics, executor);
}
