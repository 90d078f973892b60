import { InputError, integerIn } from '../errors';
import type { Executor } from '../executor';
import { gradientAt, type NetworkPoint } from '../gradients';
import { difference, dot, norm } from '../linear/vectors';

export interface ShatteredOptions {
  /** The line of inputs runs from here … */
  readonly from: Float32Array;
  /** … to here; both of the network's inputs. */
  readonly to: Float32Array;
  /** Inputs on the line. */
  readonly points?: number;
  /** The class whose loss is differentiated. */
  readonly label?: number;
}

export interface ShatteredGradients {
  /** ‖Δx‖ between inputs k apart. */
  readonly distances: readonly number[];
  /** Mean cosine between the loss gradients by inputs k apart; 1 at 0, and 0 for white noise. */
  readonly correlations: readonly number[];
}

/**
 * How alike the gradients by nearby inputs are (Balduzzi et al. 2017). In deep plain networks with
 * batch norm they resemble white noise, “shattered”; with skip connections, above all scaled ones,
 * they keep a memory of one another. Widths of 64 and more show it: narrow deep plain networks
 * carry so little of their input on that the gradients fall alike again.
 */
export async function shatteredGradients(
  point: Omit<NetworkPoint, 'samples'>,
  executor: Executor,
  { from, to, points = 256, label = 0 }: ShatteredOptions,
): Promise<ShatteredGradients> {
  integerIn('The number of inputs', points, 8, 4096);
  integerIn('The class', label, 0, point.spec.classes - 1);
  const size = inputSize(point);
  if (from.length !== size || to.length !== size) {
    throw new InputError(
      `The ends of a line of inputs have ${size} numbers each, but ${from.length} and ${to.length} came.`,
    );
  }
  const length = norm(difference(to, from));
  if (!(length > 0) || !Number.isFinite(length)) {
    throw new InputError('A line of inputs needs two different ends of finite numbers.');
  }
  const x = new Float32Array(points * size);
  for (let n = 0; n < points; n++) {
    const t = n / (points - 1);
    for (let i = 0; i < size; i++) x[n * size + i] = (1 - t) * from[i]! + t * to[i]!;
  }
  const samples = { x, labels: new Int32Array(points).fill(label), count: points };
  const { taps } = await gradientAt({ ...point, samples, taps: ['input'] }, executor);
  const gradients = Array.from({ length: points }, (_, n) =>
    unit(taps[0]!.gradient.subarray(n * size, (n + 1) * size)),
  );
  const spacing = length / (points - 1);
  // Beyond a quarter of the line too few pairs are left for a mean.
  const lags = Array.from({ length: Math.floor(points / 4) }, (_, lag) => lag);
  return {
    distances: lags.map((lag) => lag * spacing),
    correlations: lags.map((lag) => {
      let sum = 0;
      for (let n = 0; n + lag < points; n++) sum += dot(gradients[n]!, gradients[n + lag]!);
      return sum / (points - lag);
    }),
  };
}

function inputSize({ spec }: Pick<NetworkPoint, 'spec'>): number {
  return spec.family === 'mlp' ? spec.inputs : spec.side * spec.side * spec.channels;
}

/** v/‖v‖; 0 stays 0, and counts as unlike anything. */
function unit(v: Float32Array): Float32Array {
  const length = norm(v);
  return length > 0 ? v.map((value) => value / length) : v;
}
