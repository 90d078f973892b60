import type { SliceRequest, TrainRequest } from '@/engine/executor';
import { initialise } from '@/engine/network/initialise';
import { layoutOf } from '@/engine/network/layout';
import type { MlpSpec } from '@/engine/network/spec';
import { randomStream } from '@/engine/random';
import { type OptimiserName, optimiserDefaults, SLOTS } from '@/engine/training/optimiser';

/** What a case of the kernels' tests varies. */
export interface KernelCase {
  readonly depth?: number;
  readonly width?: number;
  readonly inputs?: number;
  readonly classes?: number;
  readonly batch?: number;
  readonly samples?: number;
  readonly activation?: MlpSpec['activation'];
  readonly norm?: MlpSpec['norm'];
  readonly skip?: boolean;
  readonly branchScale?: number;
  readonly optimiser?: OptimiserName;
  readonly weightDecay?: number;
  readonly rate?: number;
  readonly steps?: number;
  readonly replicas?: number;
  readonly firstStep?: number;
}

export function specOf(c: KernelCase): MlpSpec {
  return {
    family: 'mlp',
    inputs: c.inputs ?? 3,
    classes: c.classes ?? 3,
    depth: c.depth ?? 6,
    width: c.width ?? 5,
    activation: c.activation ?? 'relu',
    norm: c.norm ?? 'batch',
    skip: c.skip ?? false,
    branchScale: c.branchScale ?? 1,
  };
}

function samplesOf(c: KernelCase) {
  const { inputs, classes } = specOf(c);
  const count = c.samples ?? 40;
  const stream = randomStream(7, 'kernels/samples');
  return {
    x: Float32Array.from({ length: count * inputs }, () => stream.normal()),
    labels: Int32Array.from({ length: count }, () => stream.integer(classes)),
    count,
  };
}

/** Parameters of every kind off their initial values, so that no gradient is 0 by symmetry. */
function parametersOf(spec: MlpSpec, seed: number): Float32Array {
  const stream = randomStream(seed, 'kernels/parameters');
  return initialise(spec, { scheme: 'he', gain: 1 }, seed).map((v) => v + 0.1 * stream.normal());
}

function stacked(count: number, row: (r: number) => Float32Array): Float32Array {
  const rows = Array.from({ length: count }, (_, r) => row(r));
  const all = new Float32Array(count * (rows[0]?.length ?? 0));
  rows.forEach((values, r) => {
    all.set(values, r * values.length);
  });
  return all;
}

/** Replica r has its own parameters, order, rates and hyperparameters, the same in any company. */
export function trainRequest(c: KernelCase, only?: number): TrainRequest {
  const spec = specOf(c);
  const { size, statisticsSize } = layoutOf(spec);
  const optimiser = c.optimiser ?? 'momentum';
  const [batch, steps] = [c.batch ?? 17, c.steps ?? 1];
  const chosen = only === undefined ? Array.from({ length: c.replicas ?? 1 }, (_, r) => r) : [only];
  const samples = samplesOf(c);
  const rate = (r: number) => (c.rate ?? 0.02) / (1 + r);
  const orders = chosen.map((r) => {
    const stream = randomStream(r, 'kernels/order');
    return Array.from({ length: steps * batch }, () => stream.integer(samples.count));
  });
  return {
    spec,
    samples,
    optimiser,
    settings: chosen.map((r) => ({
      ...optimiserDefaults(optimiser),
      momentum: 0.9 - 0.1 * r,
      weightDecay: c.weightDecay ?? 0.01,
    })),
    batch,
    firstStep: c.firstStep ?? 0,
    clipNorm: 0,
    state: {
      parameters: stacked(chosen.length, (r) => parametersOf(spec, chosen[r]! + 1)),
      slots: stacked(chosen.length, (r) => {
        const stream = randomStream(chosen[r]!, 'kernels/slots');
        // Second moments must not be negative.
        return Float32Array.from({ length: SLOTS[optimiser] * size }, () =>
          Math.abs(0.01 * stream.normal()),
        );
      }),
      running: stacked(chosen.length, (r) => {
        const stream = randomStream(chosen[r]!, 'kernels/running');
        return Float32Array.from({ length: statisticsSize }, () => 0.5 + stream.uniform());
      }),
    },
    order: Int32Array.from(orders.flat()),
    rates: stacked(chosen.length, (r) =>
      Float32Array.from({ length: steps }, (_, s) => rate(chosen[r]!) * (1 - (0.3 * s) / steps)),
    ),
  };
}

/** A few points around each replica's parameters, on one direction or two. */
export function sliceRequest(
  c: KernelCase,
  {
    statistics = 'batch',
    dimensions = 2,
    points = 5,
  }: Partial<Pick<SliceRequest, 'statistics' | 'dimensions'>> & { points?: number } = {},
): SliceRequest {
  const spec = specOf(c);
  const { size, statisticsSize } = layoutOf(spec);
  const replicas = c.replicas ?? 1;
  const stream = randomStream(3, 'kernels/slice');
  const normals = (length: number, scale: number) =>
    Float32Array.from({ length }, () => scale * stream.normal());
  return {
    spec,
    samples: samplesOf(c),
    statistics,
    centre: stacked(replicas, (r) => parametersOf(spec, r + 1)),
    directions: normals(replicas * dimensions * size, 0.2),
    dimensions,
    points: normals(points * dimensions, 1),
    running: Float32Array.from({ length: replicas * statisticsSize }, () => 0.5 + stream.uniform()),
  };
}
