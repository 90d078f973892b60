import { afterEach, describe, expect, test } from 'vitest';
import type { SliceRequest } from '@/engine/executor';
import { layoutOf } from '@/engine/network/layout';
import type { MlpSpec } from '@/engine/network/spec';
import { randomStream } from '@/engine/random';
import { files, makeWorker } from '@/lab/page-lab';
import { Pool, type PoolOptions } from '@/lab/pool';

const spec: MlpSpec = {
  family: 'mlp',
  inputs: 2,
  classes: 2,
  depth: 4,
  width: 5,
  activation: 'relu',
  norm: 'batch',
  skip: true,
  branchScale: 1,
};

/** Losses at `count` points along one direction of a random network. */
function request(count: number): SliceRequest {
  const stream = randomStream(11, 'pool');
  const normals = (length: number) => Float32Array.from({ length }, () => stream.normal());
  const { size } = layoutOf(spec);
  return {
    spec,
    samples: {
      x: normals(64),
      labels: Int32Array.from({ length: 32 }, (_, i) => i % 2),
      count: 32,
    },
    statistics: 'batch',
    centre: normals(size),
    directions: normals(size),
    dimensions: 1,
    points: Float32Array.from({ length: count }, (_, i) => i / count),
    running: new Float32Array(0),
  };
}

let pool: Pool | undefined;
afterEach(() => {
  pool?.close();
  pool = undefined;
});

async function open(options: Partial<PoolOptions> = {}) {
  pool = await Pool.open({ backend: 'cpu', workers: 2, files, makeWorker, ...options });
  return pool;
}

describe('the pool of workers', () => {
  test('gives every backend the same losses', async () => {
    const losses: Float32Array[] = [];
    for (const backend of ['cpu', 'wasm'] as const) {
      const opened = await open({ backend });
      const result = await opened.sliceLosses(request(7));
      expect(result.implementation).toBe(backend === 'wasm' ? 'kernel' : 'ops');
      losses.push(result.losses);
      opened.close();
    }
    losses[0]!.forEach((value, i) => {
      expect(losses[1]![i]).toBeCloseTo(value, 4);
    });
  });

  test('says so when no worker can be had', async () => {
    const opening = open({
      makeWorker: () => new Worker('/no-such-worker.js', { type: 'module' }),
    });
    await expect(opening).rejects.toThrow(/worker/i);
  });

  test('hands an error of the computation to whoever asked, and lives on', async () => {
    const opened = await open({ workers: 1 });
    const bad = { ...request(2), directions: new Float32Array(3) };
    await expect(opened.sliceLosses(bad)).rejects.toThrow();
    await expect(opened.sliceLosses(request(2))).resolves.toHaveProperty('losses');
  });

  test('begins nothing that was recalled while it waited, and is free for what comes after', async () => {
    const opened = await open({ workers: 1 });
    const stop = new AbortController();
    const mine = Array.from({ length: 4 }, () =>
      opened.sliceLosses({ ...request(2), signal: stop.signal }),
    );
    const other = opened.sliceLosses(request(2));
    stop.abort(new Error('Stopped by the reader.'));
    const ends = await Promise.allSettled(mine);
    // The one under way cannot be taken back.
    expect(ends.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
    ]);
    expect((ends[1] as PromiseRejectedResult).reason.message).toBe('Stopped by the reader.');
    await expect(other).resolves.toHaveProperty('losses');
  });
});
