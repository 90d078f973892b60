import { expect, inject, test } from 'vitest';
import { normaliseDirection } from '@/engine/landscape/directions';
import { layoutOf } from '@/engine/network/layout';
import { expectClose, type ReferenceCase, specOf, vectorOf } from './cases';

const cases = inject('reference').map(({ name, json }) => ({
  name,
  reference: JSON.parse(json) as ReferenceCase,
}));

test.each(cases)('filter directions as PyTorch has them: $name', ({ reference }) => {
  const spec = specOf(reference);
  const layout = layoutOf(spec);
  const centre = vectorOf(layout, reference.params);
  reference.rawDirections.forEach((raw, k) => {
    expect(raw).not.toEqual(reference.filterDirections[k]);
    const actual = normaliseDirection(vectorOf(layout, raw), centre, spec, 'filter');
    vectorOf(layout, reference.filterDirections[k]!).forEach((value, i) => {
      expectClose(actual[i]!, value, `direction ${k}, number ${i}`);
    });
  });
});
