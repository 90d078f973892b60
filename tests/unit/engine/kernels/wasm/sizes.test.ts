import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '@/engine/backend';
import { WasmKernels } from '@/engine/kernels/wasm/kernels';
import { bestBuild, loadKernels } from '@/engine/kernels/wasm/load';
import type { NetworkSpec } from '@/engine/network/spec';
import { TfjsExecutor } from '@/engine/tfjs-executor';
import { conv, expectNear, mlp, sliceRequest, trainRequest } from './requests';

let reference: TfjsExecutor;
let kernels: WasmKernels;
beforeAll(async () => {
  reference = new TfjsExecutor(await useBackend('cpu'), 'ops');
  kernels = new WasmKernels(await loadKernels(await bestBuild()));
});

/** What fills no vector, no tile, or exactly one; one sample; more samples than a block. */
const cases: [NetworkSpec, number][] = [
  [mlp({ inputs: 1, classes: 2, depth: 2, width: 1, norm: 'none' }), 1],
  [mlp({ inputs: 1, classes: 2, depth: 4, width: 1 }), 2],
  [mlp({ inputs: 2, classes: 2, depth: 2, width: 3, norm: 'layer' }), 7],
  [mlp({ inputs: 3, classes: 4, width: 4 }), 8],
  [mlp({ inputs: 4, classes: 5, width: 6, skip: false }), 9],
  [mlp({ inputs: 49, classes: 10, width: 16 }), 64],
  [mlp({ inputs: 50, classes: 11, width: 17, norm: 'layer', activation: 'tanh' }), 33],
  [mlp({ inputs: 5, classes: 9, width: 31, norm: 'none', branchScale: 0 }), 31],
  [mlp({ inputs: 6, classes: 3, width: 8, norm: 'none', skip: false }), 130],
  [mlp({ inputs: 6, classes: 3, width: 8 }), 257],
  [conv({ side: 4, channels: 1, widthFactor: 0.125 }), 1],
  [conv({ side: 5, channels: 3, widthFactor: 0.2 }), 3],
  [conv({ side: 6, channels: 1, widthFactor: 0.5, classes: 10 }), 8],
  [conv({ side: 7, channels: 1, widthFactor: 0.6 }), 20],
  [conv({ side: 9, channels: 4, widthFactor: 0.25, depth: 14, skip: false }), 10],
];

describe.each(cases)('%j, %i samples', (spec, count) => {
  test.each(['batch', 'frozen'] as const)('slice, %s statistics', async (statistics) => {
    const request = sliceRequest(spec, { count, statistics, replicas: 2 });
    const expected = await reference.sliceLosses(request);
    const actual = kernels.sliceLosses(request);
    expectNear(actual.losses, expected.losses, 'loss');
    expectNear(actual.accuracies, expected.accuracies, 'accuracy', 1e-6);
  });

  test('step', async () => {
    const request = trainRequest(spec, 'momentum', { batch: count, count: count + 1, rate: 1e-3 });
    const expected = await reference.trainSteps(request);
    const actual = kernels.trainSteps(request);
    expect(actual.implementation).toBe('kernel');
    expectNear(actual.losses, expected.losses, 'loss');
    expectNear(actual.state.slots, expected.state.slots, 'gradient');
    expectNear(actual.state.running, expected.state.running, 'running');
  });
});
