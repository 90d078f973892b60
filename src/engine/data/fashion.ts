import * as v from 'valibot';
import { InputError } from '../errors';
import type { Samples } from '../executor';
import type { Experiment } from '../experiment/schema';
import { type Dataset, type ReadFile, standardise } from './dataset';

type FashionSpec = Extract<Experiment['dataset'], { name: 'fashion' }>;

/** Side of the images in the file, in pixels. */
const SIDE = 28;
const PIXELS = SIDE * SIDE;

/** What `npm run data` writes beside the images. */
export const fashionManifest = v.object({
  file: v.string(),
  source: v.string(),
  licence: v.string(),
  classes: v.pipe(v.array(v.string()), v.length(10)),
  train: v.pipe(v.number(), v.integer(), v.minValue(1)),
  test: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Of the uncompressed bytes: training images, training labels, test images, test labels. */
  sha256: v.pipe(v.string(), v.hexadecimal(), v.length(64)),
});
export type FashionManifest = v.InferOutput<typeof fashionManifest>;

export const FASHION_MANIFEST = 'fashion-mnist.json';

/** The file, unpacked and checked: kept, since every figure on the page wants it. */
interface FashionFile {
  readonly manifest: FashionManifest;
  readonly bytes: Uint8Array;
}
const loaded = new WeakMap<ReadFile, Promise<FashionFile>>();

/**
 * Fashion-MNIST (Xiao et al. 2017): the first samples of the site's subset, average-pooled to
 * side × side and standardised.
 *
 * @throws InputError when the files are missing, damaged or hold too few samples.
 */
export async function loadFashion(spec: FashionSpec, read: ReadFile): Promise<Dataset> {
  let file = loaded.get(read);
  if (!file) loaded.set(read, (file = openFile(read)));
  try {
    return toDataset(await file, spec);
  } catch (error) {
    // The next try reads again: a connection may have come back.
    loaded.delete(read);
    throw error;
  }
}

async function openFile(read: ReadFile): Promise<FashionFile> {
  const text = new TextDecoder().decode(await read(FASHION_MANIFEST));
  const manifest = parseManifest(text);
  const bytes = await unpack(await read(manifest.file));
  const expected = (manifest.train + manifest.test) * (PIXELS + 1);
  if (bytes.length !== expected) {
    throw new InputError(
      `The Fashion-MNIST file is damaged: ${expected} bytes were expected, but ${bytes.length} came. Reload the page to fetch it again.`,
    );
  }
  const sum = await sha256(bytes);
  if (sum !== undefined && sum !== manifest.sha256) {
    throw new InputError(
      'The Fashion-MNIST file is damaged: its checksum is not the one expected. Reload the page to fetch it again.',
    );
  }
  return { manifest, bytes };
}

function parseManifest(text: string): FashionManifest {
  try {
    return v.parse(fashionManifest, JSON.parse(text));
  } catch {
    throw new InputError(
      'The description of the Fashion-MNIST file is damaged. Reload the page to fetch it again.',
    );
  }
}

/** Some hosts unpack gzip on the way, so the bytes themselves say whether they are packed. */
async function unpack(buffer: ArrayBuffer): Promise<Uint8Array> {
  const bytes = new Uint8Array(buffer);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    const stream = new Blob([buffer]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new InputError(
      'The Fashion-MNIST file is damaged: it cannot be unpacked. Reload the page to fetch it again.',
    );
  }
}

/** @returns nothing on a page without https, where browsers offer no digest; lengths are checked. */
async function sha256(bytes: Uint8Array): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined;
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function toDataset({ manifest, bytes }: FashionFile, spec: FashionSpec): Dataset {
  const trainBytes = manifest.train * (PIXELS + 1);
  const train = take(
    bytes.subarray(0, trainBytes),
    manifest.train,
    spec.train,
    spec.side,
    'training',
  );
  const test = take(bytes.subarray(trainBytes), manifest.test, spec.test, spec.side, 'test');
  standardise(train.x, test.x);
  return {
    name: 'fashion',
    inputs: spec.side ** 2,
    classes: 10,
    side: spec.side,
    channels: 1,
    train,
    test,
  };
}

function take(
  bytes: Uint8Array,
  available: number,
  count: number,
  side: number,
  split: string,
): Samples {
  if (count > available) {
    throw new InputError(
      `The site's Fashion-MNIST subset holds ${available} ${split} samples, but ${count} were asked for.`,
    );
  }
  const x = new Float32Array(count * side * side);
  for (let i = 0; i < count; i++) {
    pool(bytes.subarray(i * PIXELS, (i + 1) * PIXELS), side, x.subarray(i * side * side));
  }
  const labels = Int32Array.from(bytes.subarray(available * PIXELS, available * PIXELS + count));
  if (labels.some((label) => label > 9)) {
    throw new InputError('The Fashion-MNIST file is damaged: it holds a label above 9.');
  }
  return { x, labels, count };
}

/** Averages the squares of a 28 × 28 image that make one pixel of side × side; 28, 14, 7, 4, 2. */
function pool(image: Uint8Array, side: number, out: Float32Array) {
  const step = SIDE / side;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      let sum = 0;
      for (let i = 0; i < step; i++) {
        for (let j = 0; j < step; j++) sum += image[(row * step + i) * SIDE + column * step + j]!;
      }
      out[row * side + column] = sum / (255 * step * step);
    }
  }
}
