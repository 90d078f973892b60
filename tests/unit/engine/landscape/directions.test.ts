import { expect, test } from 'vitest';
import {
  directionTowards,
  normaliseDirection,
  randomDirection,
} from '@/engine/landscape/directions';
import { initialise } from '@/engine/network/initialise';
import { layoutOf } from '@/engine/network/layout';
import { expectClose } from '../../../reference/cases';
import { convSpec, mlpSpec } from '../networks';

const spec = mlpSpec({ depth: 4, width: 3, norm: 'batch' });
const centre = initialise(spec, { scheme: 'he', gain: 1 }, 2);
const layout = layoutOf(spec);

test('a layer-normalised direction has each kernel as long as the network has', () => {
  const d = normaliseDirection(randomDirection(spec, 1, 0), centre, spec, 'layer');
  for (const { name, kind, offset, size } of layout.parameters) {
    const length = Math.hypot(...d.subarray(offset, offset + size));
    const expected = kind === 'kernel' ? Math.hypot(...centre.subarray(offset, offset + size)) : 0;
    expectClose(length, expected, name, 1e-6);
  }
});

test('a weight-normalised direction is scaled number by number', () => {
  const raw = randomDirection(spec, 1, 0);
  const d = normaliseDirection(raw, centre, spec, 'weight', { biasAndNorm: 'keep' });
  d.forEach((value, i) => {
    expect(value).toBeCloseTo(raw[i]! * Math.abs(centre[i]!), 6);
  });
});

test('directions differ by seed and index, and towards another solution by that', () => {
  expect(randomDirection(spec, 1, 0)).not.toEqual(randomDirection(spec, 1, 1));
  expect(randomDirection(spec, 1, 0)).not.toEqual(randomDirection(spec, 2, 0));
  const other = initialise(spec, { scheme: 'he', gain: 1 }, 3);
  const d = directionTowards(centre, other);
  expect(centre[0]! + d[0]!).toBeCloseTo(other[0]!, 6);
  expect(() => directionTowards(centre, new Float32Array(2))).toThrow(/2 parameters/);
});

test('a filter of a convolution is one output map, all its rows, columns and inputs', () => {
  const conv = convSpec({ widthFactor: 0.25 });
  const theta = initialise(conv, { scheme: 'he', gain: 1 }, 2);
  const d = normaliseDirection(randomDirection(conv, 1, 0), theta, conv, 'filter');
  let filters = 0;
  for (const { name, kind, shape, offset, size } of layoutOf(conv).parameters) {
    if (kind !== 'kernel') continue;
    const outputs = shape[shape.length - 1]!;
    const lengthOf = (v: Float32Array, f: number) =>
      Math.hypot(...v.subarray(offset, offset + size).filter((_, i) => i % outputs === f));
    for (let f = 0; f < outputs; f++) {
      expectClose(lengthOf(d, f), lengthOf(theta, f), `${name}, filter ${f}`);
      filters++;
    }
  }
  // Stem, three stages of 4, 8 and 16 maps with two projections, and the head's three.
  expect(filters).toBe(4 + 2 * 4 + 3 * 8 + 3 * 16 + 3);
});

test('biases and norm parameters stay, or move as one filter each; unnormalised all are as drawn', () => {
  const raw = randomDirection(spec, 1, 0);
  const theta = centre.map((value, i) => value + 0.1 * Math.cos(i));
  const of = (how: 'none' | 'filter' | 'layer' | 'weight', biasAndNorm: 'zero' | 'keep') =>
    normaliseDirection(raw, theta, spec, how, { biasAndNorm });
  expect(of('none', 'keep')).toEqual(raw);
  for (const { name, kind, offset, size } of layout.parameters) {
    if (kind === 'kernel') continue;
    const part = (v: Float32Array) => v.subarray(offset, offset + size);
    for (const how of ['none', 'filter', 'layer', 'weight'] as const) {
      expect(part(of(how, 'zero')), name).toEqual(new Float32Array(size));
    }
    expectClose(Math.hypot(...part(of('filter', 'keep'))), Math.hypot(...part(theta)), name);
  }
});
