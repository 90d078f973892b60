import { expect, test } from 'vitest';
import {
  directionTowards,
  normaliseDirection,
  randomDirection,
} from '@/engine/landscape/directions';
import { initialise } from '@/engine/network/initialise';
import { layoutOf } from '@/engine/network/layout';
import { expectClose } from '../../../reference/cases';
import { mlpSpec } from '../networks';

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
