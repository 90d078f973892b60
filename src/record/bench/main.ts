import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { compilePeakLoops } from './assembly.ts';
import { openBenchPage } from './browser.ts';
import { openDawn } from './dawn.ts';
import { planOf } from './plan.ts';
import type { BenchBackend, BenchResult } from './result.ts';
import { tableOf } from './table.ts';
import type { BenchTarget } from './target.ts';

/*
 * npm run bench -- [--quick] [--json] [--hardware | --dawn]
 *
 * Measures training steps and surface points of our kernels, of tfjs ops and of jax-js, beside the
 * multiply-add peak of this machine, in a real Chromium. `--quick`: L32 w16 only. `--json`: the
 * result as one JSON object. `--hardware`: the machine's own GPU instead of the software adapter.
 * `--dawn`: WebGPU alone, in Node, for a GPU server without browser or display.
 */

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    hardware: { type: 'boolean', default: false },
    dawn: { type: 'boolean', default: false },
  },
});

const say = (text: string) => process.stderr.write(`${text}\n`);
/** Measurements that were to be had but failed. */
let failures = 0;

const target = flags.dawn ? await openDawn() : await openBrowser();
try {
  const result = await measure(target);
  // The pipe may be slow: end only when all is written.
  await new Promise<void>((resolve) => {
    process.stdout.write(`${flags.json ? JSON.stringify(result) : tableOf(result)}\n`, () =>
      resolve(),
    );
  });
} finally {
  await target.close();
}
// Dawn keeps Node alive, and has crashed while being torn down.
process.exit(failures > 0 ? 1 : 0);

async function openBrowser(): Promise<BenchTarget> {
  const { page, runtime, close } = await openBenchPage(flags.hardware);
  const modules = await compilePeakLoops();
  return {
    runtime,
    backends: ['wasm', 'webgpu'],
    close,
    adapter: () => page.evaluate(() => bench.adapter()),
    peak: (backend) =>
      backend === 'wasm'
        ? page.evaluate((bytes) => bench.wasmPeak(bytes), modules)
        : page.evaluate(() => bench.gpuPeak()),
    series: (series, budget) =>
      page.evaluate(([one, ms]) => bench.series(one, ms), [series, budget] as const),
    replicas: (backend, count, budget) =>
      page.evaluate(([b, n, ms]) => bench.replicas(b, n, ms), [backend, count, budget] as const),
    press: (backend) => page.evaluate((b) => bench.press(b), backend),
  };
}

async function measure(target: BenchTarget): Promise<BenchResult> {
  const adapter = await target.adapter();
  const backends = target.backends.filter((name) => name !== 'webgpu' || adapter);
  const { series, budget } = planOf({ quick: flags.quick, backends });
  const rows: BenchResult['rows'][number][] = [];
  const peak: Partial<Record<BenchBackend, number>> = {};
  const press: BenchResult['press'][number][] = [];
  const replicas: BenchResult['replicas'][number][] = [];

  for (const backend of backends) {
    await attempt(`peak of ${backend}`, async () => {
      peak[backend] = await target.peak(backend);
    });
  }
  for (const one of series) {
    await attempt(`${one.engine} on ${one.backend}, ${one.workers} worker(s)`, async () => {
      const measured = await target.series(one, budget);
      if (measured.length < one.cases.length) {
        say(`  ${one.cases.length - measured.length} case(s) it does not have`);
      }
      rows.push(...measured);
    });
  }
  for (const backend of backends) {
    // A software adapter takes most of a minute, and no reader is sent there.
    if (backend === 'webgpu' && adapter?.software) continue;
    await attempt(`pressing Train on ${backend}`, async () => {
      const times = await target.press(backend);
      if (times) press.push(times);
    });
  }
  if (adapter && !adapter.software) {
    for (const count of [1, 64]) {
      await attempt(`${count} replicas`, async () => {
        replicas.push(...(await target.replicas('webgpu', count, budget)));
      });
    }
  }
  return {
    adapter: adapter?.description ?? 'none',
    machine: { runtime: target.runtime, threads: availableParallelism() },
    date: new Date().toISOString(),
    rows,
    peak,
    press,
    replicas,
  };
}

/** One failure must not cost the other figures; it is told, and the command ends with 1. */
async function attempt(what: string, work: () => Promise<void>) {
  const started = performance.now();
  try {
    await work();
    say(`${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  } catch (error) {
    failures++;
    say(`${what} failed: ${(error as Error).message}`);
  }
}
