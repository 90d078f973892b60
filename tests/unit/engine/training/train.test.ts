import { beforeAll, describe, expect, test } from 'vitest';
import type { Executor, Samples } from '@/engine/executor';
import { experiment } from '@/engine/experiment/parse';
import type { ExperimentInput } from '@/engine/experiment/schema';
import { networkSpec } from '@/engine/experiment/spec';
import type { Norm } from '@/engine/network/spec';
import { openExecutor } from '@/engine/open-executor';
import { randomStream } from '@/engine/random';
import { OPTIMISERS } from '@/engine/training/optimiser';
import { type TrainingProgress, type TrainingState, train } from '@/engine/training/train';

const INPUTS = 3;
const CLASSES = 2;

/** Samples labelled by the side of a plane they lie on: any network learns them. */
function separable(count: number): Samples {
  const stream = randomStream(7, 'separable');
  const x = Float32Array.from({ length: count * INPUTS }, () => stream.normal());
  const labels = Int32Array.from({ length: count }, (_, i) =>
    x[i * INPUTS]! + x[i * INPUTS + 1]! > 0 ? 1 : 0,
  );
  return { x, labels, count };
}

const samples = separable(48);

function setUp(training: NonNullable<ExperimentInput['training']>, norm: Norm = 'batch') {
  const e = experiment({
    dataset: { name: 'moons', train: 48, test: 48 },
    network: { family: 'mlp', depth: 4, width: 6, norm },
    training: { batch: 10, steps: 40, ...training },
    landscape: { samples: 48 },
  });
  return { e, spec: networkSpec(e, { inputs: INPUTS, classes: CLASSES }) };
}

async function run(
  executor: Executor,
  training: NonNullable<ExperimentInput['training']>,
  options: {
    resume?: TrainingState;
    before?: Float32Array;
    chunkTime?: number;
    until?: number;
  } = {},
  norm?: Norm,
) {
  const { e, spec } = setUp(training, norm);
  const reports: TrainingProgress[] = [];
  for await (const progress of train(e, spec, samples, executor, options)) {
    reports.push(progress);
    if (options.until && progress.state.step >= options.until) break;
  }
  const last = reports[reports.length - 1]!;
  return { reports, last, losses: reports.flatMap((r) => [...r.losses]) };
}

describe.each(['cpu', 'wasm'] as const)('the training loop on the %s backend', (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    ({ executor } = await openExecutor(backend));
  });

  test('lowers the loss and reports every step once', async () => {
    const { last, losses } = await run(executor, {});
    expect(last.end).toBe('finished');
    expect(losses).toHaveLength(40);
    expect(losses[39]!).toBeLessThan(0.5 * losses[0]!);
  });

  test('gives the same numbers however it is cut into chunks', async () => {
    const long = await run(executor, {}, { chunkTime: 10_000 });
    const short = await run(executor, {}, { chunkTime: 0.001 });
    expect(short.losses).toEqual(long.losses);
    expect(short.last.state.parameters).toEqual(long.last.state.parameters);
  });

  test.each(OPTIMISERS)('resumes %s from a checkpoint to bit-equal results', async (optimiser) => {
    // 15 steps of 10 end within an epoch of 48, within the cosine and, with batch norm, its statistics.
    const training = { optimiser, learningRate: 0.01, checkpointEvery: 15, clipNorm: 1 };
    const whole = await run(executor, training);
    const first = await run(executor, training, { until: 15 });
    expect(first.last.state.step).toBe(15);
    const stored = structuredClone(first.last.state);
    const second = await run(executor, training, { resume: stored, chunkTime: 0.001 });
    expect([...first.losses, ...second.losses]).toEqual(whole.losses);
    expect(second.last.state).toEqual(whole.last.state);
  });

  test.each([
    { optimiser: 'sgd', learningRate: 100, weightDecay: 10 },
    { optimiser: 'momentum', learningRate: 100, weightDecay: 10 },
    { optimiser: 'sgd', learningRate: 60, weightDecay: 0.05 },
  ] as const)('diverges at the same step however it is cut: %o', async (settings) => {
    const training = { ...settings, steps: 400, schedule: { name: 'constant' as const } };
    const cuts = [10_000, 5, 1, 0.001];
    const runs = await Promise.all(
      cuts.map((chunkTime) => run(executor, training, { chunkTime }, 'none')),
    );
    for (const { last, losses } of runs) {
      expect(last.end).toBe('diverged');
      expect(last.state).toEqual(runs[0]!.last.state);
      expect(losses).toEqual(runs[0]!.losses);
      expect(losses).toHaveLength(last.state.step);
    }
  });

  test('reports on every multiple of the checkpoint interval', async () => {
    const { reports } = await run(executor, { checkpointEvery: 12 }, { chunkTime: 10_000 });
    const steps = reports.map((r) => r.state.step);
    expect(steps).toEqual(expect.arrayContaining([12, 24, 36, 40]));
  });

  test('stops on a divergence and keeps the last finite network', async () => {
    const { last, losses } = await run(executor, {
      optimiser: 'sgd',
      learningRate: 100,
      schedule: { name: 'constant' },
      weightDecay: 10,
      steps: 400,
    });
    expect(last.end).toBe('diverged');
    expect(last.state.step).toBeLessThan(400);
    expect(last.state.parameters.every(Number.isFinite)).toBe(true);
    expect(losses.every(Number.isFinite)).toBe(true);
  });

  test('stops at the loss asked for, at the same step however it is cut', async () => {
    const training = { stopLoss: 0.4, steps: 200, schedule: { name: 'constant' as const } };
    const long = await run(executor, training, { chunkTime: 10_000 });
    const short = await run(executor, training, { chunkTime: 0.001 });
    expect(long.last.end).toBe('stopLoss');
    const window = long.losses.slice(-20);
    expect(window.reduce((a, b) => a + b, 0) / 20).toBeLessThanOrEqual(0.4);
    expect(short.last.state).toEqual(long.last.state);

    // A run that was interrupted just before looks back on the losses of then.
    const until = long.last.state.step - 5;
    const first = await run(executor, training, { chunkTime: 0.001, until });
    const before = Float32Array.from(first.losses);
    const rest = await run(executor, training, { resume: first.last.state, before });
    expect(rest.last.state).toEqual(long.last.state);
  });

  test('clips the gradient to the norm asked for', async () => {
    const training = { optimiser: 'sgd' as const, learningRate: 1, clipNorm: 0.01, steps: 1 };
    const { e, spec } = setUp(training);
    const before = (await import('@/engine/training/train')).initialState(e, spec).parameters;
    const { last } = await run(executor, training);
    const moved = Math.hypot(...last.state.parameters.map((value, i) => value - before[i]!));
    expect(moved).toBeGreaterThan(0.0099);
    expect(moved).toBeLessThanOrEqual(0.010001);
    // As PyTorch: weight decay is added to the gradient after it was clipped.
    const decayed = (await run(executor, { ...training, weightDecay: 0.5 })).last.state.parameters;
    const rest = Math.hypot(...decayed.map((value, i) => value - 0.5 * before[i]!));
    expect(rest).toBeCloseTo(0.01, 5);
  });

  test('refuses a checkpoint of another network in words', async () => {
    const state = {
      step: 1,
      parameters: new Float32Array(3),
      slots: new Float32Array(3),
      running: new Float32Array(0),
    };
    await expect(run(executor, {}, { resume: state })).rejects.toThrow(/does not fit the network/);
    const { last } = await run(executor, { steps: 1 });
    const broken = { ...last.state, parameters: last.state.parameters.map(() => Number.NaN) };
    await expect(run(executor, {}, { resume: broken })).rejects.toThrow(/finite parameters/);
    const early = { ...last.state, step: -1 };
    await expect(run(executor, {}, { resume: early })).rejects.toThrow(/step of a checkpoint/);
  });
});
