import { findAdapter } from '@/engine/backend';
import { loadDataset } from '@/engine/data/dataset';
import { experiment } from '@/engine/experiment/parse';
import { openExecutor } from '@/engine/open-executor';
import type { BenchCase, BenchRow } from '../result';
import type { BenchTarget } from '../target';
import { Measurement, medianOf } from './measure';
import { gpuPeak } from './peak';
import { pressTrain } from './press';

/** The benchmark's GPU half without a page, for Node over Dawn. */
export async function nodeTarget(read: (name: string) => ArrayBuffer): Promise<BenchTarget> {
  const dataset = await loadDataset(experiment(), async (name) => read(name));
  const { train } = dataset;
  return {
    runtime: `Dawn in Node ${process.versions.node}`,
    backends: ['webgpu'],
    adapter: findAdapter,
    async peak() {
      const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
      return gpuPeak(await adapter!.requestDevice());
    },
    async series({ backend, engine, workers, cases }, budget) {
      const measurement = await Measurement.open(backend, engine, train, {});
      const rows: BenchRow[] = [];
      for (const one of cases) {
        measurement.prepare(one);
        const ms = await medianOf((n) => measurement.run(n), budget);
        if (ms !== undefined) rows.push({ ...one, backend, engine, workers, ms });
      }
      return rows;
    },
    async replicas(backend, replicas, budget) {
      const measurement = await Measurement.open(backend, 'kernel', train, {});
      const one: BenchCase = { work: 'train', depth: 32, width: 16 };
      measurement.prepare(one, replicas);
      const ms = await medianOf((n) => measurement.run(n), budget);
      return ms === undefined ? [] : [{ backend, replicas, ms }];
    },
    async press(backend) {
      return pressTrain(backend, dataset, (await openExecutor(backend)).executor);
    },
    close: async () => undefined,
  };
}
