import { expect, test } from 'vitest';
import { readCross, stepCross } from '@/plot/cross';
import { sharedScale } from '@/plot/scale';
import { curvesWords, surfaceFacts, surfaceWords } from '@/plot/summary';
import { curvesTable, surfaceTable } from '@/plot/table';
import { bowl, eggCrate, saddle, surfaceOf } from '../../browser/plot/shapes';

const axes = { x: 'direction 1', y: 'direction 2', z: 'loss' };

test('arrow keys walk from grid point to grid point and stop at the rim', () => {
  const surface = surfaceOf(bowl, 5);
  const start = stepCross(surface, undefined, 'ArrowLeft')!;
  expect(start).toEqual({ x: 0, y: 0 });
  expect(stepCross(surface, start, 'ArrowRight')).toEqual({ x: 0.5, y: 0 });
  expect(stepCross(surface, { x: 1, y: 1 }, 'ArrowUp')).toEqual({ x: 1, y: 1 });
  expect(stepCross(surface, start, 'q')).toBeNull();
});

test('the crosshair reads the array', () => {
  const surface = surfaceOf(saddle, 21);
  const scale = sharedScale([surface]);
  for (let k = 0; k < surface.z.length; k++) {
    const at = { x: surface.x[k % 21]!, y: surface.y[Math.floor(k / 21)]! };
    expect(readCross(surface, scale, at, axes).value).toBe(surface.z[k]);
  }
  expect(readCross(surface, scale, { x: 0.5, y: 0 }, axes).words).toBe(
    'loss 0.25 at direction 1 0.50, direction 2 0.00',
  );
});

test('a missing value is called so', () => {
  const surface = surfaceOf(() => Number.NaN, 5);
  const read = readCross(surface, sharedScale([surface]), { x: 0, y: 0 }, axes);
  expect(read.words).toContain('not computed');
});

test('a summary follows the data', () => {
  expect(surfaceFacts(surfaceOf(eggCrate, 41))?.dips).toBe(9);
  const surface = surfaceOf(bowl, 21);
  const words = surfaceWords(surface, sharedScale([surface], { high: 1 }), axes);
  expect(words).toContain('21 by 21 points');
  expect(words).toContain('Loss runs from 0.00, at direction 1 0.00 and direction 2 0.00, to 2.00');
  expect(words).toContain('a single hollow');
  expect(words).toContain('Values above 1.00 are cut off');
  surface.z.fill(Number.NaN);
  expect(surfaceWords(surface, sharedScale([surface]), axes)).toContain('Not computed yet');
});

test('a chart in words: ends and least value of each line', () => {
  const words = curvesWords([{ name: 'plain', x: [0, 1, 2], y: [3, 0.5, 1] }], 'step', 'loss');
  expect(words).toContain(
    'Plain goes from 3.00 at 0.00 to 1.00 at 2.00; its least value is 0.500 at 1.00',
  );
});

test('tables show a selection and give everything', () => {
  const surface = surfaceOf(bowl, 51);
  const table = surfaceTable(surface, 'loss', axes);
  expect(table.rows).toHaveLength(11);
  expect(table.rows[0]![0]).toBe(1);
  const lines = table.csv().trim().split('\r\n');
  expect(lines).toHaveLength(1 + 51 * 51);
  expect(lines[1]).toBe('-1,-1,2');

  const chart = curvesTable(
    [
      { name: 'a, b', x: [0, 1, 2], y: [1, 2, 3] },
      { name: 'c', x: [1], y: [9] },
    ],
    'loss',
    'step',
  );
  expect(chart.csv()).toBe('step,"a, b",c\r\n0,1,\r\n1,2,9\r\n2,3,\r\n');
});
