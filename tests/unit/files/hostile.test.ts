import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '@/engine/errors';
import { type RandomStream, randomStream } from '@/engine/random';
import { writeNpy } from '@/files/npy';
import { checkSize, LARGEST_FILE, openFile } from '@/files/open';
import type { Opened } from '@/files/opened';
import { writeSafetensors } from '@/files/safetensors';
import { surfaceFormats } from '@/files/save';

const read = (path: string) => new Uint8Array(readFileSync(path));
const bytes = (text: string) => new TextEncoder().encode(text);

/** Opens, or says in a sentence why not; anything else is a fault. */
async function tried(name: string, file: Uint8Array): Promise<Opened | string> {
  try {
    return await openFile(name, file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).toMatch(/[.…”]$/);
    expect(error.message.length).toBeLessThan(1000);
    return error.message;
  }
}

/** What plots and tables rely on. */
function sound(opened: Opened) {
  if (opened.kind === 'trajectory') {
    const { x, y } = opened.trajectory;
    expect(x.length).toBe(y.length);
    expect([...x, ...y].every(Number.isFinite)).toBe(true);
  }
  if (opened.kind !== 'surface') return;
  const { x, y, layers } = opened.surface;
  for (const axis of [x, y]) {
    expect(
      axis.every((value, i) => Number.isFinite(value) && !(i > 0 && value <= axis[i - 1]!)),
    ).toBe(true);
  }
  for (const { values } of layers) {
    expect(values).toHaveLength(x.length * y.length);
    expect(values.every((value) => Math.abs(value) !== Number.POSITIVE_INFINITY)).toBe(true);
  }
}

const MUTATIONS: ((file: Uint8Array, random: RandomStream) => Uint8Array)[] = [
  (file, random) => file.slice(0, random.integer(file.length)),
  (file, random) => file.slice(random.integer(file.length)),
  (file, random) => {
    const changed = file.slice();
    for (let n = random.integer(20); n >= 0; n--) {
      changed[random.integer(file.length)] = random.integer(256);
    }
    return changed;
  },
  // Headers are at the beginning, and of ZIP files at the end.
  (file, random) => {
    const changed = file.slice();
    const reach = Math.min(file.length, 200);
    const from = random.integer(2) ? 0 : file.length - reach;
    for (let n = random.integer(4); n >= 0; n--) {
      changed[from + random.integer(reach)] = [0, 1, 0x7f, 0x80, 0xff, 0x39][random.integer(6)]!;
    }
    return changed;
  },
  (file, random) => {
    const changed = file.slice();
    const at = random.integer(file.length);
    return changed.fill([0, 0xff, 0x39][random.integer(3)]!, at, at + 1 + random.integer(64));
  },
  (file, random) => {
    const [at, to] = [random.integer(file.length), random.integer(file.length)];
    const piece = file.slice(at, at + random.integer(300));
    return Uint8Array.of(...file.subarray(0, to), ...piece, ...file.subarray(to));
  },
];

const files: Record<string, Uint8Array> = {
  'run.safetensors': read('public/runs/depth-4.safetensors'),
  'weights.safetensors': read('tests/fixtures/other-types.safetensors'),
  'surface.h5': read('tests/interop/resnet20-surface-21x21.h5'),
  'trajectory.h5': read('tests/interop/resnet20-trajectory.h5'),
  'packed.h5': read('tests/fixtures/packed.h5'),
  'stack.npy': read('tests/fixtures/stack-f8.npy'),
  'stored.npz': read('tests/fixtures/surface.npz'),
  'packed.npz': read('tests/fixtures/crossed.npz'),
  'grid.csv': bytes('y;1;2;3\n7;4;5;6\n5;1;2;3\n'),
  'surface.json': bytes('{"x": [1, 2, 3], "y": [5, 7], "z": [[1, 2, 3], [4, null, 6]]}'),
  'experiment.json': bytes(
    '{"seed": 3, "network": {"family": "mlp", "depth": 8}, "training": {"steps": 10}}',
  ),
  'data_batch_1.bin': new Uint8Array(2 * 3073).fill(7),
};

beforeAll(async () => {
  const surface = { name: 's', x: [-1, 0, 1], y: [0, 2], loss: [1, 2, 3, 4, 5, 6] };
  for (const { extension, write } of surfaceFormats.filter(({ id }) => id === 'csv')) {
    files[`rows.${extension}`] = await write(surface);
  }
});

describe('200 mutations of each kind are opened or refused in words', () => {
  test.each([...Object.keys(files), 'rows.csv'])('%s', async (name) => {
    const random = randomStream(7, name);
    let refusals = 0;
    for (let n = 0; n < 200; n++) {
      const mutate = MUTATIONS[n % MUTATIONS.length]!;
      const opened = await tried(name, mutate(files[name]!, random));
      if (typeof opened === 'string') refusals++;
      else sound(opened);
    }
    expect(refusals).toBeGreaterThan(50);
  });
});

describe('hostile on purpose', () => {
  const refusal = async (name: string, file: Uint8Array) => {
    const said = await tried(name, file);
    if (typeof said !== 'string') throw new Error(`${name} was opened as ${said.kind}`);
    return said;
  };
  const safetensors = (header: object, data = new Uint8Array(0)) => {
    const json = bytes(JSON.stringify(header));
    const file = new Uint8Array(8 + json.length + data.length);
    new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
    file.set(json, 8);
    file.set(data, 8 + json.length);
    return file;
  };

  test('a header of 2 GB that is not there', async () => {
    const file = safetensors({});
    new DataView(file.buffer).setBigUint64(0, 2n ** 31n, true);
    expect(await refusal('a.safetensors', file)).toMatch(
      /claims 2147483648 bytes of the file's 10/,
    );
  });

  test('tensors that all lie over the same bytes, or leave a gap', async () => {
    const at = (from: number, to: number) => ({
      dtype: 'F32',
      shape: [1],
      data_offsets: [from, to],
    });
    const data = new Uint8Array(8);
    expect(await refusal('a.safetensors', safetensors({ a: at(0, 4), b: at(0, 4) }, data))).toMatch(
      /begins at byte 0 instead of 4/,
    );
    expect(await refusal('a.safetensors', safetensors({ a: at(0, 4) }, data))).toMatch(
      /take 4 bytes, but 8/,
    );
    const huge = { a: { dtype: 'F32', shape: [2 ** 40], data_offsets: [0, 8] } };
    expect(await refusal('a.safetensors', safetensors(huge, data))).toMatch(/does not lie whole/);
  });

  test('a type that is none, named in HTML', async () => {
    const name = '<img src=x onerror=alert(1)>\u0000\u202e';
    const odd = { [name]: { dtype: 'F8_E4M3', shape: [1], data_offsets: [0, 1] } };
    const said = await refusal('a.safetensors', safetensors(odd, new Uint8Array(1)));
    expect(said).toContain('“<img src=x onerror=alert(1)>··”');
    expect(said).toContain('is of type “F8_E4M3”');
  });

  test('a ZIP bomb that says how large it is, and ones that do not', async () => {
    const npy = writeNpy([2 ** 18], new Float64Array(2 ** 18));
    const claiming = (size: number) => {
      const zip = zipSync({ 'z.npy': npy });
      const view = new DataView(zip.buffer);
      view.setUint32(view.getUint32(zip.length - 6, true) + 24, size, true);
      return zip;
    };
    expect(npy.length).toBeGreaterThan(200 * claiming(0).length);
    expect(await refusal('bomb.npz', claiming(2 ** 31))).toMatch(/unpack to 2048 MiB; up to 128/);
    for (const size of [0, 100, npy.length - 1, npy.length + 1]) {
      expect(await refusal('bomb.npz', claiming(size))).toMatch(/its contents is not so/);
    }
  });

  test('a ZIP whose numbers were changed', async () => {
    const stored = read('tests/fixtures/surface.npz');
    stored[180] = stored[180]! ^ 1;
    expect(await refusal('a.npz', stored)).toMatch(/damaged/);
  });

  test('an array that claims more than it has', async () => {
    const npy = writeNpy([2, 2], Float64Array.of(1, 2, 3, 4));
    const claim = (shape: string) => {
      const header = Buffer.from(npy.subarray(0, 128)).toString('latin1').replace('(2, 2)', shape);
      return Uint8Array.of(...Buffer.from(header.slice(0, 128), 'latin1'), ...npy.subarray(128));
    };
    expect(await refusal('a.npy', claim('(2, 9)'))).toMatch(/needs 144 bytes, but 32 follow/);
    expect(await refusal('a.npy', claim('(9999999999, 9)'))).toMatch(/arrays of up to/);
  });

  test('HDF5 datasets that would fill the memory', async () => {
    for (const name of ['huge.h5', 'huge-chunk.h5']) {
      const said = await refusal(name, read(`tests/fixtures/${name}`));
      expect(said).toMatch(/“train_loss” says that it holds \d+ numbers/);
    }
  });

  test('too large, empty, a picture, a path of points that is no grid', async () => {
    expect(() => checkSize('a.bin', LARGEST_FILE + 1)).toThrow(
      /it has 129 MiB, and files up to 128 MiB.*since/,
    );
    expect(await refusal('a.csv', new Uint8Array(0))).toMatch(/is empty/);
    expect(await refusal('a.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10))).toMatch(
      /of no kind/,
    );
    expect(await refusal('a.csv', bytes('x,y,loss\n0,0,1\n1,1,2\n0,1,3\n'))).toMatch(
      /every x with every y/,
    );
    expect(await refusal('a.json', bytes('[1, 2]'))).toMatch(/an experiment or a surface/);
    expect(await refusal('a.json', bytes('{"loss": [[-1, -1], [-1, -1]]}'))).toMatch(
      /none of its points/,
    );
    expect(await refusal('a.json', bytes(`{"z": ${'['.repeat(5000)}${']'.repeat(5000)}}`))).toMatch(
      /not opened|numbers/,
    );
    expect(await refusal('a.json', bytes('{"seed": -1}'))).toMatch(/seed/);
  });

  test('a run whose parts do not belong together', async () => {
    const run = read('public/runs/depth-4.safetensors');
    const { readSafetensors } = await import('@/files/safetensors');
    const { tensors, metadata } = readSafetensors(run);
    const changed = (change: object, words: object = {}) =>
      writeSafetensors({ tensors: { ...tensors, ...change }, metadata: { ...metadata, ...words } });
    const axis = { shape: [41], data: new Float64Array(41).fill(Number.NaN) };
    expect(await refusal('r', changed({ 'slice/x': axis }))).toMatch(
      /slice\/x.*finite|should have/,
    );
    const log = { shape: [1e6], data: new Float32Array(1e6) };
    expect(await refusal('r', changed({ 'log/loss': log }))).toMatch(/its log has 1000000 steps/);
    expect(await refusal('r', changed({}, { made: '7' }))).toMatch(/how it was made/);
    expect(await refusal('r', changed({}, { analysis: '{"surface": 3}' }))).toMatch(/“analysis”/);
    expect(
      await refusal(
        'r',
        changed({}, { experiment: '{"network": {"family": "mlp", "depth": 1e9}}' }),
      ),
    ).toMatch(/depth/);
  });
});
