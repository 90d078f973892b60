import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { InputError } from '@/engine/errors';
import { charts } from '@/figures/charts';
import { MEASURES } from '@/figures/comparison/measures';
import { definitions } from '@/figures/definitions';
import { figureNumbers } from '@/figures/parts/numbers';
import {
  type FigureSpread,
  type Measurement,
  parseSpread,
  SPREAD_FILE,
  seeded,
  spreadOf,
  spreadText,
  spreadWords,
} from '@/figures/spread';
import { WorkerPool } from './pool';

const USAGE = `npm run figures                         every figure with its defaults over three seeds; writes public/${SPREAD_FILE}
npm run figures -- --seeds N            over N seeds
npm run figures -- --only ID[,ID…]      these figures alone; the others keep what the file holds
npm run figures -- --threads N          so many threads; by default one a core, 8 at most
npm run figures -- --dry                prints the table and writes nothing`;

const PATH = `public/${SPREAD_FILE}`;

/** What the command needs of a figure, of either kind. */
const FIGURES = [
  ...Object.values(charts).map((chart) => ({ ...chart, columns: chart.measures })),
  ...Object.values(definitions)
    .filter(({ recordedOnly }) => !recordedOnly)
    .map((definition) => ({ ...definition, columns: MEASURES })),
];

/** The command `npm run figures`. @returns the exit status. */
export async function main(args: string[]): Promise<number> {
  try {
    const { figures, seeds, threads, dry, only } = optionsOf(args);
    const pool = await WorkerPool.open('/src/record/figures-jobs.ts', threads);
    let measured: Record<string, FigureSpread>;
    try {
      const entries = await Promise.all(
        figures.map(async (figure) => {
          const settings = Array.from({ length: seeds }, (_, i) => seeded(figure, i));
          const runs = await Promise.all(
            settings.map((one) => pool.call({ id: figure.id, settings: one })),
          );
          process.stderr.write(`${figure.id}\n`);
          const used = settings.map((one) => one[figure.seed] as number);
          return [figure.id, spreadOf(used, runs as Measurement[])] as const;
        }),
      );
      measured = Object.fromEntries(entries);
    } finally {
      await pool.close();
    }
    if (!dry) {
      const before =
        only && existsSync(PATH) ? parseSpread(await readFile(PATH, 'utf8')).figures : {};
      const together = { ...before, ...measured };
      const text = spreadText({
        date: new Date().toISOString().slice(0, 10),
        version: (JSON.parse(await readFile('package.json', 'utf8')) as { version: string })
          .version,
        command: `npm run figures -- --seeds ${seeds}`,
        backend: 'WebAssembly on the CPU, our own kernels',
        figures: Object.fromEntries(
          FIGURES.flatMap(({ id }) => (together[id] ? [[id, together[id]]] : [])),
        ),
      });
      await save(PATH, text);
    }
    process.stdout.write(table(measured));
    return 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(error.message);
    return 1;
  }
}

function optionsOf(args: string[]) {
  let values: ReturnType<typeof parse>['values'];
  try {
    ({ values } = parse(args));
  } catch (error) {
    throw new InputError(`${(error as Error).message}\n${USAGE}`);
  }
  const only = values.only?.split(',');
  const unknown = only?.find((id) => !FIGURES.some((figure) => figure.id === id));
  if (unknown !== undefined) {
    const ids = FIGURES.map(({ id }) => id).join(', ');
    throw new InputError(`There is no figure “${unknown}” to measure. There are: ${ids}.`);
  }
  const whole = (name: 'seeds' | 'threads', fallback: number) => {
    const number = Number(values[name] ?? fallback);
    if (Number.isInteger(number) && number >= 1 && number <= 64) return number;
    throw new InputError(
      `--${name} must be a whole number from 1 to 64, but ${values[name]} came.`,
    );
  };
  return {
    figures: FIGURES.filter(({ id }) => !only || only.includes(id)),
    only,
    dry: values.dry ?? false,
    seeds: whole('seeds', 3),
    threads: whole('threads', Math.min(8, availableParallelism())),
  };
}

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      seeds: { type: 'string' },
      only: { type: 'string' },
      threads: { type: 'string' },
      dry: { type: 'boolean' },
    },
  });
}

/** Statement → chapter → figure → what it measures, as a Markdown table in the order of the lecture. */
function table(measured: Readonly<Record<string, FigureSpread>>): string {
  const order = (number: string) => number.split('.').reduce((sum, n) => sum * 100 + Number(n), 0);
  const lines = FIGURES.filter(({ id }) => measured[id])
    .map((figure) => ({ figure, ...figureNumbers().get(figure.id)! }))
    .sort((a, b) => order(a.number) - order(b.number))
    .map(({ figure, number, page }) => {
      const { rows, seconds, seeds } = measured[figure.id]!;
      const columns = figure.columns as Record<string, (typeof MEASURES)['ev']>;
      const values = (figure.headline ?? Object.keys(figure.measures).slice(0, 2)).map((key) => {
        const { name, format } = columns[key]!;
        const parts = rows.flatMap((row) =>
          row.values[key] ? [`${row.name} ${spreadWords(row.values[key], format)}`] : [],
        );
        return `${name}: ${parts.join(' · ')}`;
      });
      return `| ${figure.statements.join(', ')} | ${page.split('/')[1]} | ${number} ${figure.id} | ${values.join('; ')} | ${seeds.join(', ')} | ${seconds.toFixed(1)} |`;
    });
  return [
    '| statement | chapter | figure | measured, mean ± standard deviation | seeds | processor seconds |',
    '|---|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

/** Written beside and moved, so that a kill leaves no half file under the name. */
async function save(path: string, text: string) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}
