import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { Samples } from '@/engine/executor';
import { HYPER_COLUMNS } from '@/engine/kernels/contract';
import { type ProgramOptions, sliceLosses, trainSteps } from '@/engine/kernels/program';
import { unflatten } from '@/engine/kernels/reference/forward';
import { lossAndGradients } from '@/engine/kernels/reference/gradient';
import { type Layout, layoutOf } from '@/engine/network/layout';
import type { MlpSpec } from '@/engine/network/spec';
import {
  type OptimiserName,
  type OptimiserSettings,
  optimiserDefaults,
  SLOTS,
} from '@/engine/training/optimiser';

interface Named {
  [name: string]: { shape: number[]; data: number[] };
}

/** One file of PyTorch values, float64. */
export interface ReferenceCase {
  spec: Omit<MlpSpec, 'family'> & { samples: number };
  params: Named;
  x: { shape: [number, number]; data: number[] };
  y: number[];
  loss: number;
  grads: Named;
  blockOutputGradNorms: number[];
  rawDirections: Named[];
  filterDirections: Named[];
  surface: { alpha: number[]; beta: number[]; 'loss[beta][alpha]': number[][] };
  hessian: { largest: number[]; smallest: number[] };
  optimisers: Record<string, { losses: number[]; finalParamNorms: Record<string, number> }>;
  trajectory: {
    /** The optimiser, as in `optimisers`; what follows the first comma is for readers. */
    optimiser: string;
    uncentredExplained: number[];
    centredExplained: number[];
    absCoords: number[][];
    offPlane: number[];
  };
}

export function specOf(reference: ReferenceCase): MlpSpec {
  const { samples: _, ...spec } = reference.spec;
  return { family: 'mlp', ...spec };
}

/** @returns the values of a record of tensors in the order of the flat vector. */
export function vectorOf(layout: Layout, named: Named): Float32Array {
  const vector = new Float32Array(layout.size);
  const known = layout.parameters.map(({ name }) => name);
  expect(known).toEqual(expect.arrayContaining(Object.keys(named)));
  for (const { name, offset, size } of layout.parameters) {
    const tensor = named[name];
    // Directions leave biases and norm parameters out: they stay 0.
    if (!tensor) continue;
    expect(tensor.data.length, name).toBe(size);
    vector.set(tensor.data, offset);
  }
  return vector;
}

/** How the files name an optimiser's settings, for example `momentum lr=0.05 m=0.9 wd=5e-3`. */
export function parseOptimiser(text: string): {
  name: OptimiserName;
  rate: number;
  settings: OptimiserSettings;
} {
  const name = text.split(' ')[0] as OptimiserName;
  const number = (key: string) => {
    const found = new RegExp(`\\b${key}=([0-9.e+-]+)`).exec(text);
    return found ? Number(found[1]) : undefined;
  };
  const defaults = optimiserDefaults(name);
  return {
    name,
    rate: number('lr')!,
    settings: {
      momentum: number('m') ?? defaults.momentum,
      beta1: number('beta1') ?? defaults.beta1,
      beta2: number('rho') ?? number('beta2') ?? defaults.beta2,
      epsilon: number('eps') ?? defaults.epsilon,
      weightDecay: number('wd') ?? 0,
    },
  };
}

const TOLERANCE = 1e-4;

export function expectClose(actual: number, expected: number, what: string, scale = 0) {
  const bound = TOLERANCE * Math.max(Math.abs(expected), scale);
  expect(Math.abs(actual - expected), `${what}: ${actual} against ${expected}`).toBeLessThanOrEqual(
    bound,
  );
}

/** The samples as the engine's executors take them. */
export function samplesIn(reference: ReferenceCase): Samples {
  return {
    x: Float32Array.from(reference.x.data),
    labels: Int32Array.from(reference.y),
    count: reference.y.length,
  };
}

function samplesOf(reference: ReferenceCase) {
  return {
    x: tf.tensor2d(Float32Array.from(reference.x.data), reference.x.shape),
    labels: tf.tensor1d(Int32Array.from(reference.y), 'int32'),
  };
}

/** Loss, every gradient, and the gradient norms at each block's output. */
export async function checkGradients(reference: ReferenceCase): Promise<void> {
  const spec = specOf(reference);
  const layout = layoutOf(spec);
  const { x, labels } = samplesOf(reference);
  const parameters = unflatten(layout, tf.tensor1d(vectorOf(layout, reference.params)));
  const result = lossAndGradients(spec, parameters, x, labels, { taps: ['output'] });
  expectClose((await result.loss.data())[0]!, reference.loss, 'loss');

  const largest = Math.max(...Object.values(reference.grads).flatMap((g) => g.data.map(Math.abs)));
  for (const { name } of layout.parameters) {
    const actual = await result.gradients[name]!.data();
    reference.grads[name]!.data.forEach((value, i) => {
      // Biases before a batch norm have gradient 0, which float32 meets only to rounding.
      expectClose(actual[i]!, value, `∂L/∂${name}[${i}]`, largest);
    });
  }
  expect(result.taps.length).toBe(reference.blockOutputGradNorms.length);
  for (const [i, { name, gradient }] of result.taps.entries()) {
    const norm = Math.hypot(...(await gradient.data()));
    expectClose(norm, reference.blockOutputGradNorms[i]!, `‖∂L/∂h‖ at ${name}`);
  }
}

/** The 5×5 surface along the filter-normalised directions. */
export async function checkSurface(
  reference: ReferenceCase,
  options: ProgramOptions = {},
): Promise<void> {
  const spec = specOf(reference);
  const layout = layoutOf(spec);
  const { alpha, beta, 'loss[beta][alpha]': loss } = reference.surface;
  const directions = reference.filterDirections.map((d) => vectorOf(layout, d));
  const points = beta.flatMap((b) => alpha.map((a) => [a, b]));
  const { losses, implementation } = sliceLosses(
    {
      centre: tf.tensor2d(vectorOf(layout, reference.params), [1, layout.size]),
      directions: tf.tensor3d(Float32Array.from(directions.flatMap((d) => [...d])), [
        1,
        2,
        layout.size,
      ]),
      points: tf.tensor2d(points),
      ...samplesOf(reference),
      running: tf.zeros([1, Math.max(1, layout.statisticsSize)]),
    },
    { spec, statistics: 'batch' },
    options,
  );
  if (options.prefer) expect(implementation).toBe(options.prefer);
  const actual = await losses.data();
  loss.flat().forEach((value, g) => {
    expectClose(actual[g]!, value, `loss at (${points[g]})`);
  });
}

/** Ten full-batch steps of one optimiser: every loss and the parameters' final norms. */
export async function checkOptimiser(
  reference: ReferenceCase,
  text: string,
  options: ProgramOptions = {},
): Promise<void> {
  const spec = specOf(reference);
  const layout = layoutOf(spec);
  const { name, rate, settings } = parseOptimiser(text);
  const expected = reference.optimisers[text]!;
  const steps = expected.losses.length;
  const batch = reference.y.length;
  const hyper = [
    settings.momentum,
    settings.beta1,
    settings.beta2,
    settings.epsilon,
    settings.weightDecay,
  ];
  const order = Int32Array.from({ length: steps * batch }, (_, i) => i % batch);
  const outputs = await trainSteps(
    {
      parameters: tf.tensor2d(vectorOf(layout, reference.params), [1, layout.size]),
      slots: tf.zeros([1, Math.max(1, SLOTS[name] * layout.size)]),
      running: tf.zeros([1, Math.max(1, layout.statisticsSize)]),
      ...samplesOf(reference),
      order: tf.tensor2d(order, [1, steps * batch], 'int32'),
      rates: tf.fill([1, steps], rate),
      hyper: tf.tensor2d(hyper, [1, HYPER_COLUMNS]),
    },
    { spec, optimiser: name, batch, firstStep: 0 },
    options,
  );
  if (options.prefer) expect(outputs.implementation).toBe(options.prefer);
  const losses = await outputs.losses.data();
  expected.losses.forEach((value, step) => {
    expectClose(losses[step]!, value, `${text}: loss of step ${step}`);
  });
  const final = await outputs.parameters.data();
  const largest = Math.max(...Object.values(expected.finalParamNorms));
  for (const { name: parameter, offset, size } of layout.parameters) {
    const norm = Math.hypot(...final.subarray(offset, offset + size));
    // A bias that begins at 0 before a batch norm stays there, in float64 but for rounding.
    const what = `${text}: ‖${parameter}‖`;
    expectClose(norm, expected.finalParamNorms[parameter]!, what, 1e-3 * largest);
  }
}
