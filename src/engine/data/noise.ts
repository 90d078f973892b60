import { numberIn } from '../errors';
import type { Samples } from '../executor';
import { randomStream } from '../random';

/**
 * Gives a share of the training labels another class, drawn evenly from the others.
 *
 * @param share 0 to 1, of the training samples, rounded to a whole number of them.
 * @throws InputError for another share.
 */
export function withLabelNoise(
  { train, classes }: { readonly train: Samples; readonly classes: number },
  share: number,
  seed: number,
): Samples {
  numberIn('The label noise', share, 0, 1);
  const flips = Math.round(share * train.count);
  if (flips === 0) return train;
  const stream = randomStream(seed, 'data/label-noise');
  const labels = train.labels.slice();
  for (const index of stream.permutation(train.count).subarray(0, flips)) {
    labels[index] = (labels[index]! + 1 + stream.integer(classes - 1)) % classes;
  }
  return { ...train, labels };
}
