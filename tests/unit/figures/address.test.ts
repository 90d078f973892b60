import { describe, expect, it } from 'vitest';
import { randomStream } from '@/engine/random';
import { definitions } from '@/figures/definitions';
import { type Addressed, cameraIn, cameraText, fragmentOf, stateOf } from '@/figures/parts/address';
import { figureOf } from '@/figures/parts/fragment';

const addressed = Object.values(definitions).map(
  ({ id, defaults, controls, more = [] }): Addressed => ({
    id,
    defaults,
    controls: [...controls, ...more],
  }),
);

describe('the state of a figure in an address', () => {
  it('is the bare name at the defaults', () => {
    for (const figure of addressed) {
      expect(fragmentOf(figure, { settings: figure.defaults, looks: {} })).toBe(`#${figure.id}`);
    }
  });

  it('comes back as it went, for any setting of any figure', () => {
    const random = randomStream(7, 'addresses');
    for (const figure of addressed) {
      for (let trial = 0; trial < 50; trial++) {
        const settings = Object.fromEntries(
          figure.controls.map((control) => {
            if (control.kind === 'number') {
              const span = control.max - control.min + 1;
              return [control.key, control.min + random.integer(span)];
            }
            if (control.kind === 'region') return [control.key, trial % 2 ? '-0.5_0.25_0_1' : ''];
            const option = control.options[random.integer(control.options.length)]!;
            return [control.key, typeof option === 'object' ? option.value : option];
          }),
        );
        const state = { settings: { ...figure.defaults, ...settings }, looks: { scale: 'own' } };
        const fragment = fragmentOf(figure, state);
        expect(fragment.length).toBeLessThan(2000);
        expect(figureOf(fragment)).toBe(figure.id);
        expect(stateOf(figure, fragment)).toEqual(state);
      }
    }
  });

  const figure = addressed[0]!;
  it('is not read by another figure', () => {
    expect(stateOf(figure, '#other?v=1&depth=8')).toBeUndefined();
  });

  it.each([
    ['depth=1e9', /depth/],
    ['seed=-1', /whole number/],
    ['seed=', /whole number/],
    ['__proto__=1', /has not got/],
    ['constructor=1', /has not got/],
    ['v=2', /version 2/],
    [`x=${'9'.repeat(3000)}`, /long/],
  ])('refuses %.20s in words', (query, words) => {
    expect(() => stateOf(figure, `#${figure.id}?${query}`)).toThrow(words);
  });

  it('keeps the eye of a relief, within its limits', () => {
    const camera = { azimuth: 0.5, elevation: 0.9, zoom: 2, pan: [0.1, -0.2] as const };
    const back = cameraIn(cameraText(camera))!;
    expect(back.azimuth).toBeCloseTo(0.5, 1);
    expect(back.zoom).toBe(2);
    expect(cameraIn('0_0_99999999_0_0')!.zoom).toBe(12);
    expect(cameraIn('0_0_NaN_0_0')).toBeUndefined();
  });
});
