import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { InputError } from '@/engine/errors';
import { openFile } from '@/files/open';
import { surfaceFormats } from '@/files/save';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('openFile', () => {
  test('tells kinds apart by what they hold', async () => {
    const run = new Uint8Array(readFileSync('public/runs/depth-4.safetensors'));
    expect((await openFile('anything.txt', run)).kind).toBe('run');
    expect((await openFile('a.json', bytes('{"seed": 3}'))).kind).toBe('experiment');
    await expect(openFile('a.xyz', Uint8Array.of(1, 2, 255, 0))).rejects.toThrow(InputError);
  });

  test('reads what the CSV writer wrote', async () => {
    const csv = surfaceFormats.find(({ id }) => id === 'csv')!;
    const surface = { name: 's', x: [-1, 0, 1], y: [0, 2], loss: [1, 2, 3, 4, Number.NaN, 6] };
    const opened = await openFile('s.csv', await csv.write(surface));
    if (opened.kind !== 'surface') throw new Error(opened.kind);
    expect([...opened.surface.x]).toEqual([-1, 0, 1]);
    expect([...opened.surface.layers[0]!.values]).toEqual(surface.loss);
    expect(opened.surface.missing).toBe(1);
  });
});
