import { beforeAll, describe, test } from 'vitest';
import { type KernelCase, sliceRequest, trainRequest } from './cases';
import { checkSlice, checkTraining, openPair, type Pair } from './compare';

/*
 * On a GPU a workgroup has up to 256 invocations and cuts its sums in pieces: other code than on
 * the software adapter, which computes it all the same.
 */

let pair: Pair;
beforeAll(async () => {
  pair = await openPair(false);
});

const cases: readonly KernelCase[] = [
  { norm: 'batch', skip: true, optimiser: 'momentum' },
  { norm: 'layer', skip: true, activation: 'tanh', optimiser: 'adam', batch: 33 },
  { norm: 'none', skip: false, optimiser: 'adamw', width: 8, batch: 32 },
  { norm: 'batch', skip: false, activation: 'tanh', width: 24, inputs: 17, classes: 10, batch: 64 },
];
const named = cases.map((c) => [JSON.stringify(c).replace(/["{}]/g, ''), c] as const);

describe('wide workgroups against the tfjs ops', () => {
  test.each(named)('training: %s', (_, c) => checkTraining(pair, trainRequest(c)));
  test.each(named)('slices: %s', (_, c) =>
    checkSlice(pair, sliceRequest({ ...c, samples: 65 }, { points: 3 })),
  );
});
