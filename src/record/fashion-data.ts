import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/*
 * npm run data -- FOLDER
 *
 * Makes the subset of Fashion-MNIST that the site serves from the four IDX files of the data set
 * (Debian packages them as dataset-fashion-mnist), gzipped or not.
 */

const OUT = 'public/data';
const TRAIN = 4096;
const TEST = 2048;
const CLASSES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

const folder = process.argv[2];
if (!folder) fail('Say where the four IDX files are: npm run data -- FOLDER');

const train = subset('train', TRAIN);
const test = subset('t10k', TEST);
const bytes = Buffer.concat([train.images, train.labels, test.images, test.labels]);
const manifest = {
  file: 'fashion-mnist.bin',
  source:
    'Fashion-MNIST, Han Xiao, Kashif Rasul and Roland Vollgraf, 2017 (arXiv:1708.07747), Zalando SE; from the IDX files of the original distribution',
  licence: 'MIT, Copyright (c) 2017 Zalando SE; see fashion-mnist.LICENSE.txt',
  selection: `The first images of each class in the original order, the classes taken in turn 0 to 9, so that any run of samples is balanced to within one: ${TRAIN} training and ${TEST} test images of 28 × 28 bytes.`,
  classes: CLASSES,
  train: TRAIN,
  test: TEST,
  sha256: createHash('sha256').update(bytes).digest('hex'),
};
mkdirSync(OUT, { recursive: true });
writeFileSync(join(OUT, manifest.file), gzipSync(bytes, { level: 9 }));
writeFileSync(join(OUT, 'fashion-mnist.json'), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`${OUT}/${manifest.file}: ${TRAIN} + ${TEST} images, sha256 ${manifest.sha256}`);

/** The first `count` samples, classes in turn. */
function subset(prefix: string, count: number) {
  const images = idx(`${prefix}-images-idx3-ubyte`, 3);
  const labels = idx(`${prefix}-labels-idx1-ubyte`, 1);
  if (images.shape[0] !== labels.shape[0]) fail(`${prefix}: images and labels differ in number.`);
  const size = images.shape[1]! * images.shape[2]!;
  const byClass: number[][] = CLASSES.map(() => []);
  labels.data.forEach((label, i) => {
    byClass[label]!.push(i);
  });
  const chosen = Array.from({ length: count }, (_, n) => {
    const index = byClass[n % 10]![Math.floor(n / 10)];
    if (index === undefined) fail(`${prefix}: class ${n % 10} has too few images.`);
    return index;
  });
  return {
    images: Buffer.concat(chosen.map((i) => images.data.subarray(i * size, (i + 1) * size))),
    labels: Buffer.from(chosen.map((i) => labels.data[i]!)),
  };
}

/** Reads an IDX file of unsigned bytes: 0, 0, 8, number of axes, the axes (big-endian), the data. */
function idx(name: string, axes: number) {
  const packed = join(folder!, `${name}.gz`);
  const plain = join(folder!, name);
  const file = existsSync(packed)
    ? gunzipSync(readFileSync(packed))
    : existsSync(plain)
      ? readFileSync(plain)
      : fail(`Neither ${packed} nor ${plain} is there.`);
  if (file.readUInt32BE(0) !== 0x0800 + axes) fail(`${name} is not an IDX file of ${axes} axes.`);
  const shape = Array.from({ length: axes }, (_, i) => file.readUInt32BE(4 + 4 * i));
  const data = file.subarray(4 + 4 * axes);
  if (data.length !== shape.reduce((a, b) => a * b, 1)) fail(`${name} is cut short.`);
  return { shape, data };
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
