import { describe, expect, test } from 'vitest';
import { colourTable, MAP_SIZE, rgbToLab } from '@/plot/colourmap';
import { formatTick, formatValue, ownScale, Scale, sharedScale } from '@/plot/scale';
import { bowl, surfaceOf } from '../../browser/plot/shapes';

describe('Scale', () => {
  test('value and place are each other’s inverse', () => {
    for (const scale of [new Scale([-2, 5]), new Scale([0.01, 30], { kind: 'log' })]) {
      for (const t of [0, 0.2, 0.7, 1]) expect(scale.at(scale.value(t))).toBeCloseTo(t, 12);
    }
  });

  test('refuses an empty domain, and one that reaches zero on a log scale', () => {
    expect(() => new Scale([1, 1])).toThrow(/low < high/);
    expect(() => new Scale([0, 1], { kind: 'log' })).toThrow(/positive/);
  });

  test('a shared scale spans all surfaces, an own scale one of them', () => {
    const low = surfaceOf(bowl, 5);
    const high = surfaceOf((x, y) => 10 + bowl(x, y), 5);
    const shared = sharedScale([low, high]);
    expect([shared.low, shared.high]).toEqual([0, 12]);
    expect(ownScale(high).low).toBe(10);
  });

  test('a clip is known as one', () => {
    const scale = sharedScale([surfaceOf(bowl, 5)], { low: 0.5, high: 1.5 });
    expect([scale.under, scale.over]).toEqual([true, true]);
    expect(scale.at(2)).toBeGreaterThan(1);
  });

  test('a log scale passes over zeros; a difference is symmetric about zero', () => {
    const surface = surfaceOf((x) => (x < 0 ? 0 : 1 + x), 5);
    expect(sharedScale([surface], { kind: 'log' }).low).toBe(1);
    const signed = sharedScale([surfaceOf((x) => 3 * x - 1, 5)], { map: 'difference' });
    expect([signed.low, signed.high]).toEqual([-4, 4]);
  });

  test('a surface of one value, or of none, has a scale all the same', () => {
    expect(sharedScale([surfaceOf(() => 3, 3)]).at(3)).toBeCloseTo(0.5);
    expect(sharedScale([surfaceOf(() => Number.NaN, 3)]).high).toBe(1);
  });

  test('ticks are round and within the domain', () => {
    expect(new Scale([0, 2]).ticks(5)).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(new Scale([0.03, 4], { kind: 'log' }).ticks(7)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2]);
    expect(new Scale([1, 1e9], { kind: 'log' }).ticks(5).every((v) => v >= 1 && v <= 1e9)).toBe(
      true,
    );
  });
});

test('numbers in honest digits', () => {
  expect(formatValue(1.23456, 2)).toBe('1.23');
  expect(formatValue(0.000012)).toBe('1.2e-5');
  expect(formatValue(Number.NaN)).toBe('–');
  expect(formatTick(-0.5)).toBe('−0.5');
  expect(formatTick(0.1 + 0.2)).toBe('0.3');
});

describe('colour maps', () => {
  const labs = (name: Parameters<typeof colourTable>[0]) => {
    const table = colourTable(name);
    return Array.from({ length: MAP_SIZE }, (_, k) =>
      rgbToLab([table[3 * k]!, table[3 * k + 1]!, table[3 * k + 2]!]),
    );
  };

  test('ascending maps grow lighter all the way', () => {
    for (const name of ['dusk', 'viridis', 'cividis'] as const) {
      const all = labs(name);
      for (let k = 8; k < MAP_SIZE; k += 8) expect(all[k]![0]).toBeGreaterThan(all[k - 8]![0]);
      expect(all[MAP_SIZE - 1]![0] - all[0]![0]).toBeGreaterThan(0.5);
    }
  });

  test('equal steps of our maps look equally large', () => {
    for (const name of ['dusk', 'difference'] as const) {
      const all = labs(name);
      const steps: number[] = [];
      // Not across the middle, where a difference turns.
      for (let k = 15; k < MAP_SIZE; k += 15) {
        if (k === 135 && name === 'difference') continue;
        const [a, b] = [all[k - 15]!, all[k]!];
        steps.push(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
      }
      expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.25);
    }
  });

  test('a difference of zero is the lightest, and its ends are equally dark', () => {
    const all = labs('difference').map(([lightness]) => lightness);
    expect(Math.abs(all.indexOf(Math.max(...all)) - (MAP_SIZE - 1) / 2)).toBeLessThan(24);
    expect(Math.abs(all[0]! - all[MAP_SIZE - 1]!)).toBeLessThan(0.08);
  });
});
