import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { loadDataset } from '@/engine/data/dataset';
import { InputError } from '@/engine/errors';
import type { Executor } from '@/engine/executor';
import { parseExperiment } from '@/engine/experiment/parse';
import type { Experiment } from '@/engine/experiment/schema';
import { networkSpec } from '@/engine/experiment/spec';
import { openExecutor } from '@/engine/open-executor';
import { carryOut } from '@/engine/run';
import type { ChartDefinition } from '@/figures/chart/definition';
import { chartFile, chartText } from '@/figures/chart/file';
import { charts } from '@/figures/charts';
import { recordings } from '@/figures/recordings';
import { type Made, writeRun } from '@/files/run-file';
import { readSiteData } from './site-data';

const USAGE = `npm run record -- experiment.json out/   one experiment, to out/experiment.safetensors
npm run record -- --all [NAME…]          the recordings that the site ships, to public/runs/ and public/charts/`;

/** The site ships the weights of networks up to this size; larger ones would make it heavy. */
const LARGEST_SHIPPED = 1e6;

/** The command `npm run record`. @returns the exit status. */
export async function main(args: string[]): Promise<number> {
  try {
    const { executor, backend } = await openExecutor('wasm');
    const names = args[0] === '--all' ? args.slice(1) : undefined;
    const jobs = await jobsOf(args);
    const version = (JSON.parse(await readFile('package.json', 'utf8')) as { version: string })
      .version;
    const made = {
      command: `npm run record -- ${args.join(' ')}`,
      backend: backend.description,
      date: new Date().toISOString().slice(0, 10),
      version,
    };
    for (const chart of names ? chartsNamed(names) : []) await recordChart(chart, executor, made);
    for (const { name, experiment, folder } of jobs) {
      const started = performance.now();
      const dataset = await loadDataset(experiment, readSiteData);
      let shown = '';
      const run = await carryOut(experiment, dataset, executor, ({ part, done }) => {
        const line = `${name}: ${part} ${Math.floor(100 * done)}%`;
        if (line === shown) return;
        shown = line;
        if (process.stderr.isTTY) process.stderr.write(`\r${line}   `);
      });
      await save(
        folder,
        `${name}.safetensors`,
        writeRun(run, networkSpec(experiment, dataset), made, {
          parameters: !names || run.state.parameters.length <= LARGEST_SHIPPED,
        }),
      );
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const { train, test } = run.evaluation;
      console.log(
        `${name}: ${run.state.step} steps, training loss ${train.loss.toFixed(4)}, test error ${(100 * test.error).toFixed(1)}%, ${seconds} s`,
      );
    }
    return 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(error.message);
    return 1;
  }
}

interface Job {
  readonly name: string;
  readonly experiment: Experiment;
  readonly folder: string;
}

async function jobsOf(args: readonly string[]): Promise<Job[]> {
  if (args[0] === '--all') {
    const wanted = args.slice(1);
    const known = [...Object.keys(recordings), ...Object.keys(charts)];
    const unknown = wanted.find((name) => !known.includes(name));
    if (unknown) {
      throw new InputError(`There is no recording “${unknown}”. There are: ${known.join(', ')}.`);
    }
    return Object.entries(recordings)
      .filter(([name]) => wanted.length === 0 || wanted.includes(name))
      .map(([name, experiment]) => ({ name, experiment, folder: 'public/runs' }));
  }
  const [file, folder] = args;
  if (!file || !folder) throw new InputError(USAGE);
  if (!existsSync(file)) throw new InputError(`There is no file ${file}.\n${USAGE}`);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new InputError(`${file} is not JSON: ${(error as Error).message}`);
  }
  return [{ name: basename(file, '.json'), experiment: parseExperiment(value), folder }];
}

function chartsNamed(wanted: readonly string[]): ChartDefinition[] {
  return Object.values(charts).filter(({ id }) => wanted.length === 0 || wanted.includes(id));
}

async function recordChart(chart: ChartDefinition, executor: Executor, made: Made): Promise<void> {
  const started = performance.now();
  const data = await chart.measure(chart.defaults, {
    executor,
    read: readSiteData,
    show: () => {},
    progress: () => {},
  });
  const recorded = { settings: chart.defaults, made, data };
  await save('public', chartFile(chart.id), chartText(recorded));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${chart.id}: ${data.panels.length} panels, ${data.rows.length} rows, ${seconds} s`);
}

/** Written beside and moved, so that a kill leaves no half file under the name. */
async function save(folder: string, name: string, bytes: Uint8Array | string) {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}
