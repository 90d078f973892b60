import type { Samples } from '@/engine/executor';
import type { NetworkPoint } from '@/engine/gradients';
import { type InitScheme, initialise } from '@/engine/network/initialise';
import { layoutOf } from '@/engine/network/layout';
import type { ConvSpec, MlpSpec, NetworkSpec } from '@/engine/network/spec';
import { randomStream } from '@/engine/random';

export function mlpSpec(changes: Partial<MlpSpec> = {}): MlpSpec {
  return {
    family: 'mlp',
    inputs: 4,
    classes: 3,
    depth: 8,
    width: 8,
    activation: 'relu',
    norm: 'none',
    skip: true,
    branchScale: 1,
    ...changes,
  };
}

export function convSpec(changes: Partial<ConvSpec> = {}): ConvSpec {
  return {
    family: 'conv',
    side: 6,
    channels: 2,
    classes: 3,
    depth: 8,
    widthFactor: 0.125,
    skip: true,
    ...changes,
  };
}

/** Normal inputs with random labels. */
export function samplesOf(spec: NetworkSpec, count: number, seed = 1): Samples {
  const inputs = spec.family === 'mlp' ? spec.inputs : spec.side ** 2 * spec.channels;
  const stream = randomStream(seed, 'samples');
  return {
    x: Float32Array.from({ length: count * inputs }, () => stream.normal()),
    labels: Int32Array.from({ length: count }, () => stream.integer(spec.classes)),
    count,
  };
}

/** A freshly initialised network over such samples. */
export function pointOf(
  spec: NetworkSpec,
  {
    scheme = 'he',
    count = 16,
    seed = 1,
  }: { scheme?: InitScheme; count?: number; seed?: number } = {},
): NetworkPoint {
  return {
    spec,
    parameters: initialise(spec, { scheme, gain: 1 }, seed),
    samples: samplesOf(spec, count, seed),
    statistics: 'batch',
    running: new Float32Array(layoutOf(spec).statisticsSize).fill(1),
  };
}
