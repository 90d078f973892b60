import * as Comlink from 'comlink';
import type { BackendFiles } from '@/engine/backend';
import type { Samples } from '@/engine/executor';
import type { BenchBackend, BenchCase, BenchEngine } from '../result';
import { Measurement } from './measure';
import { gpuPeak, wasmPeak } from './peak';

/** A worker of the benchmark: as in the lab, nothing is computed on the page's own thread. */
let measurement: Measurement | undefined;

const api = {
  async open(backend: BenchBackend, engine: BenchEngine, samples: Samples, files: BackendFiles) {
    measurement = await Measurement.open(backend, engine, samples, files);
  },
  prepare(bench: BenchCase, replicas: number) {
    measurement!.prepare(bench, replicas);
  },
  run(count: number) {
    return measurement!.run(count);
  },
  wasmPeak,
  async gpuPeak() {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    return gpuPeak(await adapter!.requestDevice());
  },
};
export type BenchWorkerApi = typeof api;

Comlink.expose(api);
