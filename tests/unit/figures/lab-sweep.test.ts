import { describe, expect, it } from 'vitest';
import { experiment } from '@/engine/experiment/parse';
import { variantsOf } from '@/figures/lab/members';
import { ReaderData } from '@/figures/lab/reader-data';
import { cellsOf, someValues, spreadAt, sweepCsv } from '@/figures/lab/sweep';

const base = experiment({ seed: 5 });

describe('a sweep', () => {
  it('is every value from every seed, and nothing else changes', () => {
    const cells = cellsOf(base, { field: 'network.depth', values: '4, 8 20', seeds: 2 });
    expect(cells.map(({ value, seed }) => [value, seed])).toEqual([
      [4, 5],
      [4, 6],
      [8, 5],
      [8, 6],
      [20, 5],
      [20, 6],
    ]);
    for (const { experiment: one, value, seed } of cells) {
      expect(one).toEqual({ ...base, seed, network: { ...base.network, depth: value } });
    }
  });

  it('takes values of more than one number, told apart by semicolons', () => {
    const cells = cellsOf(base, {
      field: 'landscape.points',
      values: '25 × 25; 31 × 31',
      seeds: 1,
    });
    expect(cells.map(({ value }) => value)).toEqual([
      [25, 25],
      [31, 31],
    ]);
  });

  it.each([
    ['network.depth', '', /1 to 16 values/],
    ['network.depth', '4, 7', /even/],
    ['training.batch', '64, 4096', /at most the 1024/],
    ['training.optimiser', 'sgd, newton', /one of sgd/],
    ['network.width', Array.from({ length: 17 }, (_, i) => i + 1).join(), /1 to 16 values/],
  ])('refuses %s at “%.20s” in words', (field, values, words) => {
    expect(() => cellsOf(base, { field, values, seeds: 1 })).toThrow(words);
  });

  it('begins with values that can be', () => {
    for (const field of [
      'network.depth',
      'training.learningRate',
      'training.optimiser',
      'network.skip',
      'training.batch',
      'landscape.points',
      'init.gain',
      'training.weightDecay',
      'network.branchScale',
    ]) {
      const values = someValues(base, field);
      expect(cellsOf(base, { field, values, seeds: 1 }).length, field).toBeGreaterThan(0);
    }
  });

  it('gives mean and deviation of what exists, and every run as CSV', () => {
    const cells = cellsOf(base, { field: 'network.depth', values: '4', seeds: 3 });
    const results = cells.map((cell, i) => ({
      ...cell,
      measured: i === 2 ? {} : { ev: 1 + 2 * i },
    }));
    expect(spreadAt(results, 4, 'ev')).toEqual({ mean: 2, deviation: Math.SQRT2, seeds: 2 });
    expect(spreadAt(results, 4, 'radius')).toBeUndefined();
    expect(sweepCsv('network.depth', results, ['ev'])).toBe(
      'network.depth,seed,ev\r\n4,5,1\r\n4,6,3\r\n4,7,\r\n',
    );
  });
});

describe('the reader’s CIFAR-10', () => {
  it('is asked for in words, and taken under the names of its authors', async () => {
    const data = new ReaderData();
    await expect(data.read('data_batch_1.bin')).rejects.toThrow(/must be yours/);
    expect(data.addCifar('data_batch_2.bin', new Uint8Array(3073 * 2))).toMatch(
      /2 images.*data_batch_1.bin and test_batch.bin must come/,
    );
    data.addCifar('some.bin', new Uint8Array(3073));
    expect(data.addCifar('my-test.bin', new Uint8Array(3073).fill(7))).toMatch(/Choose/);
    expect(new Uint8Array(await data.read('test_batch.bin'))[0]).toBe(7);
    expect((await data.read('data_batch_1.bin')).byteLength).toBe(3073);
    await expect(data.read('data_batch_3.bin')).rejects.toThrow(/data_batch_3.bin is missing/);
  });
});

describe('hues', () => {
  it('are plain’s and skip’s own, and differ for the rest', () => {
    const skip = experiment({ network: { family: 'mlp', skip: true } });
    const hues = variantsOf([base, skip, base, skip].map((e) => ({ experiment: e }))).map(
      ({ hue }) => hue,
    );
    expect(hues.slice(0, 2)).toEqual(['plain', 'skip']);
    expect(new Set(hues).size).toBe(4);
  });
});
