import { describe, expect, it } from 'vitest';
import { experiment } from '@/engine/experiment/parse';
import { chanceIn } from '@/figures/comparison/at-chance';
import { differenceOf } from '@/figures/comparison/difference';
import type { Shown } from '@/figures/comparison/shown';
import { momentsOf, viewAt } from '@/figures/comparison/moments';
import { regionIn, regionText } from '@/figures/comparison/region';
import type { SliceView } from '@/lab/live-run';

const view = (step: number) => ({ step }) as SliceView;
const shown = (frames: number[], last?: number) =>
  ({
    frames: frames.map(view),
    view: last === undefined ? undefined : view(last),
    variant: { name: 'net' },
  }) as unknown as Shown;

describe('the moments of a figure', () => {
  it('are the steps of all surfaces, each once and in order', () => {
    expect(momentsOf([shown([10, 30], 50), shown([20, 30], 50)])).toEqual([10, 20, 30, 50]);
    expect(momentsOf([shown([])])).toEqual([]);
  });

  it('show of each network the newest surface that was there by then', () => {
    const one = shown([10, 30], 50);
    expect([5, 10, 29, 30, 49, 50, 99].map((step) => viewAt(one, step)?.step)).toEqual([
      10, 10, 10, 30, 30, 50, 50,
    ]);
    expect(viewAt(shown([]), 10)).toBeUndefined();
  });
});

describe('a network that has learnt nothing', () => {
  const at = Float64Array.from({ length: 21 }, (_, i) => i / 10 - 1);
  const saidOf = (trainingLoss: number, height: (k: number) => number, steps = 100) => {
    const score = { loss: trainingLoss, error: 0.5 };
    const loss = Float32Array.from({ length: 21 * 21 }, (_, k) => trainingLoss + height(k));
    return chanceIn({
      variant: {
        key: 'one',
        name: 'One',
        hue: 'plain',
        experiment: experiment({
          dataset: { name: 'moons' },
          training: { steps },
          landscape: { points: [21, 21] },
        }),
      },
      log: { losses: new Float32Array(steps), steps },
      view: { slice: { x: at, y: at, loss }, done: 1, stride: 1, step: steps } as SliceView,
      frames: [],
      evaluation: { train: score, test: score },
      origin: 'recorded',
    });
  };
  const rough = (k: number) => Math.abs(Math.sin(k));

  it('is said to be dead where its surface is flat, and to be stuck where it is not', () => {
    expect(saidOf(0.69, () => 0)).toMatch(/^One: .*learnt nothing.*0\.69 nats.*is dead.*flat/);
    expect(saidOf(0.68, rough)).toMatch(/^One: .*learnt nothing.*in no valley/);
    // A pole beside the centre is no flat surface.
    expect(saidOf(0.69, (k) => (k === 220 ? 0 : Number.NaN))).toMatch(/in no valley/);
  });

  it('is not one that has learnt, nor one that was not to learn', () => {
    expect(saidOf(0.3, rough)).toBeUndefined();
    expect(saidOf(0.69, rough, 0)).toBeUndefined();
  });
});

describe('a region as a setting', () => {
  it('comes back to four digits', () => {
    const region = { x: [-0.5, 0.123456], y: [0, 1] } as const;
    expect(regionIn(regionText(region))).toEqual({ x: [-0.5, 0.1235], y: [0, 1] });
  });

  it.each(['', '1_2_3', '1_0_0_1', '0_1_0_1_2', 'a_1_0_1', '_1_0_1', '0_1e9_0_1', 7, undefined])(
    'is none: %s',
    (text) => expect(regionIn(text)).toBeUndefined(),
  );
});

describe('the difference of two surfaces', () => {
  const surface = (z: number[], x = [0, 1]) => ({
    x: Float64Array.from(x),
    y: Float64Array.from([0, 1]),
    z: Float32Array.from(z),
  });

  it('is the logarithm of the quotient, on a scale with 0 in the middle', () => {
    const both = [surface([1, 10, 100, 1]), surface([1, 1, 1, 10])];
    const { surface: difference, scale } = differenceOf([shown([]), shown([])], both)!;
    expect([...difference.z]).toEqual([0, 1, 2, -1]);
    expect([scale.low, scale.high]).toEqual([-2, 2]);
  });

  it('does not exist over other points, or of equal surfaces', () => {
    const flat = surface([1, 1, 1, 1]);
    expect(differenceOf([shown([]), shown([])], [flat, surface([1, 2, 3, 4], [0, 2])])).toBe(
      undefined,
    );
    expect(differenceOf([shown([]), shown([])], [flat, flat])).toBe(undefined);
  });
});
