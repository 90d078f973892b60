import { InputError } from '../errors';
import type { Samples } from '../executor';
import type { Experiment } from '../experiment/schema';
import { type Dataset, type ReadFile, standardise } from './dataset';

type CifarSpec = Extract<Experiment['dataset'], { name: 'cifar10' }>;

const SIDE = 32;
const CHANNELS = 3;
const PLANE = SIDE * SIDE;
/** A label, then the red, green and blue planes, row by row. */
const RECORD = 1 + CHANNELS * PLANE;

/** The names under which the reader's own files are asked for. */
export const CIFAR_TRAIN = 'data_batch_1.bin';
export const CIFAR_TEST = 'test_batch.bin';

/**
 * CIFAR-10 from the binary batches of its authors (Krizhevsky 2009), which the reader supplies.
 *
 * @throws InputError when a file is not whole, or holds a wrong label or too few images.
 */
export async function parseCifar(spec: CifarSpec, read: ReadFile): Promise<Dataset> {
  const [train, test] = await Promise.all([
    read(CIFAR_TRAIN).then((file) => parseBatch(file, CIFAR_TRAIN, spec.train)),
    read(CIFAR_TEST).then((file) => parseBatch(file, CIFAR_TEST, spec.test)),
  ]);
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

/** @returns the first `count` images of a batch, [count, 32, 32, 3] with pixels in [0, 1]. */
export function parseBatch(file: ArrayBuffer, name: string, count: number): Samples {
  const bytes = new Uint8Array(file);
  if (bytes.length === 0 || bytes.length % RECORD !== 0) {
    throw new InputError(
      `${name} is not a CIFAR-10 binary batch: its length must be a multiple of ${RECORD} bytes, but it is ${bytes.length}. The “binary version” of CIFAR-10 has these files.`,
    );
  }
  const available = bytes.length / RECORD;
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
