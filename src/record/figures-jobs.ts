import { loadDataset } from '@/engine/data/dataset';
import type { Executor } from '@/engine/executor';
import { networkSpec } from '@/engine/experiment/spec';
import { planeOf } from '@/engine/landscape/plane';
import { axis, type Slice, slice } from '@/engine/landscape/slice';
import { openExecutor } from '@/engine/open-executor';
import { carryOut, type Run } from '@/engine/run';
import { charts } from '@/figures/charts';
import type { Definition, Settings, Variant } from '@/figures/comparison/definition';
import { measuresOf } from '@/figures/comparison/measures';
import { shownRecorded } from '@/figures/comparison/shown';
import { definitions } from '@/figures/definitions';
import type { Measurement } from '@/figures/spread';
import { trainingKey } from '@/lab/live-training';
import { readSiteData } from './site-data';

/** One figure with one seed, on its way to a thread. */
export interface FigureCall {
  readonly id: string;
  readonly settings: Settings;
}

/** For `WorkerPool`: carries figures out as a reader's press on the button does. */
export async function serve() {
  const { executor } = await openExecutor('wasm');
  return async (call: unknown): Promise<Measurement> => {
    const { id, settings } = call as FigureCall;
    const before = process.threadCpuUsage();
    const chart = charts[id];
    const rows = chart
      ? (
          await chart.measure(settings, {
            executor,
            read: readSiteData,
            show: () => {},
            progress: () => {},
            keep: (_, make) => make(),
          })
        ).rows
      : await compare(definitions[id]!, settings, executor);
    const { user, system } = process.threadCpuUsage(before);
    return { rows, seconds: (user + system) / 1e6 };
  };
}

/** A comparison's variants; those that differ in the landscape alone share one training. */
async function compare(
  { variants }: Definition,
  settings: Settings,
  executor: Executor,
): Promise<Measurement['rows']> {
  const trained = new Map<string, Run>();
  const rows: Measurement['rows'][number][] = [];
  for (const variant of variants(settings)) {
    const { experiment } = variant;
    const key = trainingKey(experiment);
    const known = trained.get(key);
    const dataset = await loadDataset(experiment, readSiteData);
    const run = known ?? (await carryOut(experiment, dataset, executor));
    trained.set(key, run);
    const seen = known ? await look(variant, known, executor) : run.slice;
    rows.push({
      name: variant.name,
      hue: variant.hue,
      values: measuresOf(shownRecorded({ ...run, slice: seen }, variant)),
    });
  }
  return rows;
}

async function look({ experiment }: Variant, { state }: Run, executor: Executor): Promise<Slice> {
  const dataset = await loadDataset(experiment, readSiteData);
  const { x, y, points } = experiment.landscape;
  const spec = networkSpec(experiment, dataset);
  const plane = await planeOf(experiment, spec, state, dataset, { executor });
  const grid = { x: axis(x, points[0]), y: axis(y, points[1]) };
  let seen: Slice | undefined;
  for await (const progress of slice(plane, grid, executor)) seen = progress.slice;
  return seen!;
}
