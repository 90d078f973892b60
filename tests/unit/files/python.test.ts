import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { InputError } from '@/engine/errors';
import { writeNpy } from '@/files/npy';
import { openFile } from '@/files/open';
import { readSafetensors, writeSafetensors } from '@/files/safetensors';
import { type SurfaceToSave, surfaceFormats } from '@/files/save';

/* Files that Python's packages wrote (tests/fixtures), and two of Li et al.'s code (tests/interop). */

const file = (path: string) => new Uint8Array(readFileSync(`tests/${path}`));
const fixture = (name: string) => file(`fixtures/${name}`);

const LOSS = Array.from({ length: 12 }, (_, i) => i / 8 + 0.125);
const Y = [-0.5, 0.25, 2];
const surface: SurfaceToSave = { name: 's', x: [-1, -1 / 3, 1 / 3, 1], y: Y, loss: LOSS };

async function opened(path: string) {
  const found = await openFile(path, file(path));
  if (found.kind !== 'surface') throw new Error(`${path} is a ${found.kind}`);
  return found.surface;
}

describe('numpy', () => {
  test('NPY is what numpy.save writes, byte by byte', async () => {
    const npy = surfaceFormats.find(({ id }) => id === 'npy')!;
    // numpy.linspace rounds the thirds otherwise than their division does.
    const x = [-1, -0.33333333333333337, 0.33333333333333326, 1];
    expect(await npy.write({ ...surface, x })).toEqual(fixture('stack-f8.npy'));
    const { x: read, y, layers } = await opened('fixtures/stack-f8.npy');
    expect([[...read], [...y], [...layers[0]!.values]]).toEqual([x, Y, LOSS]);
  });

  test('reads Fortran order, half floats and big-endian integers', async () => {
    const fortran = await opened('fixtures/grid-fortran-f4.npy');
    expect([[...fortran.x], [...fortran.y]]).toEqual([
      [-1, -1 + 2 / 3, -1 + 4 / 3, 1],
      [-1, 0, 1],
    ]);
    expect([...fortran.layers[0]!.values]).toEqual(LOSS);
    const big = await opened('fixtures/grid-big-endian-i2.npy');
    expect([...big.layers[0]!.values]).toEqual(LOSS.map((value) => 8 * value));
    const rows = await opened('fixtures/rows-f2.npy');
    expect([...rows.y]).toEqual(Y);
    expect([...rows.layers[0]!.values]).toEqual(LOSS);
  });

  test('reads NPZ, stored and packed; [nx, ny] is turned', async () => {
    expect([...(await opened('fixtures/surface.npz')).layers[0]!.values]).toEqual(LOSS);
    const crossed = await opened('fixtures/crossed.npz');
    expect(crossed.layers[0]!.name).toBe('z');
    expect([...crossed.layers[0]!.values]).toEqual(LOSS);
  });

  test('refuses Python objects, which are programs', async () => {
    const objects = openFile('objects.npy', fixture('objects.npy'));
    await expect(objects).rejects.toThrow(/objects\.npy” was not opened: it holds Python objects/);
  });

  test('a vector’s shape is a tuple', () => {
    const header = new TextDecoder('latin1').decode(writeNpy([2], Float64Array.of(1, 2)));
    expect(header).toContain("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }");
  });
});

describe('safetensors', () => {
  test('is what the Python package writes, byte by byte', () => {
    const python = fixture('ours.safetensors');
    const read = readSafetensors(python);
    expect(read.metadata).toEqual({ format: 'test' });
    expect(Array.from(read.tensors.c!.data)).toEqual(LOSS);
    expect(Array.from(read.tensors.b!.data)).toEqual([0, 1, 2]);
    expect(Array.from(read.tensors['a/wide']!.data)).toEqual(Y);
    expect(writeSafetensors(read)).toEqual(python);
  });

  test('widens the types that networks are shared in', async () => {
    const { tensors } = readSafetensors(fixture('other-types.safetensors'));
    expect(Array.from(tensors.half!.data)).toEqual(LOSS);
    expect(Array.from(tensors.long!.data)).toEqual([2 ** 40, -3]);
    expect(Array.from(tensors.flag!.data)).toEqual([1, 0]);
    expect(tensors.byte).toEqual({ shape: [1, 1], data: Int32Array.of(200) });
    expect((await openFile('w', fixture('other-types.safetensors'))).kind).toBe('weights');
  });

  test('a bfloat16 is the upper half of a float', () => {
    const header = JSON.stringify({ w: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] } });
    const bytes = new Uint8Array(8 + header.length + 4);
    bytes[0] = header.length;
    bytes.set(new TextEncoder().encode(header), 8);
    bytes.set([0x80, 0x3f, 0x49, 0xc0], 8 + header.length);
    expect(Array.from(readSafetensors(bytes).tensors.w!.data)).toEqual([1, -3.140625]);
  });
});

describe('HDF5', () => {
  test('a surface of Li et al.’s code', async () => {
    const { x, y, layers, missing } = await opened('interop/resnet20-surface-21x21.h5');
    expect([x.length, y.length, missing]).toEqual([21, 21, 0]);
    expect(layers.map(({ name }) => name)).toEqual(['train_loss', 'train_acc']);
    const loss = layers[0]!.values;
    expect([x[0], x[20], y[0], y[20]]).toEqual([-1, 1, -1, 1]);
    expect(loss[10 * 21 + 8]).toBeCloseTo(0.6464, 4);
    expect(Math.min(...loss)).toBe(loss[10 * 21 + 8]);
    expect(loss[10 * 21 + 10]).toBeCloseTo(0.9864, 4);
    expect(loss[20]).toBeCloseTo(9.1162, 4);
    expect(Math.max(...loss)).toBeCloseTo(84.0903, 4);
    expect(layers[1]!.values[0]).toBe(16.796875);
  });

  test('a trajectory of Li et al.’s code', async () => {
    const found = await openFile('t.h5', file('interop/resnet20-trajectory.h5'));
    if (found.kind !== 'trajectory') throw new Error(found.kind);
    const { x, y } = found.trajectory;
    expect(x).toHaveLength(7);
    expect([x[6], y[6]]).toEqual([0, 0]);
    expect(x[0]).toBeCloseTo(-7.556233, 6);
    expect(y[0]).toBeCloseTo(0.100591, 6);
  });

  test('a grid that is not square, unfinished: made [nx, ny], filled as [ny, nx]', async () => {
    const { x, y, layers, missing } = await opened('fixtures/unfinished.h5');
    expect([x.length, y.length, missing]).toEqual([4, 3, 4]);
    expect([...layers[0]!.values]).toEqual(LOSS.map((value) => (value > 1 ? Number.NaN : value)));
  });

  test('chunked, packed and shuffled, in other types', async () => {
    const { y, layers } = await opened('fixtures/packed.h5');
    expect([...y]).toEqual(Y);
    expect([...layers[0]!.values]).toEqual(LOSS);
  });

  test('is written with the numbers of h5py’s contiguous float64, under their names', async () => {
    const h5 = surfaceFormats.find(({ id }) => id === 'h5')!;
    const loss = LOSS.map((value) => (value > 1 ? Number.NaN : value));
    const bytes = await h5.write({ ...surface, loss });
    const numbers = Float64Array.from(loss, (value) => (Number.isNaN(value) ? -1 : value));
    const raw = Buffer.from(numbers.buffer);
    expect(Buffer.from(bytes).includes(raw)).toBe(true);
    expect(Buffer.from(fixture('unfinished.h5')).includes(raw)).toBe(true);
    for (const name of ['xcoordinates', 'ycoordinates', 'train_loss']) {
      expect(Buffer.from(bytes).includes(name)).toBe(true);
    }
  });

  test('tells in words what is wrong', async () => {
    const whole = file('interop/resnet20-surface-21x21.h5');
    const cut = openFile('<b>cut</b>.h5', whole.subarray(0, 9000));
    await expect(cut).rejects.toThrow(InputError);
    await expect(cut).rejects.toThrow(/damaged.*truncated file.*Nothing was changed/);
  });
});
