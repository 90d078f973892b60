import { beforeAll, describe, expect, test } from 'vitest';
import { hessianSpectrum } from '@/engine/curvature/spectrum';
import type { Executor } from '@/engine/executor';
import { gradientAt, type NetworkPoint } from '@/engine/gradients';
import { normaliseDirection, randomDirection } from '@/engine/landscape/directions';
import { lossesOf } from '@/engine/landscape/interpolation';
import { layoutOf } from '@/engine/network/layout';
import type { MlpSpec } from '@/engine/network/spec';
import { deleteBlock, rescaleRelu } from '@/engine/network/surgery';
import { openExecutor } from '@/engine/open-executor';
import { convSpec, mlpSpec, pointOf } from '../networks';

let executor: Executor;
beforeAll(async () => {
  ({ executor } = await openExecutor('cpu'));
});

/** Losses along a filter-normalised direction. */
async function slice(point: NetworkPoint): Promise<number[]> {
  const { spec, samples, statistics, running, parameters } = point;
  const { losses } = await executor.sliceLosses({
    spec,
    samples,
    statistics,
    running,
    centre: parameters,
    directions: normaliseDirection(randomDirection(spec, 3, 0), parameters, spec, 'filter'),
    dimensions: 1,
    points: Float32Array.of(-0.5, 0, 0.7),
  });
  return [...losses];
}

describe('rescaling ReLU layers against each other', () => {
  const specs = [
    mlpSpec(),
    mlpSpec({ skip: false }),
    mlpSpec({ norm: 'layer' }),
    mlpSpec({ norm: 'batch' }),
    convSpec(),
  ];
  test.each(specs)('leaves the function as it is: %o', async (spec) => {
    const fresh = pointOf(spec, { count: 8 });
    // Off the initial values, where biases and shifts are 0 and would not tell.
    const parameters = fresh.parameters.map((value, i) => value + 0.1 * Math.sin(i));
    const point = { ...fresh, parameters };
    const rescaled = { ...point, parameters: rescaleRelu(point, 10) };
    expect(rescaled.parameters).not.toEqual(point.parameters);
    const [before, after] = [
      await gradientAt(point, executor),
      await gradientAt(rescaled, executor),
    ];
    expect(after.loss).toBeCloseTo(before.loss, 3);
  });

  test('leaves the filter-normalised slice as it is, and raises λmax', async () => {
    // Biases are 0 at initialisation, so all that moves is rescaled with its filter.
    const point = pointOf(mlpSpec({ depth: 4 }));
    const rescaled = { ...point, parameters: rescaleRelu(point, 10) };
    const [before, after] = [await slice(point), await slice(rescaled)];
    before.forEach((loss, i) => {
      expect(after[i]! / loss).toBeCloseTo(1, 3);
    });
    const sharpest = async (at: NetworkPoint) =>
      (await hessianSpectrum(at, executor, { smallest: 0, tolerance: 1e-2 })).largest[0]!.value;
    expect(await sharpest(rescaled)).toBeGreaterThan(5 * (await sharpest(point)));
  });

  test('refuses tanh and factors that are none', () => {
    const { spec, parameters } = pointOf(mlpSpec({ activation: 'tanh' }));
    expect(() => rescaleRelu({ spec, parameters }, 2)).toThrow(/tanh/);
    expect(() => rescaleRelu(pointOf(mlpSpec()), 0)).toThrow(/factor α/);
  });
});

describe('deleting a block', () => {
  test.each(['none', 'batch', 'layer'] as const)(
    'is the same as silencing its branch in a residual network: norm %s',
    async (norm) => {
      const spec = mlpSpec({ norm });
      const { parameters, running, samples } = pointOf(spec);
      const silent = parameters.slice();
      for (const { name, offset, size } of layoutOf(spec).parameters) {
        if (name.startsWith('block1/second/')) silent.fill(0, offset, offset + size);
      }
      const shorter = deleteBlock({ spec, parameters, running }, 1);
      expect(shorter.spec.depth).toBe(6);
      expect(shorter.parameters).toHaveLength(layoutOf(shorter.spec).size);
      expect(shorter.running).toHaveLength(layoutOf(shorter.spec).statisticsSize);
      const loss = async (of: MlpSpec, theta: Float32Array, statistics: Float32Array) =>
        (
          await lossesOf(
            [{ parameters: theta, running: statistics }],
            of,
            samples,
            'frozen',
            executor,
          )
        ).loss[0]!;
      expect(await loss(shorter.spec, shorter.parameters, shorter.running)).toBeCloseTo(
        await loss(spec, silent, running),
        5,
      );
    },
  );

  test('refuses a block that is not there', () => {
    const { parameters, running } = pointOf(mlpSpec());
    expect(() => deleteBlock({ spec: mlpSpec(), parameters, running }, 3)).toThrow(/0 to 2/);
    const shallow = mlpSpec({ depth: 2 });
    expect(() => deleteBlock({ spec: shallow, parameters, running }, 0)).toThrow(/no block/);
  });
});
