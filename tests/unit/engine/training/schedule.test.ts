import { describe, expect, test } from 'vitest';
import { experiment } from '@/engine/experiment/parse';
import type { ExperimentInput } from '@/engine/experiment/schema';
import { SampleOrder } from '@/engine/training/order';
import { learningRates } from '@/engine/training/schedule';
import { train } from '@/engine/training/train';
import { samplesOf } from '../networks';
import { QUADRATIC_SIZE, quadraticExecutor, quadraticSpec } from '../quadratic';

type Schedule = NonNullable<NonNullable<ExperimentInput['training']>['schedule']>;

const trainingWith = (schedule: Schedule, steps = 40) =>
  experiment({ training: { learningRate: 0.2, steps, schedule } }).training;

function expectRates(schedule: Schedule, expected: (step: number) => number) {
  const rates = learningRates(trainingWith(schedule), 0, 40);
  rates.forEach((rate, step) => {
    expect(rate, `step ${step}`).toBeCloseTo(expected(step), 7);
  });
}

describe('the learning rate', () => {
  test('stays where it is', () => expectRates({ name: 'constant' }, () => 0.2));

  test('falls along half a cosine, to 0 after the last step', () => {
    expectRates({ name: 'cosine' }, (t) => 0.1 * (1 + Math.cos((Math.PI * t) / 40)));
    expect(learningRates(trainingWith({ name: 'cosine' }), 40, 1)[0]).toBeCloseTo(0, 7);
  });

  test('is multiplied by the factor at each milestone', () => {
    const schedule = { name: 'step', milestones: [0.25, 0.5], factor: 0.1 } as const;
    expectRates({ ...schedule, milestones: [0.25, 0.5] }, (t) =>
      t < 10 ? 0.2 : t < 20 ? 0.02 : 0.002,
    );
  });

  test('rises evenly while it warms up, and what follows has the steps that are left', () => {
    expectRates({ name: 'constant', warmup: 8 }, (t) => 0.2 * Math.min(1, (t + 1) / 8));
    expectRates({ name: 'cosine', warmup: 8 }, (t) =>
      t < 8 ? (0.2 * (t + 1)) / 8 : 0.1 * (1 + Math.cos((Math.PI * (t - 8)) / 32)),
    );
  });

  test('of a step is the same whichever step it is asked from', () => {
    for (const name of ['constant', 'cosine', 'step'] as const) {
      const training = trainingWith({ name, warmup: 5 });
      expect(learningRates(training, 13, 9)).toEqual(learningRates(training, 0, 40).slice(13, 22));
    }
  });

  test('is what training takes: on a quadratic θ shrinks by Π (1 − η λ)', async () => {
    const curvatures = Array.from({ length: QUADRATIC_SIZE }, (_, i) => 1 + i / 4);
    const e = experiment({
      dataset: { name: 'moons', train: 16, test: 16 },
      network: { family: 'mlp', depth: 2, width: 3, norm: 'none' },
      training: { ...trainingWith({ name: 'cosine', warmup: 8 }), optimiser: 'sgd', batch: 16 },
      landscape: { samples: 16 },
    });
    const start = Float32Array.from(curvatures, (_, i) => 1 + Math.sin(i));
    const empty = new Float32Array(0);
    const resume = { step: 0, parameters: start, slots: empty, running: empty };
    let end: Float32Array = start;
    const samples = samplesOf(quadraticSpec, 16);
    const executor = quadraticExecutor(curvatures);
    for await (const { state } of train(e, quadraticSpec, samples, executor, { resume })) {
      end = state.parameters;
    }
    const rates = learningRates(e.training, 0, 40);
    curvatures.forEach((curvature, i) => {
      const shrunk = rates.reduce((theta, rate) => theta * (1 - rate * curvature), start[i]!);
      expect(end[i]).toBeCloseTo(shrunk, 6);
    });
  });
});

describe('the order of samples', () => {
  const order = new SampleOrder(3, 10, 4);

  test('takes every sample once an epoch, in an order of its own', () => {
    const epochs = [0, 1, 2].map((n) => [...order.steps(0, 8).slice(10 * n, 10 * n + 10)]);
    for (const epoch of epochs) {
      expect(epoch.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    expect(epochs[1]).not.toEqual(epochs[0]);
    expect(epochs[2]).not.toEqual(epochs[1]);
  });

  test('is the seed’s, and the same whichever step it is asked from', () => {
    const whole = order.steps(0, 8);
    expect(new SampleOrder(3, 10, 4).steps(3, 4)).toEqual(whole.slice(12, 28));
    // Back to an epoch that was left.
    expect(order.steps(1, 2)).toEqual(whole.slice(4, 12));
    expect(new SampleOrder(4, 10, 4).steps(0, 8)).not.toEqual(whole);
  });

  test('of batches as large as the set has the whole set in each', () => {
    const full = new SampleOrder(3, 10, 10).steps(5, 1);
    expect([...full].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
