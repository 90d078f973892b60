import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ReadFile } from '@/engine/data/dataset';
import { InputError } from '@/engine/errors';
import type { Executor } from '@/engine/executor';
import { parseExperiment } from '@/engine/experiment/parse';
import type { Experiment } from '@/engine/experiment/schema';
import { openExecutor } from '@/engine/open-executor';
import type { ChartDefinition } from '@/figures/chart/definition';
import { chartFile, chartText } from '@/figures/chart/file';
import { charts } from '@/figures/charts';
import { recordingsOf } from '@/figures/comparison/definition';
import { definitions } from '@/figures/definitions';
import { recordings, withoutWeights } from '@/figures/recordings';
import type { Made } from '@/files/run-file';
import { type Recorded, type RecordHost, type RecordJob, recordRun } from './record-run';
import { readSiteData } from './site-data';
import { Watch } from './watch';

const USAGE = `npm run record -- experiment.json out/   one experiment, to out/experiment.safetensors
npm run record -- --all [NAME…]          the recordings that the site ships (or those of the figures named), to
                                          public/runs/ and public/charts/

    --webgpu            compute on WebGPU, in a Chromium, instead of WebAssembly in Node
    --hardware          with it: the machine's own GPU instead of the software adapter
    --data FOLDER       where your own data lie: the binary batches of CIFAR-10
    --save-every N      seconds between two saves of an unfinished run; 30 by default
    --directions        put the directions of the slice into the file too
    --checkpoints       and the weights at every checkpoint

A run that was interrupted goes on when the same command is given again, from out/NAME.part.safetensors.`;

/** The site ships the weights of networks up to this size; larger ones would make it heavy. */
const LARGEST_SHIPPED = 1e6;

/** The command `npm run record`. @returns the exit status. */
export async function main(args: string[]): Promise<number> {
  try {
    await perform(args);
    return 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function perform(args: string[]): Promise<void> {
  const { values, positionals } = parse(args);
  const saveEvery = Number(values['save-every'] ?? 30);
  if (!(saveEvery >= 0)) {
    throw new InputError(
      `--save-every must be a number of seconds, but “${values['save-every']}” came.`,
    );
  }
  const all = values.all ?? false;
  const wanted = wholeFigures(positionals);
  const jobs = all ? shippedJobs(wanted) : [await jobOf(positionals)];
  const chosen = all ? chartsNamed(wanted) : [];
  const read = dataFrom(values.data);
  const recorder = await openRecorder(values.webgpu ?? false, values.hardware ?? false);
  try {
    const made: Made = {
      command: `npm run record -- ${args.join(' ')}`,
      backend: recorder.backend,
      date: new Date().toISOString().slice(0, 10),
      version: (JSON.parse(await readFile('package.json', 'utf8')) as { version: string }).version,
    };
    for (const chart of chosen) await recordChart(chart, recorder.charts, read, made);
    for (const { name, experiment, folder } of jobs) {
      // What the site serves is no place for half a run.
      const part = join(all ? 'out' : folder, `${name}.part.safetensors`);
      const job: RecordJob = {
        name,
        part,
        experiment,
        made,
        saveEvery,
        keep: {
          parameters: !(all && withoutWeights.has(name)),
          directions: values.directions ?? false,
          checkpoints: values.checkpoints ?? false,
        },
        mostParameters: all ? LARGEST_SHIPPED : Number.MAX_SAFE_INTEGER,
      };
      const watch = new Watch(name, process.stderr);
      const host = hostOf(part, read, watch);
      const { bytes, summary } = await recorder.record(job, host);
      await save(join(folder, `${name}.safetensors`), bytes);
      await rm(part, { force: true });
      watch.end();
      console.log(summary);
    }
  } finally {
    await recorder.close();
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        all: { type: 'boolean' },
        webgpu: { type: 'boolean' },
        hardware: { type: 'boolean' },
        data: { type: 'string' },
        'save-every': { type: 'string' },
        directions: { type: 'boolean' },
        checkpoints: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new InputError(`${(error as Error).message}\n${USAGE}`);
  }
}

interface Recorder {
  readonly backend: string;
  /** For the site's charts, which are measured in Node. */
  readonly charts: Executor | undefined;
  record(job: RecordJob, host: RecordHost): Promise<Recorded>;
  close(): Promise<void>;
}

async function openRecorder(webgpu: boolean, hardware: boolean): Promise<Recorder> {
  if (webgpu) {
    const { openPageRecorder } = await import('./webgpu');
    return { ...(await openPageRecorder(hardware)), charts: undefined };
  }
  if (hardware) throw new InputError(`--hardware goes with --webgpu.\n${USAGE}`);
  const { executor, backend } = await openExecutor('wasm');
  return {
    backend: backend.description,
    charts: executor,
    record: (job, host) => recordRun(job, executor, host),
    close: async () => {},
  };
}

interface Job {
  readonly name: string;
  readonly experiment: Experiment;
  readonly folder: string;
}

/** @param names of recordings, charts, or figures, whose recordings are meant then. */
function wholeFigures(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const figure = definitions[name];
    return figure ? Object.keys(recordingsOf(figure)) : [name];
  });
}

function shippedJobs(wanted: readonly string[]): Job[] {
  const known = [...Object.keys(recordings), ...Object.keys(charts)];
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown) {
    throw new InputError(
      `There is no recording or figure “${unknown}”. There are the figures ${Object.keys(definitions).join(', ')}; and ${known.join(', ')}.`,
    );
  }
  return Object.entries(recordings)
    .filter(([name]) => wanted.length === 0 || wanted.includes(name))
    .map(([name, experiment]) => ({ name, experiment, folder: 'public/runs' }));
}

async function jobOf([file, folder, ...more]: readonly string[]): Promise<Job> {
  if (!file || !folder || more.length > 0) throw new InputError(USAGE);
  if (!existsSync(file)) throw new InputError(`There is no file ${file}.\n${USAGE}`);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new InputError(`${file} is not JSON: ${(error as Error).message}`);
  }
  return { name: basename(file, '.json'), experiment: parseExperiment(value), folder };
}

function chartsNamed(wanted: readonly string[]): ChartDefinition[] {
  return Object.values(charts).filter(({ id }) => wanted.length === 0 || wanted.includes(id));
}

/** The site's data, and the reader's own before them. */
function dataFrom(folder: string | undefined): ReadFile {
  return async (name) => {
    const own = folder && join(folder, name);
    if (own && existsSync(own)) return new Uint8Array(await readFile(own)).buffer;
    if (/\.bin$/.test(name) && !existsSync(join('public/data', name))) {
      throw new InputError(
        `${name} was not found${folder ? ` in ${folder}` : ''}. Name the folder of CIFAR-10’s binary batches with --data.`,
      );
    }
    return readSiteData(name);
  };
}

function hostOf(part: string, read: ReadFile, watch: Watch): RecordHost {
  return {
    read,
    loadPart: async () => (existsSync(part) ? new Uint8Array(await readFile(part)) : undefined),
    savePart: (bytes) => save(part, bytes),
    progress: (progress) => watch.report(progress),
  };
}

async function recordChart(
  chart: ChartDefinition,
  executor: Executor | undefined,
  read: ReadFile,
  made: Made,
): Promise<void> {
  if (!executor) {
    throw new InputError(
      `The chart ${chart.id} is measured in Node: leave --webgpu out, or name recordings of runs.`,
    );
  }
  const started = performance.now();
  const data = await chart.measure(chart.defaults, {
    executor,
    read,
    show: () => {},
    progress: () => {},
    keep: (_, make) => make(),
  });
  await save(
    join('public', chartFile(chart.id)),
    chartText({ settings: chart.defaults, made, data }),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${chart.id}: ${data.panels.length} panels, ${data.rows.length} rows, ${seconds} s`);
}

/** Written beside and moved, so that a kill leaves no half file under the name. */
async function save(path: string, bytes: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.tmp`, bytes);
  await rename(`${path}.tmp`, path);
}
