import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Dataset, loadDataset } from '@/engine/data/dataset';
import type { Executor } from '@/engine/executor';
import { parseExperiment } from '@/engine/experiment/parse';
import { networkSpec } from '@/engine/experiment/spec';
import { openExecutor } from '@/engine/open-executor';
import { carryOut, type RunPart } from '@/engine/run';
import { readRun, writeRun } from '@/files/run-file';
import { type SafetensorsFile, readSafetensors } from '@/files/safetensors';
import { readPart, writePart } from '@/record/part-file';
import { main } from '@/record/record';

const noFiles = async () => new ArrayBuffer(0);

let executor: Executor;
let folder: string;
beforeAll(async () => {
  ({ executor } = await openExecutor('wasm'));
  folder = mkdtempSync(join(tmpdir(), 'record-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('an interrupted run goes on to the same numbers', () => {
  const small = parseExperiment({
    dataset: { name: 'moons', train: 48, test: 48 },
    network: { family: 'mlp', depth: 6, width: 8, norm: 'batch', skip: true },
    training: {
      optimiser: 'adam',
      learningRate: 0.01,
      steps: 120,
      batch: 16,
      checkpointEvery: 7,
      stopLoss: 0.2,
    },
    landscape: { samples: 48, points: [9, 7], directions: 'solution' },
    analysis: { surface: true, trajectory: true },
    seed: 5,
  });
  const owner = { experiment: small, backend: 'here', version: '0' };

  test('from any moment, through a file', async () => {
    const dataset = await loadDataset(small, noFiles);
    const parts: Uint8Array[] = [];
    const whole = await carryOut(small, dataset, executor, {
      keep: (part) => void parts.push(writePart(part(), owner)),
    });
    expect(whole.state.step).toBeLessThan(120);
    const read = parts.map((bytes) => readPart('part', bytes, owner));
    const stages = (one: RunPart) =>
      [!!one.training.end, !!one.other, !!one.other?.end, !!one.slice].join();
    // One moment of every stage there is: training, the second solution, slicing.
    const moments = new Map(read.map((part) => [stages(part), part]));
    moments.set('early', read[1]!);
    expect(moments.size).toBeGreaterThanOrEqual(4);
    const made = { command: '', backend: '', date: '', version: '' };
    const spec = networkSpec(small, dataset);
    const bytes = writeRun(whole, spec, made, { checkpoints: true, directions: true });
    for (const resume of moments.values()) {
      const again = await carryOut(small, dataset, executor, { resume });
      expect(writeRun(again, spec, made, { checkpoints: true, directions: true })).toEqual(bytes);
    }
  });

  test('of another experiment are not gone on with', async () => {
    const dataset: Dataset = await loadDataset(small, noFiles);
    let bytes = new Uint8Array(0);
    await carryOut(
      { ...small, landscape: { ...small.landscape, points: [3, 3] } },
      dataset,
      executor,
      {
        keep: (part) => {
          bytes = writePart(part(), owner);
        },
      },
    );
    const other = { ...owner, experiment: { ...small, seed: 6 } };
    expect(() => readPart('out/a.part.safetensors', bytes, other)).toThrow(
      /out\/a\.part\.safetensors is an unfinished run of another experiment.*Delete it/,
    );
  });
});

describe('npm run record', () => {
  const started: ChildProcess[] = [];
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
  });

  /** The command as npm runs it, and its end. */
  function record(...args: string[]) {
    const child = spawn(process.execPath, ['src/record/launch.ts', 'record', ...args]);
    started.push(child);
    let said = '';
    child.stdout.on('data', (text) => (said += text));
    child.stderr.on('data', (text) => (said += text));
    const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
      child.on('close', (code) => resolve({ code, said }));
    });
    return { child, ended };
  }

  /** Kills the command as soon as its part file is as wanted. */
  async function killedOnce(
    part: string,
    args: string[],
    wanted: (file: SafetensorsFile) => boolean,
  ) {
    const { child, ended } = record(...args);
    for (;;) {
      if (child.exitCode !== null) throw new Error(`It ended too soon: ${(await ended).said}`);
      if (existsSync(part) && wanted(readSafetensors(new Uint8Array(readFileSync(part))))) break;
      await wait(5);
    }
    child.kill('SIGKILL');
    await ended;
  }

  test('killed in training and again in slicing, writes the file of a run left alone', async () => {
    const experiment = {
      dataset: { name: 'spirals', train: 512, test: 128 },
      network: { family: 'mlp', depth: 32, width: 16, norm: 'batch' },
      training: { steps: 1500, batch: 64, checkpointEvery: 100 },
      landscape: { directions: 'pca', points: [81, 81], samples: 512 },
    };
    const source = join(folder, 'killed.json');
    writeFileSync(source, JSON.stringify(experiment));
    const part = join(folder, 'killed.part.safetensors');
    const args = [source, folder, '--save-every', '0.05'];
    const stepOf = ({ metadata }: SafetensorsFile) =>
      (JSON.parse(metadata.progress!) as { training: { step: number } }).training.step;
    await killedOnce(part, args, (file) => stepOf(file) > 200);
    expect(stepOf(readSafetensors(new Uint8Array(readFileSync(part))))).toBeLessThan(1500);
    await killedOnce(
      part,
      args,
      ({ tensors }) => tensors['slice/loss']?.data.some(Number.isFinite) ?? false,
    );
    expect(existsSync(join(folder, 'killed.safetensors'))).toBe(false);
    const { code, said } = await record(...args).ended;
    expect(said).toMatch(/killed: slicing \d+%/);
    expect(said).toMatch(/killed: 1500 steps, training loss .* s since it was gone on with/);
    expect(code).toBe(0);
    expect(existsSync(part)).toBe(false);

    const file = new Uint8Array(readFileSync(join(folder, 'killed.safetensors')));
    const parsed = parseExperiment(experiment);
    const dataset = await loadDataset(parsed, noFiles);
    const alone = await carryOut(parsed, dataset, executor);
    const { made } = readRun(file);
    expect(writeRun(alone, networkSpec(parsed, dataset), made)).toEqual(file);
    // Three processes start, each a few seconds on a machine with nothing else to do.
  }, 240_000);

  test('finds the data that the site serves', async () => {
    const file = join(folder, 'images.json');
    const experiment = {
      dataset: { name: 'fashion', side: 7, train: 128, test: 64 },
      network: { family: 'mlp', depth: 4 },
      training: { steps: 5 },
      landscape: { points: [3, 3], samples: 64 },
    };
    writeFileSync(file, JSON.stringify(experiment));
    const said = vi.spyOn(console, 'log').mockImplementation(() => {});
    expect(await main([file, folder])).toBe(0);
    said.mockRestore();
    expect(
      readRun(new Uint8Array(readFileSync(join(folder, 'images.safetensors')))).losses,
    ).toHaveLength(5);
  });

  test('says in words what it cannot do', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    const bad = join(folder, 'bad.json');
    writeFileSync(bad, '{"seed": "one"}');
    const refused = [
      [bad, folder],
      [bad],
      ['--all', 'nothing'],
      [bad, folder, '--hardware'],
      ['--new'],
    ];
    for (const args of refused) expect(await main(args)).toBe(1);
    const lines = said.mock.calls.map(([line]) => String(line));
    said.mockRestore();
    expect(lines[0]).toMatch(/^seed: The seed must be a whole number/);
    expect(lines[1]).toMatch(/^npm run record -- experiment\.json out\//);
    expect(lines[2]).toMatch(/There is no recording or figure “nothing”/);
    expect(lines[3]).toMatch(/^seed/);
    expect(lines[4]).toMatch(/--new[\s\S]*npm run record/);
  });
});
