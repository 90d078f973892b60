import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { costOf, forwardCost } from '@/engine/cost';
import { loadDataset } from '@/engine/data/dataset';
import { experiment } from '@/engine/experiment/parse';
import type { ExperimentInput } from '@/engine/experiment/schema';
import { dataShape, networkSpec } from '@/engine/experiment/spec';

const cost = (input: ExperimentInput, workers?: number) => costOf(experiment(input), workers);
const mlp = (network: Omit<Extract<ExperimentInput['network'], { family: 'mlp' }>, 'family'>) => ({
  network: { family: 'mlp' as const, ...network },
});

describe('the work of an experiment', () => {
  it('counts a dense network by hand', () => {
    // Stem 2 → 3, two layers 3 → 3, head 3 → 2; without norms.
    const e = experiment({
      dataset: { name: 'moons' },
      ...mlp({ depth: 4, width: 3, norm: 'none', skip: true }),
    });
    const { flops, units } = forwardCost(networkSpec(e, dataShape(e)));
    const dense = 3 * (2 * 2 + 1) + 2 * 3 * (2 * 3 + 1) + 2 * (2 * 3 + 1);
    const activations = 3 + 3;
    const join = 3 * 3;
    expect(flops).toBe(dense + activations + join);
    expect(units).toBe(3 + 3 + 3 + 3 + 3 + 3 + 2);
  });

  it('counts the products of a convolutional network as its authors do', () => {
    const e = experiment({
      dataset: { name: 'cifar10' },
      network: { family: 'conv', depth: 20, skip: false },
    });
    // He et al. 2016: 40.5 million multiply-adds for 20 layers on 32 × 32 images.
    const { flops } = forwardCost(networkSpec(e, dataShape(e)));
    expect(flops / 2).toBeGreaterThan(40e6);
    expect(flops / 2).toBeLessThan(42e6);
  });

  it('grows as it should with each size', () => {
    const base = cost({});
    expect(cost({ training: { steps: 4000 } }).training / base.training).toBeGreaterThan(1.9);
    expect(cost({ landscape: { points: [101, 101] } }).slice / base.slice).toBeCloseTo(
      101 ** 2 / 51 ** 2,
      9,
    );
    expect(cost({ landscape: { samples: 512 } }).slice / base.slice).toBeGreaterThan(1.9);
    expect(cost({ landscape: { directions: 'solution' } }).training).toBe(2 * base.training);
    expect(base.analysis).toBe(0);
    expect(cost({ analysis: { curvature: {} } }).analysis).toBeGreaterThan(0);
    expect(cost({ landscape: { directions: 'hessian' } }).analysis).toBeGreaterThan(0);
    expect(cost({}, 8).bytes).toBeGreaterThan(base.bytes);
  });

  it('holds the data, and at most a bounded path', () => {
    const large = cost({ dataset: { name: 'cifar10', train: 50_000, test: 10_000 } });
    expect(large.bytes).toBeGreaterThan(2 * 60_000 * 3072 * 4);
    const path = cost({ training: { steps: 100_000, checkpointEvery: 1 } });
    expect(path.bytes - cost({}).bytes).toBeLessThanOrEqual(128 * 2 ** 20);
  });

  it('knows the shape of the data before they are there', async () => {
    const read = async (name: string) =>
      (await readFile(`public/data/${name}`)).buffer as ArrayBuffer;
    for (const dataset of [
      { name: 'moons' },
      { name: 'fashion', side: 14, train: 64, test: 64 },
    ] as const) {
      const e = experiment({ dataset, training: { batch: 32 }, landscape: { samples: 32 } });
      const { inputs, classes, side, channels } = await loadDataset(e, read);
      expect(dataShape(e)).toEqual(JSON.parse(JSON.stringify({ inputs, classes, side, channels })));
    }
  });
});
