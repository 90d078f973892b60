import { InputError, integerIn } from '../errors';
import type { Samples } from '../executor';
import type { Experiment } from '../experiment/schema';
import { type Dataset, type ReadFile, standardise } from './dataset';

type CifarSpec = Extract<Experiment['dataset'], { name: 'cifar10' }>;

const SIDE = 32;
const CHANNELS = 3;
const PLANE = SIDE * SIDE;
/** A label, then the red, green and blue planes, row by row. */
const RECORD = 1 + CHANNELS * PLANE;

/** The names under which the reader's own files are asked for, as their authors named them. */
export const CIFAR_TRAIN = [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`);
export const CIFAR_TEST = 'test_batch.bin';

/**
 * CIFAR-10 from the binary batches of its authors (Krizhevsky 2009), which the reader supplies: the
 * first images, of as many training batches as hold them, standardised over all pixels together.
 *
 * @throws InputError when a file is not whole, or holds a wrong label, or there are too few images.
 */
export async function parseCifar(spec: CifarSpec, read: ReadFile): Promise<Dataset> {
  const train = await readBatches(CIFAR_TRAIN, spec.train, read);
  const test = await readBatches([CIFAR_TEST], spec.test, read);
  standardise(train.x, test.x);
  return {
    name: 'cifar10',
    inputs: CHANNELS * PLANE,
    classes: 10,
    side: SIDE,
    channels: CHANNELS,
    train,
    test,
  };
}

/** The first `count` images of some files together; files that are not needed are not read. */
async function readBatches(
  names: readonly string[],
  count: number,
  read: ReadFile,
): Promise<Samples> {
  const x = new Float32Array(count * CHANNELS * PLANE);
  const labels = new Int32Array(count);
  let have = 0;
  for (const name of names) {
    if (have === count) break;
    const file = await read(name);
    const part = parseBatch(file, name, Math.min(count - have, imagesIn(file, name)));
    x.set(part.x, have * CHANNELS * PLANE);
    labels.set(part.labels, have);
    have += part.count;
  }
  if (have < count) {
    throw new InputError(
      `${names.join(', ')} hold ${have} images together, but ${count} were asked for.`,
    );
  }
  return { x, labels, count };
}

/** @throws InputError when the file is no sequence of whole records. */
function imagesIn(file: ArrayBuffer, name: string): number {
  const { byteLength } = file;
  if (byteLength === 0 || byteLength % RECORD !== 0) {
    throw new InputError(
      `${name} is not a CIFAR-10 binary batch: its length must be a multiple of ${RECORD} bytes, but it is ${byteLength}. The “binary version” of CIFAR-10 has these files.`,
    );
  }
  return byteLength / RECORD;
}

/**
 * @param file records of 1 + 3072 bytes: a label, then the red, green and blue planes
 * @param name of the file, for the messages
 * @returns the first `count` images, [count, 32, 32, 3] with pixels in [0, 1].
 * @throws InputError when the file is not whole, or holds a wrong label or too few images.
 */
export function parseBatch(file: ArrayBuffer, name: string, count: number): Samples {
  const available = imagesIn(file, name);
  integerIn('The number of images', count, 1, 60_000);
  const bytes = new Uint8Array(file);
  if (count > available) {
    throw new InputError(`${name} holds ${available} images, but ${count} were asked for.`);
  }
  const x = new Float32Array(count * CHANNELS * PLANE);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const record = bytes.subarray(i * RECORD, (i + 1) * RECORD);
    labels[i] = record[0]!;
    if (record[0]! > 9) {
      throw new InputError(`${name} has label ${record[0]} at image ${i}; 0 to 9 were expected.`);
    }
    for (let p = 0; p < PLANE; p++) {
      for (let c = 0; c < CHANNELS; c++) {
        x[(i * PLANE + p) * CHANNELS + c] = record[1 + c * PLANE + p]! / 255;
      }
    }
  }
  return { x, labels, count };
}
