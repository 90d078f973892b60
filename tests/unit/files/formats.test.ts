import { describe, expect, test } from 'vitest';
import { openFile } from '@/files/open';
import type { OpenedSurface } from '@/files/opened';
import { logCsv, type SurfaceFormat, type SurfaceToSave, surfaceFormats } from '@/files/save';

const [nx, ny] = [5, 4];
const x = Array.from({ length: nx }, (_, i) => -1 + i / 2);
const y = Array.from({ length: ny }, (_, j) => j / 3);
const loss = Array.from({ length: nx * ny }, (_, k) => Math.fround(0.1 + ((k * 7) % 11)));
loss[7] = Number.NaN;
const accuracy = loss.map((_, k) => (k % 8) / 8);
const path = { x: [0.9, 0.25, 0], y: [0.5, 0.125, 0] };
const surface: SurfaceToSave = { name: 'surface', x, y, loss, accuracy, path };
const line: SurfaceToSave = { name: 'line', x, y: [0], loss: loss.slice(10, 15) };

const format = (id: SurfaceFormat['id']) => surfaceFormats.find((one) => one.id === id)!;
const text = async (id: SurfaceFormat['id'], of = surface) =>
  new TextDecoder().decode(await format(id).write(of));

async function again(id: SurfaceFormat['id'], of: SurfaceToSave): Promise<OpenedSurface> {
  const { extension, write } = format(id);
  const opened = await openFile(`${of.name}.${extension}`, await write(of));
  if (opened.kind !== 'surface') throw new Error(opened.kind);
  return opened.surface;
}

describe('what is saved can be opened', () => {
  test.each(['csv', 'npy', 'npz', 'h5'] as const)('%s', async (id) => {
    const read = await again(id, surface);
    expect([...read.x]).toEqual(x);
    expect([...read.y]).toEqual(y);
    expect(read.layers.map(({ name }) => name)).toEqual(['train_loss', 'train_acc']);
    expect([...read.layers[0]!.values]).toEqual(loss);
    expect([...read.layers[1]!.values]).toEqual(accuracy.map((share) => 100 * share));
    expect(read.missing).toBe(1);
    const kept = read.path && { x: [...read.path.x], y: [...read.path.y] };
    expect(kept).toEqual(id === 'npz' || id === 'h5' ? path : undefined);

    const flat = await again(id, line);
    expect([flat.x.length, flat.y.length]).toEqual([nx, 1]);
    expect([...flat.layers[0]!.values]).toEqual(line.loss);
  });

  test('a log, a line a step', async () => {
    const csv = logCsv([2.5, 1.25], { rate: [0.1, 0.05] });
    expect(csv).toBe('step,loss,rate\r\n0,2.5,0.1\r\n1,1.25,0.05\r\n');
  });
});

describe('what others save', () => {
  const open = async (name: string, content: string) => {
    const opened = await openFile(name, new TextEncoder().encode(content));
    if (opened.kind !== 'surface') throw new Error(opened.kind);
    const { x, y, layers } = opened.surface;
    return { x: [...x], y: [...y], z: [...layers[0]!.values], name: layers[0]!.name };
  };
  const grid = { x: [1, 2, 3], y: [5, 7], z: [1, 2, 3, 4, 5, 6], name: 'train_loss' };

  test('a table with axes, its y falling, semicolons, a byte order mark', async () => {
    const table = '\ufeffy \\ x;1;2;3\r\n7;4;5;6\r\n5;1;2;3\r\n';
    expect(await open('a.csv', table)).toEqual(grid);
    expect(await open('a.tsv', '\t1\t2\t3\n5\t1\t2\t3\n7\t4\t5\t6\n')).toEqual(grid);
  });

  test('rows in any order, with and without names', async () => {
    const rows = ['3,7,6', '1,5,1', '2,5,2', '3,5,3', '1,7,4', '2,7,5'].join('\n');
    expect(await open('a.txt', rows)).toEqual(grid);
    expect(await open('a.csv', `a,b,"my loss"\n${rows}`)).toEqual({ ...grid, name: 'my loss' });
  });

  test('JSON, nested, flat or turned, null for missing', async () => {
    const json = (z: unknown) => open('a.json', JSON.stringify({ x: grid.x, y: grid.y, z }));
    const expected = { ...grid, name: 'z' };
    expect(
      await json([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ).toEqual(expected);
    expect(await json(grid.z)).toEqual(expected);
    expect(
      await json([
        [1, 4],
        [2, 5],
        [3, 6],
      ]),
    ).toEqual(expected);
    expect((await open('a.json', '{"loss": [[1, null], [3, 4]]}')).z).toEqual([
      1,
      Number.NaN,
      3,
      4,
    ]);
  });

  test('−1 is a point that was not computed', async () => {
    const opened = await openFile(
      'a.json',
      new TextEncoder().encode('{"loss": [[1, -1], [-1, 4]]}'),
    );
    expect(opened.kind === 'surface' && opened.surface.missing).toBe(2);
  });

  test('a CIFAR-10 batch', async () => {
    const batch = new Uint8Array(2 * 3073);
    batch[3073] = 9;
    expect(await openFile('test_batch.bin', batch)).toEqual({ kind: 'cifar10', batches: [batch] });
    batch[0] = 10;
    await expect(openFile('test_batch.bin', batch)).rejects.toThrow(/was not opened/);
  });
});

describe('reliefs', () => {
  // A point whose both cells touch the missing one goes with it.
  test('VTP: well-formed, without the cells that touch the missing point', async () => {
    const vtp = await text('vtp');
    const counts = /NumberOfPoints="(\d+)".*NumberOfPolys="(\d+)"/.exec(vtp)!.slice(1).map(Number);
    expect(counts).toEqual([20 - 2, 12 - 4]);
    const numbers = (name: string) =>
      new RegExp(`Name="${name}" format="ascii">([^<]*)<`)
        .exec(vtp)![1]!
        .trim()
        .split(/\s+/)
        .map(Number);
    const losses = numbers('loss');
    expect(losses.toSorted()).toEqual(loss.filter((_, k) => k !== 2 && k !== 7).toSorted());
    expect(numbers('log_loss')).toEqual(losses.map(Math.log10));
    expect(numbers('offsets')).toEqual([4, 8, 12, 16, 20, 24, 28, 32]);
    expect(Math.max(...numbers('connectivity'))).toBe(17);
    expect(vtp).not.toContain('NaN');
    const open = [...vtp.matchAll(/<(\/?)([A-Za-z]+)[^>]*?(\/?)>/g)].reduce<string[]>(
      (stack, [, close, tag, empty]) => {
        if (close) expect(stack.pop()).toBe(tag);
        else if (!empty && tag) stack.push(tag);
        return stack;
      },
      [],
    );
    expect(open).toEqual([]);
  });

  test('OBJ: every face names points that are there, heights follow the log', async () => {
    const lines = (await text('obj')).trim().split('\n');
    const points = lines
      .filter((l) => l.startsWith('v '))
      .map((l) => l.slice(2).split(' ').map(Number));
    const faces = lines.filter((l) => l.startsWith('f '));
    expect([points.length, faces.length]).toEqual([18, 8]);
    const heights = points.map(([, , z]) => z!);
    expect(Math.min(...heights)).toBe(0);
    expect(Math.max(...heights)).toBeCloseTo(1, 6);
    const corners = faces.flatMap((face) =>
      face
        .slice(2)
        .split(' ')
        .map((c) => Number(c.split('/')[0])),
    );
    expect([Math.min(...corners), Math.max(...corners)]).toEqual([1, 18]);
  });

  test('STL: closed, facing outwards, in millimetres', async () => {
    const bytes = await format('stl').write(surface);
    const view = new DataView(bytes.buffer);
    const count = view.getUint32(80, true);
    expect(bytes.length).toBe(84 + 50 * count);
    const edges = new Map<string, number>();
    let volume = 0;
    let [low, high] = [0, 0];
    for (let n = 0; n < count; n++) {
      const corner = (v: number) =>
        [0, 1, 2].map((k) => view.getFloat32(84 + 50 * n + 12 * (v + 1) + 4 * k, true));
      const [a, b, c] = [corner(0), corner(1), corner(2)] as [number[], number[], number[]];
      [a, b, c].forEach((from, k, all) => {
        const to = all[(k + 1) % 3]!;
        const [there, back] = [`${from} ${to}`, `${to} ${from}`];
        edges.set(there, (edges.get(there) ?? 0) + 1);
        edges.set(back, (edges.get(back) ?? 0) - 1);
      });
      volume += (a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!)) / 6;
      volume += (a[1]! * (b[2]! * c[0]! - b[0]! * c[2]!)) / 6;
      volume += (a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!)) / 6;
      low = Math.min(low, a[0]!);
      high = Math.max(high, a[0]!);
    }
    expect([...edges.values()].every((balance) => balance === 0)).toBe(true);
    expect(volume).toBeGreaterThan(0);
    expect(high - low).toBeCloseTo(100, 3);
  });

  test('a line is no relief', async () => {
    await expect(format('stl').write(line)).rejects.toThrow(/Save it as a table/);
  });
});
