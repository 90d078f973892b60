import { describe, expect, test } from 'vitest';
import { sharedScale } from '@/plot/scale';
import { contourSvg, reliefSvg } from '@/plot/still';
import { basin, eggCrate, rugged, saddle, surfaceOf } from '../../browser/plot/shapes';

const options = { width: 560, height: 420, label: 'A <test> & more' };

describe('stills', () => {
  for (const [name, shape, kind] of [
    ['basin', basin, 'log'],
    ['rugged', rugged, 'log'],
    ['egg crate', eggCrate, 'linear'],
    ['saddle', saddle, 'linear'],
  ] as const) {
    test(`${name}: well-formed, finite and within the budget`, () => {
      const surface = surfaceOf(shape, 51);
      const scale = sharedScale([surface], { kind, label: 'loss' });
      for (const svg of [reliefSvg(surface, scale, options), contourSvg(surface, scale, options)]) {
        expect(svg.length).toBeLessThan(60_000);
        expect(svg).toContain('aria-label="A &lt;test&gt; &amp; more"');
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        expect(svg.match(/<g[ >]/g)?.length ?? 0).toBe(svg.match(/<\/g>/g)?.length ?? 0);
        expect(svg.match(/<svg/g)!.length).toBe(svg.match(/<\/svg>/g)!.length);
      }
    });
  }

  test('a theme of the page is left to custom properties', () => {
    const surface = surfaceOf(saddle, 21);
    const scale = sharedScale([surface]);
    expect(reliefSvg(surface, scale, options)).toContain('var(--plot-soft,');
    expect(reliefSvg(surface, scale, { ...options, theme: 'dark' })).not.toContain('var(');
  });

  test('a surface without values is a frame and a ground, not an error', () => {
    const surface = surfaceOf(() => Number.NaN, 11);
    const svg = reliefSvg(surface, sharedScale([surface]), options);
    expect(svg).not.toMatch(/NaN/);
  });
});
