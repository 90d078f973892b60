import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '@/engine/backend';
import type { TrainRequest } from '@/engine/executor';
import { WasmKernels } from '@/engine/kernels/wasm/kernels';
import { bestBuild, KERNEL_BUILDS, loadKernels } from '@/engine/kernels/wasm/load';
import { layoutOf } from '@/engine/network/layout';
import { TfjsExecutor } from '@/engine/tfjs-executor';
import { SLOTS } from '@/engine/training/optimiser';
import { conv, expectNear, mlp, sliceRequest, trainRequest } from './requests';

let reference: TfjsExecutor;
let kernels: WasmKernels;
beforeAll(async () => {
  reference = new TfjsExecutor(await useBackend('wasm'), 'ops');
  kernels = new WasmKernels(await loadKernels(await bestBuild()));
});

describe('100 steps', () => {
  test.each([
    ['sgd', 'none'],
    ['momentum', 'batch'],
    ['adam', 'batch'],
    ['adamw', 'layer'],
  ] as const)('of %s with norm %s give the reference’s losses', async (optimiser, norm) => {
    const rate = optimiser.startsWith('adam') ? 2e-3 : 0.02;
    const request = trainRequest(mlp({ norm, width: 8 }), optimiser, { steps: 100, rate });
    const expected = await reference.trainSteps(request);
    const actual = kernels.trainSteps(request);
    expect(expected.losses.at(-1)!).toBeLessThan(expected.losses[0]!);
    expectNear(actual.losses, expected.losses, 'loss', 0.02, 0);
  });
});

describe('replicas', () => {
  test('do not influence each other: each as if alone', () => {
    const all = trainRequest(mlp(), 'adam', { steps: 5, replicas: 3 });
    const together = kernels.trainSteps(all);
    for (let r = 0; r < 3; r++) {
      const alone = kernels.trainSteps(replicaOf(all, r));
      expect(alone.losses).toEqual(together.losses.slice(5 * r, 5 * r + 5));
      const { parameters } = alone.state;
      const size = parameters.length;
      expect(parameters).toEqual(together.state.parameters.slice(size * r, size * (r + 1)));
    }
  });

  test.each([
    [mlp({ norm: 'none' }), 'sgd', 0],
    [mlp({ norm: 'batch', activation: 'tanh' }), 'momentum', 1],
    [mlp({ norm: 'layer' }), 'adam', 0],
    [conv(), 'momentum', 1],
    [conv({ side: 8, widthFactor: 0.6 }), 'adamw', 0],
  ] as const)(
    'one that diverges leaves the next unharmed: %o with %s',
    (spec, optimiser, clipNorm) => {
      const steps = 30;
      const request = {
        ...trainRequest(spec, optimiser, { steps, replicas: 2, batch: 13 }),
        clipNorm,
      };
      const fresh = replicaOf(request, 1);
      const alone = kernels.trainSteps(fresh);
      // A norm bounds what any rate does, so the first replica begins beyond the finite numbers.
      const parameters = request.state.parameters.slice();
      parameters.fill(Number.NaN, 0, parameters.length / 2);
      const { losses, state } = kernels.trainSteps({
        ...request,
        state: { ...request.state, parameters },
      });
      expect(losses[steps - 1]).toBeNaN();
      expect(losses.slice(steps)).toEqual(alone.losses);
      expect(state.parameters.slice(parameters.length / 2)).toEqual(alone.state.parameters);
      // The next request finds the same memory.
      expect(kernels.trainSteps(fresh).state).toEqual(alone.state);
    },
  );

  test('have surfaces of their own', () => {
    const request = sliceRequest(mlp(), { replicas: 2 });
    const { size } = layoutOf(request.spec);
    const together = kernels.sliceLosses(request);
    const second = kernels.sliceLosses({
      ...request,
      centre: request.centre.slice(size),
      directions: request.directions.slice(2 * size),
    });
    expect(second.losses).toEqual(together.losses.slice(4));
    expect(together.losses[0]).not.toBe(together.losses[4]);
  });
});

describe('steps', () => {
  test('go on from a state as if never interrupted', () => {
    const request = trainRequest(mlp(), 'adamw', { steps: 6 });
    const whole = kernels.trainSteps(request);
    const first = kernels.trainSteps({
      ...request,
      order: request.order.slice(0, 4 * 17),
      rates: request.rates.slice(0, 4),
    });
    const rest = kernels.trainSteps({
      ...request,
      firstStep: 4,
      state: first.state,
      order: request.order.slice(4 * 17),
      rates: request.rates.slice(4),
    });
    expect([...first.losses, ...rest.losses]).toEqual([...whole.losses]);
    expect(rest.state).toEqual(whole.state);
  });

  test('clip the gradient’s norm as PyTorch does', async () => {
    const request = { ...trainRequest(mlp(), 'momentum', { steps: 3 }), clipNorm: 0.1 };
    const expected = await reference.trainSteps(request);
    const actual = kernels.trainSteps(request);
    expectNear(actual.state.parameters, expected.state.parameters, 'θ');
    const free = kernels.trainSteps({ ...request, clipNorm: 0 });
    expect(free.losses[2]).not.toBe(actual.losses[2]);
  });

  test('leave a bias before batch norm where it was', () => {
    const request = trainRequest(mlp(), 'sgd', { steps: 3 });
    const settings = request.settings.map((setting) => ({ ...setting, weightDecay: 0 }));
    const { state } = kernels.trainSteps({ ...request, settings });
    for (const { name, kind, offset, size } of layoutOf(request.spec).parameters) {
      if (kind !== 'bias' || name === 'head/bias') continue;
      const before = request.state.parameters.slice(offset, offset + size);
      expect(state.parameters.slice(offset, offset + size), name).toEqual(before);
    }
  });
});

describe('a large network: 784 inputs, width 512, 1000 classes', () => {
  test('slices and trains as the reference', async () => {
    const spec = mlp({ inputs: 784, width: 512, classes: 1000, depth: 4 });
    const slice = { ...sliceRequest(spec, { count: 40 }), points: Float32Array.of(0.2, -0.1) };
    const surface = kernels.sliceLosses(slice);
    expectNear(surface.losses, (await reference.sliceLosses(slice)).losses, 'loss');
    const step = trainRequest(spec, 'momentum', { batch: 40 });
    const actual = kernels.trainSteps(step);
    const expected = await reference.trainSteps(step);
    expectNear(actual.losses, expected.losses, 'loss');
    expectNear(actual.state.parameters, expected.state.parameters, 'θ');
  });
});

test('the three builds agree', async () => {
  const request = trainRequest(mlp({ activation: 'tanh' }), 'momentum', { steps: 5 });
  const results = await Promise.all(
    KERNEL_BUILDS.map(async (build) =>
      new WasmKernels(await loadKernels(build)).trainSteps(request),
    ),
  );
  for (const { losses, state } of results.slice(1)) {
    expectNear(losses, results[0]!.losses, 'loss', 1e-5);
    expectNear(state.parameters, results[0]!.state.parameters, 'θ', 1e-5);
  }
});

/** A request's replica alone. */
function replicaOf(request: TrainRequest, r: number): TrainRequest {
  const replicas = request.settings.length;
  const part = <A extends Float32Array | Int32Array>(all: A) => {
    const size = all.length / replicas;
    return all.slice(r * size, (r + 1) * size) as A;
  };
  const { parameters, slots, running } = request.state;
  expect(slots.length).toBe(SLOTS[request.optimiser] * parameters.length);
  return {
    ...request,
    settings: [request.settings[r]!],
    state: { parameters: part(parameters), slots: part(slots), running: part(running) },
    order: part(request.order),
    rates: part(request.rates),
  };
}
