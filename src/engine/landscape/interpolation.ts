import { InputError } from '../errors';
import type { Executor, Samples } from '../executor';
import { layoutOf } from '../network/layout';
import type { NetworkSpec } from '../network/spec';
import { overlapped } from '../overlap';

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

/** Networks one by one, so that a long path need not be held twice; an array of them is one. */
export interface NetworkList {
  readonly length: number;
  at(index: number): Network | undefined;
}

/** Numbers sent with one request at most: centres and directions of a million are 8 MB. */
const REQUEST_NUMBERS = 1e6;

/**
 * Loss and accuracy of any networks of one spec over the same samples: those of a path, or those
 * between two solutions. Each normalises with its own running statistics when they are frozen.
 * Networks are asked for when their turn comes; at most `executor.width` requests hold copies.
 *
 * @throws InputError when sizes do not fit the spec.
 */
export async function lossesOf(
  networks: NetworkList,
  spec: NetworkSpec,
  samples: Samples,
  statistics: 'batch' | 'frozen',
  executor: Executor,
): Promise<NetworkLosses> {
  const loss = new Float32Array(networks.length);
  const accuracy = new Float32Array(networks.length);
  const { size, statisticsSize } = layoutOf(spec);
  // As replicas of one request: each is the centre of a slice of one point.
  const share = Math.ceil(networks.length / executor.width);
  const most = Math.max(1, Math.min(share, Math.floor(REQUEST_NUMBERS / size)));
  const measure = async (first: number) => {
    const count = Math.min(most, networks.length - first);
    const centre = new Float32Array(count * size);
    const running = new Float32Array(count * statisticsSize);
    for (let r = 0; r < count; r++) {
      const network = networks.at(first + r)!;
      checkNetwork(network, size, statisticsSize);
      centre.set(network.parameters, r * size);
      running.set(network.running, r * statisticsSize);
    }
    const result = await executor.sliceLosses({
      spec,
      samples,
      statistics,
      centre,
      running,
      directions: new Float32Array(count * size),
      dimensions: 1,
      points: new Float32Array(1),
    });
    loss.set(result.losses, first);
    accuracy.set(result.accuracies, first);
  };
  let next = 0;
  const take = () => {
    if (next >= networks.length) return undefined;
    const first = next;
    next += most;
    return measure(first);
  };
  for await (const _ of overlapped(take, executor.width));
  return { loss, accuracy };
}

function checkNetwork({ parameters, running }: Network, size: number, statisticsSize: number) {
  if (parameters.length !== size || running.length !== statisticsSize) {
    throw new InputError(
      `Networks of one kind were expected, of ${size} parameters and ${statisticsSize} statistics, but one of ${parameters.length} and ${running.length} came.`,
    );
  }
}

/**
 * Loss and accuracy on the straight line (1 − t)·a + t·b between two solutions (Goodfellow et al.
 * 2015), running statistics included, as Li et al. draw it on [−0.5, 1.5].
 *
 * @param at the values of t, finite
 * @throws InputError when the two are of different networks, or a t is not finite.
 */
export async function interpolate(
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
  const stray = Array.from(at).find((t) => !Number.isFinite(t));
  if (stray !== undefined) {
    throw new InputError(`Points of a line are finite numbers t, but ${stray} came.`);
  }
  const between = (p: Float32Array, q: Float32Array, t: number) =>
    p.map((value, i) => (1 - t) * value + t * q[i]!);
  const networks = {
    length: at.length,
    at: (index: number) => ({
      parameters: between(a.parameters, b.parameters, at[index]!),
      // Extrapolated variances may fall below 0; there is no such network.
      running: between(a.running, b.running, at[index]!),
    }),
  };
  return lossesOf(networks, spec, samples, statistics, executor);
}
