import { describe, expect, it } from 'vitest';
import { charts } from '@/figures/charts';
import { definitions } from '@/figures/definitions';
import { figureNumbers } from '@/figures/parts/numbers';
import {
  parseSpread,
  type Spreads,
  seeded,
  spreadOf,
  spreadText,
  spreadWords,
} from '@/figures/spread';

const run = (value: number | undefined, seconds = 1) => ({
  rows: [{ name: 'net', hue: 'plain', values: { error: value } }],
  seconds,
});

describe('the spread of a figure', () => {
  it('is mean and sample deviation over the seeds that gave a number', () => {
    const { rows, seconds, seeds } = spreadOf([1, 2, 3], [run(1, 1), run(undefined, 2), run(3, 3)]);
    expect(seeds).toEqual([1, 2, 3]);
    expect(seconds).toBe(2);
    expect(rows).toEqual([
      {
        name: 'net',
        hue: 'plain',
        values: { error: { mean: 2, deviation: Math.SQRT2, seeds: 2 } },
      },
    ]);
  });

  it('leaves out what no seed gave', () => {
    expect(spreadOf([1], [run(Number.NaN)]).rows[0]!.values).toEqual({});
  });

  it('comes back from its file, a missing deviation too', () => {
    const spreads = { figures: { one: spreadOf([1], [run(1 / 3)]) } } as unknown as Spreads;
    const { error } = parseSpread(spreadText(spreads)).figures['one']!.rows[0]!.values;
    expect(error!.mean).toBe(0.3333);
    expect(error!.deviation).toBeNaN();
    expect(spreadWords(error!, (value) => value.toFixed(2))).toBe('0.33');
    const words = (mean: number, deviation: number, format: (value: number) => string) =>
      spreadWords({ mean, deviation, seeds: 3 }, format);
    expect(words(-2.25, 0.04712, (value) => value.toFixed(2).replace('-', '−'))).toBe(
      '−2.25 ± 0.05',
    );
    expect(words(0.251, 0.0123, (value) => `${(100 * value).toFixed(1)}%`)).toBe('25.1% ± 1.2%');
    expect(words(3e-5, 1e-5, (value) => value.toExponential(1))).toBe('3.0e-5 ± 1.0e-5');
  });

  it('takes seeds that one run does not share with the next', () => {
    const stuck = charts['stuck']!;
    expect([0, 1, 2].map((index) => seeded(stuck, index)['seed'])).toEqual([1, 7, 13]);
    expect(seeded(charts['optimisers']!, 2)['seed']).toBe(3);
  });
});

describe('the numbers of figures', () => {
  it('are given to every figure, chapter by chapter, without a gap', () => {
    const numbers = figureNumbers();
    expect([...numbers.keys()].sort()).toEqual(
      [...Object.keys(charts), ...Object.keys(definitions)].sort(),
    );
    for (const chapter of Array.from({ length: 10 }, (_, i) => i + 1)) {
      const own = [...numbers.values()].filter(({ number }) => number.startsWith(`${chapter}.`));
      expect(own.length).toBeGreaterThan(0);
      expect(own.map(({ number }) => Number(number.split('.')[1])).sort((a, b) => a - b)).toEqual(
        own.map((_, i) => i + 1),
      );
    }
  });

  it('together put each of the seven statements to the test', () => {
    const tested = [...Object.values(charts), ...Object.values(definitions)].flatMap(
      ({ statements }) => statements,
    );
    expect([...new Set(tested)].sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});
