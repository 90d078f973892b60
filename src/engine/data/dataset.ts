import { allFinite, InputError } from '../errors';
import type { Samples } from '../executor';
import type { Experiment } from '../experiment/schema';
import { parseCifar } from './cifar';
import { loadFashion } from './fashion';
import { withLabelNoise } from './noise';
import { planarDataset } from './planar';

/** Labelled samples, split for training and test. */
export interface Dataset {
  readonly name: string;
  /** Numbers a sample. */
  readonly inputs: number;
  readonly classes: number;
  /** Of images: height and width, in pixels. */
  readonly side?: number;
  readonly channels?: number;
  readonly train: Samples;
  readonly test: Samples;
}

/** Reads a file of the site's data folder, or one that the reader supplied, by name. */
export type ReadFile = (name: string) => Promise<ArrayBuffer>;

/**
 * The data of an experiment. Planar sets are drawn from the seed; of images the first samples of
 * the file are taken, which are balanced over the classes. Label noise flips training labels only.
 *
 * @throws InputError in words when a file is missing or damaged, or holds too few samples.
 */
export async function loadDataset(
  { dataset, seed }: Pick<Experiment, 'dataset' | 'seed'>,
  read: ReadFile,
): Promise<Dataset> {
  const clean =
    dataset.name === 'fashion'
      ? await loadFashion(dataset, read)
      : dataset.name === 'cifar10'
        ? await parseCifar(dataset, read)
        : planarDataset(dataset, seed);
  return { ...clean, train: withLabelNoise(clean, dataset.labelNoise, seed) };
}

/**
 * Scales pixels to mean 0 and deviation 1 over all training pixels together, and the test pixels
 * by the same two numbers.
 *
 * @throws InputError when the training images are all of one shade, not finite, or none.
 */
export function standardise(train: Float32Array, test: Float32Array): void {
  if (train.length === 0) {
    throw new InputError('Training images were expected, but there are none.');
  }
  for (const images of [train, test]) allFinite('The pixels of images', images);
  let sum = 0;
  let squares = 0;
  for (const value of train) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / train.length;
  const deviation = Math.sqrt(squares / train.length - mean * mean);
  if (!(deviation > 0)) {
    throw new InputError(
      'The training images are all of one shade: nothing can be learnt from them.',
    );
  }
  for (const values of [train, test]) {
    for (let i = 0; i < values.length; i++) values[i] = (values[i]! - mean) / deviation;
  }
}
