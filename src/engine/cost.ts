import { integerIn } from './errors';
import type { Experiment } from './experiment/schema';
import { dataShape, networkSpec } from './experiment/spec';
import { type Layer, layersOf } from './network/layers';
import { layoutOf } from './network/layout';
import type { NetworkSpec } from './network/spec';
import { SLOTS } from './training/optimiser';

/*
 * What an experiment will take, counted before it runs. Counts are of arithmetic that must be done,
 * a multiply-add as two operations; how many a machine does in a second is for others to measure.
 */

export interface Cost {
  /** Floating-point operations of the training, evaluation and a second solution included. */
  readonly training: number;
  /** Of the slice. */
  readonly slice: number;
  /** Of directions that need gradients, and of the analyses. */
  readonly analysis: number;
  /** Bytes that a machine with so many workers holds at the worst moment. */
  readonly bytes: number;
}

/** A gradient takes a forward pass and two of its size backwards. */
const GRADIENT = 3;
/** A product with the Hessian: a difference of two gradients, or one with a tangent along. */
const HESSIAN_PRODUCT = 2 * GRADIENT;
/** Products of a spectrum that nobody bounded, and gradients of a sharpness. */
const LANCZOS = 100;
const SHARPNESS = 60;
/** As trajectory/recorder. */
const PATH_BYTES = 128 * 2 ** 20;
/** Activations are kept for the way back, once as they are and once before the norm, with gradients. */
const KEPT = 4;
/** Samples that a kernel takes at a time, at most, when it only evaluates. */
const EVALUATED = 1024;
/** The program itself: code, kernels, one worker's own heap. */
const WORKER_BYTES = 24 * 2 ** 20;

/** Operations of one forward pass of one sample, and numbers it writes. */
export function forwardCost(spec: NetworkSpec): { readonly flops: number; readonly units: number } {
  let flops = 0;
  let units = 0;
  let side = spec.family === 'conv' ? spec.side : 1;
  let channels = spec.family === 'conv' ? spec.channels : spec.inputs;
  const write = (operations: number) => {
    units += side * side * channels;
    flops += operations * side * side * channels;
  };
  const visit = (layer: Layer) => {
    switch (layer.op) {
      case 'dense':
        channels = layer.outputs;
        write(2 * layer.inputs + 1);
        break;
      case 'conv':
        side = Math.ceil(side / layer.stride);
        channels = layer.outputs;
        write(2 * layer.size ** 2 * layer.inputs);
        break;
      case 'norm':
        write(6);
        break;
      case 'activation':
        write(1);
        break;
      case 'pool':
        flops += side * side * channels;
        side = 1;
        break;
      case 'block': {
        const before = { side, channels };
        layer.body.forEach(visit);
        const after = { side, channels };
        if (typeof layer.shortcut !== 'string') {
          ({ side, channels } = before);
          layer.shortcut.forEach(visit);
        }
        ({ side, channels } = after);
        write(layer.shortcut === 'none' ? 1 : 3);
      }
    }
  };
  layersOf(spec).forEach(visit);
  return { flops, units };
}

/** Operations of `steps` training steps of one network. */
export function trainingFlops(spec: NetworkSpec, batch: number, steps: number): number {
  // The optimiser touches every parameter a few times.
  return steps * (GRADIENT * batch * forwardCost(spec).flops + 8 * layoutOf(spec).size);
}

/** Operations of so many points of a slice. */
export function sliceFlops(spec: NetworkSpec, samples: number, points: number): number {
  return points * (samples * forwardCost(spec).flops + 4 * layoutOf(spec).size);
}

/**
 * @param workers that share the work, each with the data for itself.
 * @throws InputError for an experiment whose network cannot be, or no workers.
 */
export function costOf(experiment: Experiment, workers = 1): Cost {
  integerIn('The number of workers', workers, 1, 65_536);
  const { dataset, training, landscape, analysis } = experiment;
  const shape = dataShape(experiment);
  const spec = networkSpec(experiment, shape);
  const { flops, units } = forwardCost(spec);
  const { size, statisticsSize } = layoutOf(spec);
  const path =
    training.checkpointEvery > 0 ? Math.ceil(training.steps / training.checkpointEvery) : 0;
  const evaluation = (dataset.train + dataset.test) * flops;
  const once = trainingFlops(spec, training.batch, training.steps) + evaluation;
  const [nx, ny] = landscape.points;

  const pass = landscape.samples * flops;
  let measured = 0;
  if (landscape.directions === 'hessian') measured += LANCZOS * HESSIAN_PRODUCT * pass;
  if (landscape.directions === 'gradient') measured += GRADIENT * pass;
  if (analysis?.trajectory) measured += path * (2 + GRADIENT) * pass;
  if (analysis?.flow) measured += (path + 2) * GRADIENT * pass;
  if (analysis?.curvature) {
    const { maxSteps, probes, radius, map } = analysis.curvature;
    const spectra = 1 + map * (ny === 1 ? 1 : map);
    measured += (spectra * maxSteps + probes) * HESSIAN_PRODUCT * pass;
    if (radius > 0) measured += SHARPNESS * GRADIENT * pass;
  }

  const float = Float32Array.BYTES_PER_ELEMENT;
  const data = (dataset.train + dataset.test + landscape.samples) * (shape.inputs + 1) * float;
  const state = (2 + SLOTS[training.optimiser]) * size * float;
  // With statistics of their own the samples of a slice must be there together.
  const together = landscape.statistics === 'batch' ? landscape.samples : 0;
  const evaluated = Math.max(together, Math.min(EVALUATED, Math.max(dataset.train, dataset.test)));
  const activations = Math.max(KEPT * training.batch, 2 * evaluated) * units * float;
  return {
    training: landscape.directions === 'solution' ? 2 * once : once,
    slice: sliceFlops(spec, landscape.samples, nx * ny),
    analysis: measured,
    bytes:
      (1 + workers) * (data + 3 * state) +
      workers * (activations + WORKER_BYTES) +
      Math.min(PATH_BYTES, path * (size + statisticsSize) * float) +
      nx * ny * 6 * float,
  };
}
