import * as Comlink from 'comlink';
import { findAdapter } from '@/engine/backend';
import { type Dataset, loadDataset } from '@/engine/data/dataset';
import { experiment } from '@/engine/experiment/parse';
import { Lab } from '@/lab/lab';
import { files, makeWorker } from '@/lab/page-lab';
import type { Series } from '../plan';
import type { BenchBackend, BenchCase, BenchRow, PressTimes, ReplicaTimes } from '../result';
import { medianOf } from './measure';
import { pressTrain } from './press';
import type { BenchWorkerApi } from './worker';

/*
 * What the command asks of the page, one call at a time. Every series has workers of its own, so
 * that none inherits another's memory or compiled shaders.
 */

/** Rounds through a series’ cases. */
const PASSES = 2;

let fashion: Promise<Dataset> | undefined;

function dataset(): Promise<Dataset> {
  fashion ??= loadDataset(experiment(), async (name) => {
    const response = await fetch(`./data/${name}`);
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response.arrayBuffer();
  });
  return fashion;
}

async function withWorkers<T>(
  count: number,
  work: (workers: Comlink.Remote<BenchWorkerApi>[]) => Promise<T>,
): Promise<T> {
  const raw = Array.from(
    { length: count },
    () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }),
  );
  const failed = new Promise<never>((_, reject) => {
    for (const worker of raw) {
      worker.onerror = (event) => reject(new Error(`a worker stopped: ${event.message}`));
    }
  });
  failed.catch(() => undefined);
  try {
    const workers = raw.map((worker) => Comlink.wrap<BenchWorkerApi>(worker));
    return await Promise.race([work(workers), failed]);
  } finally {
    for (const worker of raw) worker.terminate();
  }
}

const page = {
  async adapter(): Promise<{ description: string; software: boolean } | undefined> {
    try {
      return await findAdapter();
    } catch {
      return undefined;
    }
  },

  wasmPeak: (modules: number[][]) =>
    withWorkers(1, ([worker]) => worker!.wasmPeak(modules.map((bytes) => Uint8Array.from(bytes)))),

  gpuPeak: () => withWorkers(1, ([worker]) => worker!.gpuPeak()),

  /** One row a case; a case that the engine does not have gives none. */
  async series(
    { backend, engine, workers: count, cases }: Series,
    budget: number,
  ): Promise<BenchRow[]> {
    const { train } = await dataset();
    return withWorkers(count, async (workers) => {
      await Promise.all(workers.map((worker) => worker.open(backend, engine, train, files)));
      const rows = new Map<BenchCase, BenchRow>();
      // A shared machine has slow phases: every case is measured in two, and the faster median counts.
      for (let pass = 0; pass < PASSES; pass++) {
        for (const one of cases) {
          await Promise.all(workers.map((worker) => worker.prepare(one, 1)));
          const ms = await medianOf((n) => together(workers, n), budget);
          const best = Math.min(
            ms ?? Number.POSITIVE_INFINITY,
            rows.get(one)?.ms ?? Number.POSITIVE_INFINITY,
          );
          if (ms !== undefined)
            rows.set(one, { ...one, backend, engine, workers: count, ms: best });
        }
      }
      return [...rows.values()];
    });
  },

  async replicas(backend: BenchBackend, replicas: number, budget: number): Promise<ReplicaTimes[]> {
    const { train } = await dataset();
    return withWorkers(1, async ([worker]) => {
      await worker!.open(backend, 'kernel', train, files);
      const one: BenchCase = { work: 'train', depth: 32, width: 16 };
      await worker!.prepare(one, replicas);
      const ms = await medianOf((n) => worker!.run(n), budget);
      return ms === undefined ? [] : [{ backend, replicas, ms }];
    });
  },

  /** Presses Train in the page's lab; undefined where that went to another backend. */
  async press(backend: BenchBackend): Promise<PressTimes | undefined> {
    const data = await dataset();
    const lab = new Lab({ files, makeWorker });
    lab.choose(backend);
    await lab.start();
    return lab.status.backend?.name === backend ? pressTrain(backend, data, lab) : undefined;
  },
};

/** As many on each worker at once; ms as if one had done its share alone. */
async function together(workers: Comlink.Remote<BenchWorkerApi>[], n: number) {
  if (workers.length === 1) return workers[0]!.run(n);
  const started = performance.now();
  const times = await Promise.all(workers.map((worker) => worker.run(n)));
  if (times.includes(undefined)) return undefined;
  return (performance.now() - started) / workers.length;
}

export type Bench = typeof page;
declare global {
  var bench: Bench;
}
globalThis.bench = page;
