import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { useBackend } from '@/engine/backend';
import type { Executor, SliceRequest, TrainRequest } from '@/engine/executor';
import { registerWebGpuKernels } from '@/engine/kernels/webgpu/register';
import { TfjsExecutor } from '@/engine/tfjs-executor';

/** The WGSL kernels, and the tfjs ops on the CPU that they are held against. */
export interface Pair {
  readonly kernel: Executor;
  readonly ops: Executor;
}

/** @param software the shape of workgroups: as for a software adapter, or as for a GPU. */
export async function openPair(software: boolean): Promise<Pair> {
  const backend = await useBackend('webgpu');
  const confirm = registerWebGpuKernels({ software });
  return {
    kernel: new TfjsExecutor(backend, 'kernel', confirm),
    ops: new TfjsExecutor(await useBackend('cpu'), 'ops'),
  };
}

export async function onKernel<T>({ kernel }: Pair, work: (executor: Executor) => Promise<T>) {
  await tf.setBackend('webgpu');
  return work(kernel);
}

export async function onOps<T>({ ops }: Pair, work: (executor: Executor) => Promise<T>) {
  await tf.setBackend('cpu');
  return work(ops);
}

/** Within 1e-4 of the largest value: single numbers may all but cancel. */
export function expectClose(
  actual: Float32Array,
  expected: Float32Array,
  what: string,
  bound = 1e-4,
) {
  expect(actual.length, what).toBe(expected.length);
  const scale = expected.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  let worst = 0;
  actual.forEach((value, i) => {
    const gap = Math.abs(value - expected[i]!);
    // A NaN must not pass as close.
    worst = gap <= worst ? worst : gap;
  });
  expect(worst, `${what}: largest difference, values up to ${scale}`).toBeLessThanOrEqual(
    bound * scale,
  );
}

export async function checkTraining(pair: Pair, request: TrainRequest) {
  const actual = await onKernel(pair, (executor) => executor.trainSteps(request));
  const expected = await onOps(pair, (executor) => executor.trainSteps(request));
  expect(actual.implementation).toBe('kernel');
  expectClose(actual.losses, expected.losses, 'losses');
  // Against the change, not the value alone: a step moves a parameter by little.
  const change = (after: Float32Array) => after.map((v, i) => v - request.state.parameters[i]!);
  expectClose(
    change(actual.state.parameters),
    change(expected.state.parameters),
    'change of the parameters',
    1e-3,
  );
  expectClose(actual.state.parameters, expected.state.parameters, 'parameters');
  expectClose(actual.state.slots, expected.state.slots, 'slots');
  expectClose(actual.state.running, expected.state.running, 'running statistics');
}

export async function checkSlice(pair: Pair, request: SliceRequest) {
  const actual = await onKernel(pair, (executor) => executor.sliceLosses(request));
  const expected = await onOps(pair, (executor) => executor.sliceLosses(request));
  expect(actual.implementation).toBe('kernel');
  expect(actual.losses.length).toBe(expected.losses.length);
  actual.losses.forEach((loss, i) => {
    const gap = Math.abs(loss - expected.losses[i]!);
    expect(gap, `loss ${i}`).toBeLessThanOrEqual(1e-4 * expected.losses[i]!);
  });
  // One sample on the edge between two classes may fall either way.
  expectClose(actual.accuracies, expected.accuracies, 'accuracies', 0.03);
}
