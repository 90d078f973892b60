import type { Executor, Implementation, Samples } from '@/engine/executor';
import { randomDirection } from '@/engine/landscape/directions';
import { initialise } from '@/engine/network/initialise';
import { layoutOf } from '@/engine/network/layout';
import type { MlpSpec } from '@/engine/network/spec';
import { randomStream } from '@/engine/random';
import { type OptimiserSettings, optimiserDefaults } from '@/engine/training/optimiser';
import { BATCH, type BenchCase, CLASSES, INPUTS, POINT_SAMPLES } from '../result';

/** Something that can be done `count` times: steps or points. */
export interface Workload {
  /** @returns who did the work. */
  run(count: number): Promise<Implementation | 'jax-js'>;
  dispose(): void;
}

export const SETTINGS: OptimiserSettings = { ...optimiserDefaults('momentum'), weightDecay: 5e-4 };
export const RATE = 0.03;

export function specOf({ depth, width }: BenchCase): MlpSpec {
  return {
    family: 'mlp',
    inputs: INPUTS,
    classes: CLASSES,
    depth,
    width,
    activation: 'relu',
    norm: 'batch',
    skip: false,
    branchScale: 1,
  };
}

/** Step t's batch: samples t·64 … of a fixed permutation, again from the start when it ends. */
export function sampleOrder(samples: Samples, first: number, steps: number): Int32Array {
  const permutation = randomStream(1, 'bench/order').permutation(samples.count);
  return Int32Array.from(
    { length: steps * BATCH },
    (_, i) => permutation[(first * BATCH + i) % samples.count]!,
  );
}

/** The samples a surface is measured on. */
export function pointSamples({ x, labels }: Samples): Samples {
  return {
    x: x.slice(0, POINT_SAMPLES * INPUTS),
    labels: labels.slice(0, POINT_SAMPLES),
    count: POINT_SAMPLES,
  };
}

/** Points as a refinement hands them out: anywhere in [−1, 1]². */
export function scatter(count: number): Float32Array {
  const stream = randomStream(2, 'bench/points');
  return Float32Array.from({ length: 2 * count }, () => 2 * stream.uniform() - 1);
}

/**
 * A case on our own executor: its kernels, or the tfjs ops.
 *
 * @param replicas networks trained at once; each step then is one of all of them.
 */
export function executorWorkload(
  executor: Executor,
  bench: BenchCase,
  samples: Samples,
  replicas = 1,
): Workload {
  return bench.work === 'train'
    ? trainWorkload(executor, bench, samples, replicas)
    : surfaceWorkload(executor, bench, pointSamples(samples));
}

function trainWorkload(
  executor: Executor,
  bench: BenchCase,
  samples: Samples,
  replicas: number,
): Workload {
  const spec = specOf(bench);
  const layout = layoutOf(spec);
  const initial = new Float32Array(replicas * layout.size);
  for (let r = 0; r < replicas; r++) {
    initial.set(initialise(spec, { scheme: 'he', gain: 1 }, r + 1), r * layout.size);
  }
  let state = {
    parameters: initial,
    slots: new Float32Array(replicas * layout.size),
    running: new Float32Array(replicas * layout.statisticsSize),
  };
  let step = 0;
  return {
    async run(count) {
      const order = sampleOrder(samples, step, count);
      const orders = new Int32Array(replicas * order.length);
      for (let r = 0; r < replicas; r++) orders.set(order, r * order.length);
      const result = await executor.trainSteps({
        spec,
        samples,
        optimiser: 'momentum',
        settings: Array.from({ length: replicas }, () => SETTINGS),
        batch: BATCH,
        firstStep: step,
        clipNorm: 0,
        state,
        order: orders,
        rates: new Float32Array(replicas * count).fill(RATE),
      });
      checkLosses(result.losses);
      state = result.state as typeof state;
      step += count;
      return result.implementation;
    },
    dispose() {},
  };
}

function surfaceWorkload(executor: Executor, bench: BenchCase, samples: Samples): Workload {
  const spec = specOf(bench);
  const { size, statisticsSize } = layoutOf(spec);
  const directions = new Float32Array(2 * size);
  directions.set(randomDirection(spec, 1, 0));
  directions.set(randomDirection(spec, 1, 1), size);
  for (let i = 0; i < directions.length; i++) directions[i]! *= 0.2;
  return {
    async run(count) {
      const result = await executor.sliceLosses({
        spec,
        samples,
        statistics: 'batch',
        centre: initialise(spec, { scheme: 'he', gain: 1 }, 1),
        directions,
        dimensions: 2,
        points: scatter(count),
        running: new Float32Array(statisticsSize),
      });
      checkLosses(result.losses);
      return result.implementation;
    },
    dispose() {},
  };
}

/** A backend that computes nothing is fast. */
export function checkLosses(losses: Iterable<number>) {
  if (![...losses].every((loss) => Number.isFinite(loss) && loss > 0)) {
    throw new Error('the losses are not those of a network');
  }
}
