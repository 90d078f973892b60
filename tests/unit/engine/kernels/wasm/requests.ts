import { expect } from 'vitest';
import type { Samples, SliceRequest, TrainRequest } from '@/engine/executor';
import { initialise } from '@/engine/network/initialise';
import { layoutOf } from '@/engine/network/layout';
import type { ConvSpec, MlpSpec, NetworkSpec } from '@/engine/network/spec';
import { randomStream } from '@/engine/random';
import { type OptimiserName, optimiserDefaults, SLOTS } from '@/engine/training/optimiser';

/** A small dense network; sizes that fill no vector and no tile unless given. */
export function mlp(changes: Partial<MlpSpec> = {}): MlpSpec {
  return {
    family: 'mlp',
    inputs: 7,
    classes: 3,
    depth: 6,
    width: 5,
    activation: 'relu',
    norm: 'batch',
    skip: true,
    branchScale: 0.7,
    ...changes,
  };
}

/** A small convolutional network, with an odd side, so that stride 2 leaves half a step over. */
export function conv(changes: Partial<ConvSpec> = {}): ConvSpec {
  return {
    family: 'conv',
    side: 7,
    channels: 2,
    classes: 3,
    depth: 8,
    widthFactor: 0.3,
    skip: true,
    ...changes,
  };
}

export function samplesFor(spec: NetworkSpec, count: number, seed = 1): Samples {
  const inputs = spec.family === 'mlp' ? spec.inputs : spec.side ** 2 * spec.channels;
  const stream = randomStream(seed, 'test/samples');
  const x = Float32Array.from({ length: count * inputs }, () => stream.normal());
  const labels = Int32Array.from({ length: count }, () =>
    Math.floor(stream.uniform() * spec.classes),
  );
  return { x, labels, count };
}

/** He initial values with every bias, scale and shift moved, so that each of them matters. */
export function parametersFor(spec: NetworkSpec, seed = 1): Float32Array {
  const vector = initialise(spec, { scheme: 'he', gain: 1 }, seed);
  const stream = randomStream(seed, 'test/parameters');
  for (const { kind, offset, size } of layoutOf(spec).parameters) {
    if (kind === 'kernel') continue;
    for (let i = offset; i < offset + size; i++) vector[i]! += 0.2 * stream.normal();
  }
  return vector;
}

export function trainRequest(
  spec: NetworkSpec,
  optimiser: OptimiserName,
  options: {
    steps?: number;
    batch?: number;
    count?: number;
    replicas?: number;
    rate?: number;
  } = {},
): TrainRequest {
  const { steps = 1, batch = 17, count = 40, replicas = 1, rate = 0.02 } = options;
  const { size, statisticsSize, statistics } = layoutOf(spec);
  const stream = randomStream(7, 'test/order');
  const running = new Float32Array(replicas * statisticsSize);
  const parameters = new Float32Array(replicas * size);
  for (let r = 0; r < replicas; r++) {
    parameters.set(parametersFor(spec, r + 1), r * size);
    for (const { offset, channels } of statistics) {
      const from = r * statisticsSize + offset + channels;
      running.fill(1, from, from + channels);
    }
  }
  return {
    spec,
    samples: samplesFor(spec, count),
    optimiser,
    settings: Array.from({ length: replicas }, (_, r) => ({
      ...optimiserDefaults(optimiser),
      // The default ε divides a gradient of rounding noise by itself.
      epsilon: 1e-4,
      weightDecay: 0.01 * (r + 1),
    })),
    batch,
    firstStep: 0,
    clipNorm: 0,
    state: { parameters, slots: new Float32Array(replicas * SLOTS[optimiser] * size), running },
    order: Int32Array.from({ length: replicas * steps * batch }, () =>
      Math.floor(stream.uniform() * count),
    ),
    rates: new Float32Array(replicas * steps).fill(rate),
  };
}

export function sliceRequest(
  spec: NetworkSpec,
  options: { count?: number; replicas?: number; statistics?: 'batch' | 'frozen' } = {},
): SliceRequest {
  const { count = 19, replicas = 1, statistics = 'batch' } = options;
  const { size, statisticsSize } = layoutOf(spec);
  const stream = randomStream(3, 'test/slice');
  const centre = new Float32Array(replicas * size);
  for (let r = 0; r < replicas; r++) centre.set(parametersFor(spec, r + 1), r * size);
  return {
    spec,
    samples: samplesFor(spec, count),
    statistics,
    centre,
    directions: Float32Array.from({ length: 2 * replicas * size }, () => 0.1 * stream.normal()),
    dimensions: 2,
    points: Float32Array.of(0, 0, 1, 0, -0.5, 0.8, 0.3, -1),
    running: Float32Array.from({ length: replicas * statisticsSize }, () => 0.5 + stream.uniform()),
  };
}

/** Each number within `tolerance` of the expected, relative to it or to `scale`. */
export function expectNear(
  actual: Float32Array,
  expected: Float32Array,
  what: string,
  tolerance = 1e-4,
  scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0),
) {
  expect(actual.length, what).toBe(expected.length);
  expected.forEach((value, i) => {
    const difference = Math.abs(actual[i]! - value);
    if (!(difference <= tolerance * Math.max(Math.abs(value), scale))) {
      expect.fail(`${what}[${i}]: ${actual[i]} against ${value}`);
    }
  });
}
