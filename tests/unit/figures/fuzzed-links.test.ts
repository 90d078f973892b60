import { describe, expect, it } from 'vitest';
import { flatten } from '@/engine/experiment/fields';
import { experiment } from '@/engine/experiment/parse';
import { randomStream } from '@/engine/random';
import { charts } from '@/figures/charts';
import type { Control } from '@/figures/comparison/definition';
import { definitions } from '@/figures/definitions';
import { labFragment, labStateOf } from '@/figures/lab/link';
import { membersOf, PRESETS } from '@/figures/lab/members';
import { type Addressed, fragmentOf, stateOf } from '@/figures/parts/address';
import { fuzzedLink } from '../../fuzz-links';

const figures = [...Object.values(definitions), ...Object.values(charts)].map(
  ({ id, defaults, controls, more = [] }): Addressed => ({
    id,
    defaults,
    controls: [...controls, ...more] as Control[],
  }),
);

/** @returns the state, or the sentence that refuses the link; anything else is a fault. */
function tried<T>(link: string, read: () => T): T | string {
  const start = performance.now();
  try {
    return read();
  } catch (error) {
    const { name, message } = error as Error;
    expect(name, `${link.slice(0, 200)}: ${message}`).toBe('InputError');
    expect(message).toMatch(/\.$|defaults/);
    // A sentence quotes of the link what fits one.
    expect(message.length).toBeLessThan(600);
    return message;
  } finally {
    expect(performance.now() - start).toBeLessThan(2000);
  }
}

describe('1,000 fuzzed links', () => {
  it('set a figure to what it can show, or are refused in a sentence', () => {
    const random = randomStream(11, 'fuzzed links');
    let set = 0;
    let refused = 0;
    for (let n = 0; n < 800; n++) {
      const figure = figures[n % figures.length]!;
      const all = figure.controls.map(({ key }) => `${key}=${figure.defaults[key]}`);
      const link = fuzzedLink(`#${figure.id}?v=1&${all.join('&')}`, random);
      const found = tried(link, () => stateOf(figure, link));
      if (typeof found === 'string') refused++;
      if (typeof found !== 'object') continue;
      set++;
      expect(Object.keys(found.settings).sort()).toEqual(Object.keys(figure.defaults).sort());
      for (const control of figure.controls) {
        const value = found.settings[control.key];
        if (control.kind === 'number') {
          expect(value).toBeGreaterThanOrEqual(control.min);
          expect(value).toBeLessThanOrEqual(control.max);
        } else if (control.kind !== 'region') {
          const options = control.options.map((one) => (typeof one === 'object' ? one.value : one));
          expect(options).toContain(value);
        }
      }
      // What was understood can be written, and read again as the same.
      const again = fragmentOf(figure, { ...found, looks: {} });
      if (again.includes('?')) expect(stateOf(figure, again)?.settings).toEqual(found.settings);
    }
    expect(set).toBeGreaterThan(50);
    expect(refused).toBeGreaterThan(300);
  });

  it('set the lab to experiments within their limits, or are refused in a sentence', () => {
    const random = randomStream(12, 'fuzzed links');
    const right = PRESETS.map((preset) => labFragment({ members: membersOf(preset) }, {}));
    let set = 0;
    for (let n = 0; n < 400; n++) {
      const link = fuzzedLink(right[n % right.length]!, random);
      const found = tried(link, () => labStateOf(link));
      if (typeof found !== 'object') continue;
      set++;
      const { members } = found.state;
      expect(members.length).toBeGreaterThan(0);
      expect(members.length).toBeLessThanOrEqual(4);
      for (const member of members) {
        expect(experiment(member.experiment)).toEqual(member.experiment);
        expect(Object.values(flatten(member.experiment))).not.toContain(Number.NaN);
      }
    }
    expect(set).toBeGreaterThan(20);
    expect({}).not.toHaveProperty('ran');
  });
});
