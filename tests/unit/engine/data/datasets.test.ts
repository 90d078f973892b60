import { readFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CIFAR_TEST, CIFAR_TRAIN, parseBatch } from '@/engine/data/cifar';
import { type Dataset, loadDataset, type ReadFile } from '@/engine/data/dataset';
import { withLabelNoise } from '@/engine/data/noise';
import { experiment } from '@/engine/experiment/parse';

/** The files the site serves. */
const served: ReadFile = async (name) => toBuffer(await readFile(`public/data/${name}`));

function toBuffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
}

function counts(labels: Int32Array, classes: number): number[] {
  const found = new Array<number>(classes).fill(0);
  for (const label of labels) found[label]!++;
  return found;
}

describe('planar sets', () => {
  const load = (name: 'spirals' | 'moons' | 'circles' | 'checkerboard', seed = 1, noise = 0) =>
    loadDataset(experiment({ dataset: { name, noise, train: 400, test: 200 }, seed }), served);

  it.each(['spirals', 'moons', 'circles', 'checkerboard'] as const)(
    '%s are balanced, seeded, and differ between training and test',
    async (name) => {
      const [a, again, other] = [await load(name), await load(name), await load(name, 2)];
      expect(counts(a.train.labels, 2)).toEqual([200, 200]);
      expect(a.train.x).toEqual(again.train.x);
      expect(a.train.x).not.toEqual(other.train.x);
      expect(a.test.x).not.toEqual(a.train.x.subarray(0, a.test.x.length));
    },
  );

  it('puts circles at radii 1 and 1/2 of one scale', async () => {
    const { train } = await load('circles');
    const radii = Array.from(train.labels, (_, i) =>
      Math.hypot(train.x[2 * i]!, train.x[2 * i + 1]!),
    );
    radii.forEach((radius, i) => {
      expect(radius).toBeCloseTo(train.labels[i] === 0 ? 1.6 : 0.8, 5);
    });
  });

  it('winds spirals one and a half times, the second half a turn behind', async () => {
    const { train } = await load('spirals');
    train.labels.forEach((label, i) => {
      const [x, y] = [train.x[2 * i]! / 1.6, train.x[2 * i + 1]! / 1.6];
      const t = (Math.hypot(x, y) - 0.1) / 0.9;
      const angle = 3 * Math.PI * t + Math.PI * label;
      expect(Math.hypot(x, y) * Math.cos(angle)).toBeCloseTo(x, 4);
      expect(Math.hypot(x, y) * Math.sin(angle)).toBeCloseTo(y, 4);
    });
  });

  it('colours the squares of a checkerboard in turn', async () => {
    const { train } = await load('checkerboard');
    train.labels.forEach((label, i) => {
      const [column, row] = [0, 1].map((k) => Math.floor(2 * (train.x[2 * i + k]! / 1.6 + 1)));
      expect((column! + row!) % 2).toBe(label);
    });
  });

  it('adds noise of the deviation asked for', async () => {
    const [clean, noisy] = [await load('moons', 3, 0), await load('moons', 3, 0.2)];
    // Noise draws from the same stream, so only the first point has the same shape underneath;
    // compare spreads around the two half circles instead.
    const distance = ({ train }: Dataset) =>
      Array.from(train.labels, (label, i) => {
        const [x, y] = [train.x[2 * i]! / 1.6, train.x[2 * i + 1]! / 1.6];
        const [cx, cy] = label === 0 ? [-0.5, -0.25] : [0.5, 0.25];
        return Math.hypot(x - cx, y - cy) - 1;
      });
    const deviation = (values: number[]) =>
      Math.sqrt(values.reduce((sum, d) => sum + d * d, 0) / values.length);
    expect(deviation(distance(clean))).toBeLessThan(1e-6);
    expect(deviation(distance(noisy))).toBeGreaterThan(0.17);
    expect(deviation(distance(noisy))).toBeLessThan(0.25);
  });
});

describe('label noise', () => {
  it('flips the share asked for, in training only', async () => {
    const spec = { name: 'spirals', train: 500, test: 500 } as const;
    const clean = await loadDataset(experiment({ dataset: spec }), served);
    const noisy = await loadDataset(experiment({ dataset: { ...spec, labelNoise: 0.2 } }), served);
    const flipped = noisy.train.labels.filter((label, i) => label !== clean.train.labels[i]);
    expect(flipped).toHaveLength(100);
    expect(noisy.test.labels).toEqual(clean.test.labels);
    expect(noisy.train.x).toEqual(clean.train.x);
  });

  it('gives another class, any of them as likely, and the same ones for a seed', () => {
    const labels = Int32Array.from({ length: 4500 }, (_, i) => i % 10);
    const train = { x: new Float32Array(4500), labels, count: 4500 };
    const noisy = withLabelNoise({ train, classes: 10 }, 1, 3);
    expect(noisy.labels.some((label, i) => label === labels[i])).toBe(false);
    const shifts = Int32Array.from(noisy.labels, (label, i) => (label - labels[i]! + 10) % 10);
    // 500 of each of 9 on average, ± 21; five deviations.
    const spread = counts(shifts, 10).slice(1);
    expect(Math.min(...spread)).toBeGreaterThan(395);
    expect(Math.max(...spread)).toBeLessThan(605);
    expect(withLabelNoise({ train, classes: 10 }, 1, 3)).toEqual(noisy);
    expect(withLabelNoise({ train, classes: 10 }, 1, 4)).not.toEqual(noisy);
  });
});

describe('Fashion-MNIST', () => {
  it('is whole, balanced and standardised, at 7, 14 and 28 pixels', async () => {
    for (const side of [7, 14, 28] as const) {
      const data = await loadDataset(
        experiment({ dataset: { name: 'fashion', side, train: 1000, test: 500 } }),
        served,
      );
      expect(data.inputs).toBe(side * side);
      expect(counts(data.train.labels, 10)).toEqual(new Array(10).fill(100));
      expect(counts(data.test.labels, 10)).toEqual(new Array(10).fill(50));
      const mean = data.train.x.reduce((a, b) => a + b, 0) / data.train.x.length;
      const square = data.train.x.reduce((a, b) => a + b * b, 0) / data.train.x.length;
      expect(mean).toBeCloseTo(0, 4);
      expect(square).toBeCloseTo(1, 3);
    }
  });

  it('pools by averaging', async () => {
    const load = (side: 14 | 28) =>
      loadDataset(
        experiment({
          dataset: { name: 'fashion', side, train: 8, test: 8 },
          training: { batch: 8 },
          landscape: { samples: 8 },
        }),
        served,
      );
    const [fine, coarse] = [await load(28), await load(14)];
    // Standardising is affine, so differences between averaged pixels keep one ratio.
    const average = (row: number, column: number) =>
      [0, 1, 28, 29].reduce((sum, o) => sum + fine.train.x[2 * row * 28 + 2 * column + o]!, 0) / 4;
    const ratio = (a: number[], b: number[]) =>
      (coarse.train.x[a[0]! * 14 + a[1]!]! - coarse.train.x[b[0]! * 14 + b[1]!]!) /
      (average(a[0]!, a[1]!) - average(b[0]!, b[1]!));
    expect(ratio([7, 7], [0, 0])).toBeCloseTo(ratio([10, 6], [0, 0]), 4);
  });

  it.each([
    [
      'cut short',
      (bytes: Uint8Array) => gzipSync(gunzipSync(bytes).subarray(1)),
      /bytes were expected/,
    ],
    [
      'with one pixel changed',
      (bytes: Uint8Array) => {
        const plain = gunzipSync(bytes);
        plain[1000]! ^= 1;
        return plain;
      },
      /checksum/,
    ],
    ['not gzip to its end', (bytes: Uint8Array) => bytes.subarray(0, 1000), /cannot be unpacked/],
  ])('refuses a file that is %s, in words', async (_, damage, words) => {
    const read: ReadFile = async (name) => {
      const file = new Uint8Array(await served(name));
      return toBuffer(name.endsWith('.bin') ? damage(file) : file);
    };
    await expect(loadDataset(experiment(), read)).rejects.toThrow(words);
  });

  it('refuses more samples than there are', async () => {
    const many = experiment({ dataset: { name: 'fashion', train: 5000 } });
    await expect(loadDataset(many, served)).rejects.toThrow(/holds 4096 training samples/);
  });
});

describe('CIFAR-10 binary batches', () => {
  /** Two images: label, then planes of one value a channel. */
  const file = new Uint8Array(2 * 3073);
  file.set([3], 0);
  file.fill(255, 1, 1025);
  file.set([9], 3073);
  file.fill(51, 3074 + 2048, 3074 + 3072);

  it('reads labels and interleaves the colour planes', () => {
    const { x, labels } = parseBatch(toBuffer(file), 'data_batch_1.bin', 2);
    expect([...labels]).toEqual([3, 9]);
    expect([...x.subarray(0, 3)]).toEqual([1, 0, 0]);
    expect(x[3072 + 2]).toBeCloseTo(0.2, 6);
  });

  it('refuses a broken length and an impossible label', () => {
    expect(() => parseBatch(toBuffer(file.subarray(1)), CIFAR_TEST, 1)).toThrow(/multiple of 3073/);
    const wrong = file.slice();
    wrong[3073] = 10;
    expect(() => parseBatch(toBuffer(wrong), CIFAR_TEST, 2)).toThrow(/label 10 at image 1/);
    expect(() => parseBatch(toBuffer(file), CIFAR_TEST, 3)).toThrow(/holds 2 images/);
  });

  /** So many images, every pixel of image i at i, labels in turn. */
  const batch = (count: number, first: number) => {
    const bytes = new Uint8Array(count * 3073);
    for (let i = 0; i < count; i++) {
      bytes.fill((first + i) % 256, i * 3073, (i + 1) * 3073);
      bytes[i * 3073] = (first + i) % 10;
    }
    return toBuffer(bytes);
  };
  const asked: string[] = [];
  const supplied: ReadFile = async (name) => {
    asked.push(name);
    return name === CIFAR_TEST ? batch(8, 0) : batch(10, 10 * CIFAR_TRAIN.indexOf(name));
  };
  const of = (train: number) =>
    experiment({
      dataset: { name: 'cifar10', train, test: 8 },
      network: { family: 'conv' },
      training: { batch: 8 },
      landscape: { samples: 8 },
    });

  it('goes on through as many training batches as the images need', async () => {
    const { train, test, side, channels, inputs } = await loadDataset(of(25), supplied);
    expect(asked).toEqual([...CIFAR_TRAIN.slice(0, 3), CIFAR_TEST]);
    expect([side, channels, inputs, train.count, test.count]).toEqual([32, 3, 3072, 25, 8]);
    expect([...train.labels]).toEqual(Array.from({ length: 25 }, (_, i) => i % 10));
    // Shades rise from image to image, over the border of two files as well.
    for (let i = 1; i < 25; i++) expect(train.x[i * 3072]!).toBeGreaterThan(train.x[i * 3072 - 1]!);
    const mean = train.x.reduce((sum, value) => sum + value, 0) / train.x.length;
    expect(mean).toBeCloseTo(0, 4);
    // Test images are scaled by the two numbers of the training ones: one shade stays one shade.
    for (let i = 0; i < 8; i++) expect(test.x[i * 3072]).toBeCloseTo(train.x[i * 3072]!, 6);
  });

  it('says how many images all five batches hold', async () => {
    await expect(loadDataset(of(51), supplied)).rejects.toThrow(/hold 50 images together, but 51/);
  });
});
