import { describe, expect, it } from 'vitest';
import { charts } from '@/figures/charts';
import { definitions } from '@/figures/definitions';
import { byId, has } from '@/figures/parts/by-id';

const isOne = (value: unknown): value is { id: string } => has(value, 'measure');
const one = (id: string) => ({ id, measure: () => 1 });

describe('figures found in their folders', () => {
  it('tells figures from helpers', () => {
    const found = byId({ './a.ts': { a: one('a'), help: () => 2, text: 'x', none: null } }, isOne);
    expect(Object.keys(found)).toEqual(['a']);
  });

  it('refuses two of one name, and says where', () => {
    expect(() => byId({ './a.ts': { a: one('a') }, './b.ts': { b: one('a') } }, isOne)).toThrow(
      'Two figures are called “a”; one is in ./b.ts.',
    );
  });

  it('knows those of the lecture', () => {
    expect(Object.keys(definitions)).toContain('skip-or-no-skip');
    expect(Object.keys(definitions)).toContain('convolutional-wide');
    expect(Object.keys(charts)).toContain('edge-of-stability');
    expect(Object.keys(charts).filter((id) => id in definitions)).toEqual([]);
  });
});
