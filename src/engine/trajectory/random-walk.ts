import { InputError, integerIn } from '../errors';
import { randomStream } from '../random';

/**
 * A walk of independent Gaussian steps from 0: what PCA makes of it is what a picture of a
 * trajectory must be compared with (Antognini & Sohl-Dickstein 2018).
 *
 * @param points including the start
 * @param size numbers of each point
 */
export function randomWalk(points: number, size: number, seed: number): Float32Array[] {
  integerIn('The number of points', points, 2, 100_000);
  integerIn('The size of a point', size, 1, 2 ** 26);
  const stream = randomStream(seed, 'random-walk');
  const walk = [new Float32Array(size)];
  for (let t = 1; t < points; t++) {
    walk.push(walk[t - 1]!.map((value) => value + stream.normal()));
  }
  return walk;
}

/**
 * The shares of variance that the leading principal components explain of a random walk of this
 * many points in many dimensions (P ≫ points), in closed form.
 *
 * There the Gram matrix tends to its mean: min(i, j) for displacements from an end of the walk,
 * whose eigenvalues are 1/(4 sin²((2k − 1)π/(4n + 2))) for n steps; and centred, with n + 1 points,
 * 1/(4 sin²(kπ/(2n + 2))), of sum n(n + 2)/6.
 *
 * @returns the shares of components 1 … count.
 */
export function randomWalkExplained(
  points: number,
  { centred, count = 2 }: { readonly centred: boolean; readonly count?: number },
): number[] {
  integerIn('The number of points', points, 2, 1_000_000);
  const n = points - 1;
  if (!Number.isInteger(count) || count < 1 || count > n) {
    throw new InputError(
      `A walk of ${points} points has 1 to ${n} components, but ${count} were asked for.`,
    );
  }
  const total = centred ? (n * (n + 2)) / 6 : (n * (n + 1)) / 2;
  return Array.from({ length: count }, (_, index) => {
    const k = index + 1;
    const angle = centred ? (k * Math.PI) / (2 * n + 2) : ((2 * k - 1) * Math.PI) / (4 * n + 2);
    return 1 / (4 * Math.sin(angle) ** 2 * total);
  });
}
