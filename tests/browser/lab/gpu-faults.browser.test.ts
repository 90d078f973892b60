import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab, type LabStatus } from '@/lab/lab';
import { files, makeWorker } from '@/lab/page-lab';
import { runOn, small, untrained } from './runs';

const makeFaulty = (name: string) =>
  new Worker(new URL('./faulty-gpu-worker.ts', import.meta.url), { type: 'module', name });

const labs: Lab[] = [];
afterAll(() => {
  for (const lab of labs) lab.choose('cpu');
});

/** A lab that computes with WebGPU in a worker with a fault, and what it tells the reader. */
function labWith(fault?: string) {
  const lab = new Lab({
    files,
    workers: 1,
    makeWorker: () => (fault ? makeFaulty(fault) : makeWorker()),
  });
  labs.push(lab);
  const notices = new Set<string>();
  const backends: (string | undefined)[] = [];
  lab.onStatus(({ notice, backend }: LabStatus) => {
    if (notice) notices.add(notice);
    if (backend && backends.at(-1) !== backend.name) backends.push(backend.name);
  });
  return { lab, notices, backends };
}

const expected = new Map<typeof small, { losses: Float32Array; surface: Float32Array }>();
beforeAll(async () => {
  const { lab } = labWith();
  for (const e of [small, untrained]) {
    const { run, training } = runOn(lab, e);
    await run.start();
    expected.set(e, { losses: training.log.value.losses, surface: run.view.value!.slice.loss });
  }
});

describe('the GPU', () => {
  test.each([
    ['no adapter', 'no adapter', small, /offers no graphics adapter/],
    ['an adapter that gives no device', 'no device', small, /WebGPU backend did not start/],
    ['a device lost while it trains', 'lost:9', small, /graphics device was lost/],
    ['a device lost while it slices', 'lost:9', untrained, /graphics device was lost/],
    ['out of memory', 'memory:7', small, /out of memory: no room for this buffer/],
    ['a program that the device refuses', 'program:1', small, /does not accept a program/],
  ])('%s → WebAssembly goes on from the last step; told once', async (_, fault, e, words) => {
    const { lab, notices, backends } = labWith(fault);
    lab.choose('webgpu');
    const { run, training, asked } = runOn(lab, e);
    await run.start();
    expect(run.message.value).toBeUndefined();
    expect(run.phase.value).toBe('done');
    expect(backends).toEqual(fault.startsWith('no ') ? ['wasm'] : ['webgpu', 'wasm']);
    expect([...notices]).toHaveLength(1);
    expect([...notices][0]).toMatch(words);
    expect([...notices][0]).toMatch(/goes on with WebAssembly/);
    // No step is taken twice or left out: requests begin where the last answer ended.
    expect(asked).toEqual([...new Set(asked)].sort((a, b) => a - b));
    expect(training.log.value.steps).toBe(e.training.steps);
    close(training.log.value.losses, expected.get(e)!.losses);
    const view = run.view.value!;
    expect(view.done).toBe(1);
    close(view.slice.loss, expected.get(e)!.surface);
  });
});

/** Backends round differently; after 40 steps that is still little. */
function close(actual: Float32Array, wanted: Float32Array) {
  expect(actual).toHaveLength(wanted.length);
  actual.forEach((value, i) => {
    expect(Math.abs(value - wanted[i]!)).toBeLessThan(2e-3 * (1 + wanted[i]!));
  });
}
