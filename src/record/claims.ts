import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { type ClaimResult, carryOut } from '@/claims/carry-out';
import { type Claim, seedsOf } from '@/claims/claim';
import { type JobName, type JobTypes, sharing } from '@/claims/jobs/jobs';
import { CLAIMS } from '@/claims/list';
import { type ClaimResults, RESULTS_FILE, resultsText } from '@/claims/results';
import { InputError } from '@/engine/errors';
import { WorkerPool } from './pool';

const USAGE = `npm run claims                          all claims, all seeds; writes public/${RESULTS_FILE}
npm run claims -- --quick               with few seeds, writes nothing
npm run claims -- --only ID[,ID…]       these claims alone, writes nothing
npm run claims -- --out FILE            writes the results there
npm run claims -- --threads N           so many threads; by default one a core, 8 at most
npm run claims -- --json                prints one JSON object instead of a table`;

interface Options {
  readonly claims: readonly Claim[];
  readonly quick: boolean;
  readonly json: boolean;
  readonly threads: number;
  readonly out: string | undefined;
}

/** The command `npm run claims`. @returns the exit status. */
export async function main(args: string[]): Promise<number> {
  try {
    const options = optionsOf(args);
    const started = performance.now();
    const claims = await measure(options);
    const results: ClaimResults = {
      date: new Date().toISOString().slice(0, 10),
      version: (JSON.parse(await readFile('package.json', 'utf8')) as { version: string }).version,
      command: ['npm run claims', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
      backend: 'WebAssembly on the CPU, our own kernels',
      threads: options.threads,
      seconds: Math.round((performance.now() - started) / 1000),
      claims,
    };
    if (options.out) await save(options.out, resultsText(results));
    process.stdout.write(options.json ? resultsText(results) : table(claims));
    return 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(error.message);
    return 1;
  }
}

function optionsOf(args: string[]): Options {
  let values: ReturnType<typeof parse>['values'];
  try {
    ({ values } = parse(args));
  } catch (error) {
    throw new InputError(`${(error as Error).message}\n${USAGE}`);
  }
  const { quick = false, json = false, only } = values;
  const ids = only?.split(',');
  const unknown = ids?.find((id) => !CLAIMS.some((claim) => claim.id === id));
  if (unknown !== undefined) {
    throw new InputError(
      `There is no claim “${unknown}”. There are: ${CLAIMS.map(({ id }) => id).join(', ')}.`,
    );
  }
  const threads = Number(values.threads ?? Math.min(8, availableParallelism()));
  if (!Number.isInteger(threads) || threads < 1 || threads > 64) {
    throw new InputError(
      `--threads must be a whole number from 1 to 64, but ${values.threads} came.`,
    );
  }
  const whole = !quick && !ids;
  return {
    claims: CLAIMS.filter(({ id }) => !ids || ids.includes(id)),
    quick,
    json,
    threads,
    out: values.out ?? (whole ? `public/${RESULTS_FILE}` : undefined),
  };
}

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      quick: { type: 'boolean' },
      json: { type: 'boolean' },
      only: { type: 'string' },
      out: { type: 'string' },
      threads: { type: 'string' },
    },
  });
}

async function measure({ claims, quick, threads }: Options): Promise<ClaimResult[]> {
  const pool = await WorkerPool.open('/src/record/claims-jobs.ts', threads);
  const perform = sharing(
    <N extends JobName>(name: N, argument: JobTypes[N]['argument']) =>
      pool.call({ name, argument }) as Promise<JobTypes[N]['result']>,
  );
  const seedsFor = (claim: Claim) => seedsOf(claim, quick ? 'quick' : 'full');
  const total = claims.reduce((n, c) => n + c.conditions.length * seedsFor(c).length, 0);
  let done = 0;
  const onObservation = () => {
    done++;
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total} observations   `);
    else if (done % 50 === 0) process.stderr.write(`${done} of ${total} observations\n`);
  };
  try {
    return await Promise.all(
      claims.map((claim) => carryOut(claim, perform, { seeds: seedsFor(claim), onObservation })),
    );
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\r');
    await pool.close();
  }
}

function table(claims: readonly ClaimResult[]): string {
  const number = (value: number) => (Number.isFinite(value) ? value.toPrecision(3) : 'n/a');
  const lines = claims.flatMap(({ id, verdict, effect, low, high, seeds, conditions }) => [
    `${id.padEnd(36)} ${verdict.padEnd(14)} ${number(effect)} [${number(low)}, ${number(high)}], ${seeds} seeds`,
    ...conditions.map(
      (c) =>
        `    ${c.name.padEnd(32)} ${c.verdict.padEnd(14)} ${number(c.effect)} [${number(c.low)}, ${number(c.high)}]${c.missing > 0 ? `, ${c.missing} without a number` : ''}`,
    ),
  ]);
  return `${lines.join('\n')}\n`;
}

/** Written beside and moved, so that a kill leaves no half file under the name. */
async function save(path: string, text: string) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, text);
  await rename(`${path}.part`, path);
}
