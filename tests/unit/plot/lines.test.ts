import { describe, expect, test } from 'vitest';
import { valueAt } from '@/plot/curves-paint';
import { placeLabel } from '@/plot/line-labels';
import { svgPen } from '@/plot/pen-svg';
import { pixelLine, smoothed } from '@/plot/series';
import { simplify } from '@/plot/simplify';

describe('series', () => {
  test('a running mean keeps a straight line straight and passes over gaps', () => {
    const line = Float64Array.from({ length: 20 }, (_, k) => 2 * k + 1);
    for (const [k, value] of smoothed(line, 20, 5).entries())
      expect(value).toBeCloseTo(line[k]!, 9);
    const gap = smoothed([1, Number.NaN, 3, 5, 7], 5, 3);
    expect(gap[1]).toBeNaN();
    expect(gap[2]).toBe(4);
    expect(gap[3]).toBe(5);
  });

  test('many points in few pixels keep every peak', () => {
    const n = 10_000;
    const x = Float64Array.from({ length: n }, (_, k) => k);
    const y = new Float64Array(n);
    y[5003] = 40;
    y[7777] = -30;
    const points = pixelLine(
      x,
      y,
      n,
      (v) => v / 100,
      (v) => v,
      100,
    );
    expect(points.length).toBeLessThan(2 * 4 * 101);
    const heights = points.filter((_, k) => k % 2 === 1);
    expect(Math.max(...heights)).toBe(40);
    expect(Math.min(...heights)).toBe(-30);
  });

  test('values between points are linear, beyond the ends there are none', () => {
    const line = { name: '', x: [0, 2, 4], y: [0, 4, 0], count: 2 };
    expect(valueAt(line, 1)).toBe(2);
    expect(valueAt(line, 2)).toBe(4);
    expect(valueAt(line, 3)).toBeNaN();
  });

  test('of a cloud of dots there is nothing between them', () => {
    const cloud = { name: '', dots: true, x: [0, 2], y: [3, 4] };
    expect(valueAt(cloud, 2)).toBe(4);
    expect(valueAt(cloud, 1)).toBeNaN();
  });
});

test('simplify drops what lies on the line and keeps what does not', () => {
  expect(simplify([0, 0, 1, 0.01, 2, 0, 3, 5, 4, 0], 0.1)).toEqual([0, 0, 2, 0, 3, 5, 4, 0]);
});

test('labels sit on a long enough line, level, inside, and apart', () => {
  const rect = { left: 0, top: 0, width: 400, height: 300 };
  const line = Float64Array.from({ length: 400 }, (_, k) => (k % 2 === 0 ? k * 2 : 150));
  const spot = placeLabel(line, false, 30, rect, [])!;
  expect(spot.angle).toBeCloseTo(0);
  expect(spot.y).toBe(150);
  const other = placeLabel(line, false, 30, rect, [[spot.x, spot.y]]);
  if (other) expect(Math.abs(other.x - spot.x)).toBeGreaterThan(60);
  expect(placeLabel(line.subarray(0, 20), false, 30, rect, [])).toBeNull();
});

test('SVG markup: gaps lift the pen, words are escaped, custom properties go into styles', () => {
  const pen = svgPen(1);
  pen.line([0, 0, 10, 5, Number.NaN, Number.NaN, 20, 20, 30, 20], { colour: '#123456' });
  pen.text(1, 2, '5 < 6 & "so"', { colour: 'var(--ink, #000)', size: 12 });
  const markup = pen.markup();
  expect(markup).toContain('d="M0 0l10 5M20 20l10 0"');
  expect(markup).toContain('5 &lt; 6 &amp; &quot;so&quot;');
  expect(markup).toContain('style="fill:var(--ink, #000)"');
});
