import { beforeAll, describe, expect, test } from 'vitest';
import { Arena } from '@/engine/kernels/wasm/arena';
import { KERNEL_BUILDS, type LoadedKernels, loadKernels } from '@/engine/kernels/wasm/load';

const TANH = 2;
const RELU = 1;

describe.each(KERNEL_BUILDS)('functions of the %s build', (build) => {
  let loaded: LoadedKernels;
  beforeAll(async () => {
    loaded = await loadKernels(build);
  });

  /** φ of up to eight numbers. */
  function activated(activation: number, ...values: number[]): number[] {
    const arena = new Arena(loaded.memory);
    const at = arena.take(32);
    arena.floats(at, values.length).set(values);
    loaded.kernels.activate(at, at, 0, 32, 1, 32, 1, activation);
    return [...arena.floats(at, values.length)];
  }

  /** Loss and hits of two classes whose logits are 0 and x, the label being the first. */
  function ofTwo(...x: number[]): { loss: number; hits: number } {
    const arena = new Arena(loaded.memory);
    const [logits, labels, totals] = [arena.take(128), arena.take(64), arena.take(16)];
    arena.floats(logits + 64, x.length).set(x);
    loaded.kernels.lossAndHits(logits, 64, 2, x.length, labels, totals);
    const [loss, hits] = new Float64Array(arena.memory.buffer, totals, 2);
    return { loss: loss!, hits: hits! };
  }

  test('tanh, from the smallest numbers to the largest', () => {
    for (let x = 1e-30; x < 1e6; x *= 1.37) {
      const [plus, minus] = activated(TANH, x, -x) as [number, number];
      const exact = Math.tanh(Math.fround(x));
      expect(Math.abs(plus - exact) / exact, `tanh ${x}`).toBeLessThan(3e-7);
      expect(minus).toBe(-plus);
    }
    expect(activated(TANH, 0, Infinity, -Infinity, NaN)).toEqual([0, 1, -1, NaN]);
  });

  test('ReLU keeps NaN, so that divergence shows', () => {
    expect(activated(RELU, 2, -3, NaN, Infinity)).toEqual([2, 0, NaN, Infinity]);
  });

  test('cross-entropy ln(1 + eˣ)', () => {
    for (let x = -80; x <= 80; x += 0.37) {
      const exact = Math.log1p(Math.exp(Math.fround(x)));
      // One float32 rounding of 1 + eˣ stays, as in any softmax.
      expect(Math.abs(ofTwo(x).loss - exact), `x ${x}`).toBeLessThan(1e-7 + 3e-7 * exact);
    }
    expect(ofTwo(Number.NaN).loss).toBeNaN();
    expect(Number.isFinite(ofTwo(Number.POSITIVE_INFINITY).loss)).toBe(false);
  });

  test('a hit is a label that is first of the largest logits', () => {
    expect(ofTwo(-1, 0, 1e-3, -5, 2).hits).toBe(3);
  });
});
