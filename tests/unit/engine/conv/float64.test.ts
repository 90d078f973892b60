import { beforeAll, describe, expect, test } from 'vitest';
import type { Executor } from '@/engine/executor';
import { gradientAt } from '@/engine/gradients';
import { layoutOf } from '@/engine/network/layout';
import { openExecutor } from '@/engine/open-executor';
import { randomStream } from '@/engine/random';
import { optimiserDefaults } from '@/engine/training/optimiser';
import { convSpec, pointOf } from '../networks';
import { convLoss } from './float64';

/** Tiny networks of every shape of the family: even and odd sides, one and two blocks a stage. */
const specs = [
  convSpec({ skip: true, side: 6 }),
  convSpec({ skip: false, side: 6 }),
  convSpec({ skip: true, side: 5, channels: 3 }),
  convSpec({ skip: true, side: 4, depth: 14 }),
  convSpec({ skip: false, side: 4, depth: 14, channels: 1 }),
];

/** A point whose norms are not the identity, as after some training. */
function trainedPoint(spec: (typeof specs)[number]) {
  const point = pointOf(spec, { count: 5, seed: 3 });
  const stream = randomStream(8, 'norms');
  for (const { kind, offset, size } of layoutOf(spec).parameters) {
    if (kind === 'kernel') continue;
    for (let i = offset; i < offset + size; i++) {
      point.parameters[i] = (kind === 'scale' ? 1 : 0) + 0.3 * stream.normal();
    }
  }
  const running = point.running.map(() => 0.5 + stream.uniform());
  return { ...point, running };
}

/** tfjs' ops, and the WebAssembly kernels, which have no gradient with frozen statistics. */
const cases = (['cpu', 'wasm'] as const).flatMap((backend) =>
  specs.map((spec) => ({ backend, spec })),
);

describe.each(cases)('convolutions against float64 loops: $backend, $spec', ({ backend, spec }) => {
  let executor: Executor;
  beforeAll(async () => {
    ({ executor } = await openExecutor(backend));
  });
  const point = trainedPoint(spec);
  const { samples, parameters, running } = point;

  test.each(['batch', 'frozen'] as const)('loss with %s statistics', async (statistics) => {
    const { losses } = await executor.sliceLosses({
      spec,
      samples,
      statistics,
      running,
      centre: parameters,
      directions: new Float32Array(parameters.length),
      dimensions: 1,
      points: new Float32Array(1),
    });
    const expected = convLoss(
      spec,
      parameters,
      samples,
      statistics === 'frozen' ? { running } : {},
    );
    expect(losses[0]! / expected).toBeCloseTo(1, 4);
  });

  test.each(backend === 'cpu' ? (['batch', 'frozen'] as const) : (['batch'] as const))(
    'gradient with %s statistics against finite differences',
    async (statistics) => {
      const { gradient } = await gradientAt({ ...point, statistics }, executor);
      const options = statistics === 'frozen' ? { running } : {};
      const theta = Float64Array.from(parameters);
      const stream = randomStream(9, 'probes');
      const largest = Math.max(...gradient.map(Math.abs));
      const step = 1e-6;
      for (const { name, offset, size } of layoutOf(spec).parameters) {
        // A few numbers of every parameter.
        for (let probe = 0; probe < Math.min(3, size); probe++) {
          const index = offset + stream.integer(size);
          const kept = theta[index]!;
          theta[index] = kept + step;
          const ahead = convLoss(spec, theta, samples, options);
          theta[index] = kept - step;
          const behind = convLoss(spec, theta, samples, options);
          theta[index] = kept;
          const slope = (ahead - behind) / (2 * step);
          const miss = Math.abs(gradient[index]! - slope);
          expect(miss, `∂L/∂${name}: ${gradient[index]} against ${slope}`).toBeLessThan(
            1e-3 * largest,
          );
        }
      }
    },
  );

  test('a step moves the running statistics a tenth of the way to the batch’s', async () => {
    const batch: number[] = [];
    convLoss(spec, parameters, samples, {
      onStatistics: (means, variances) => batch.push(...means, ...variances),
    });
    const { state } = await executor.trainSteps({
      spec,
      samples,
      optimiser: 'sgd',
      settings: [optimiserDefaults('sgd')],
      batch: samples.count,
      firstStep: 0,
      clipNorm: 0,
      state: { parameters, slots: new Float32Array(0), running },
      order: Int32Array.from({ length: samples.count }, (_, i) => i),
      rates: Float32Array.of(0.01),
    });
    expect(batch).toHaveLength(running.length);
    batch.forEach((value, i) => {
      expect(state.running[i]).toBeCloseTo(0.9 * running[i]! + 0.1 * value, 3);
    });
  });
});
