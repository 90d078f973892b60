import type { NamedArray } from './arrays';
import { float16 } from './safetensors';
import { quoted, refused } from './words';

/*
 * NumPy's array file (numpy.lib.format): magic, version, length of a header that is a Python
 * dictionary of `descr`, `fortran_order` and `shape`, then the numbers.
 */

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Numbers of the largest array that is read. */
const MOST_NUMBERS = 16 * 1024 * 1024;
const MOST_DIMENSIONS = 8;

export function looksLikeNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** @returns an array as `numpy.save` writes one of float64 or float32: version 1.0, C order. */
export function writeNpy(
  shape: readonly number[],
  data: Float64Array | Float32Array,
): Uint8Array<ArrayBuffer> {
  const type = data instanceof Float64Array ? '<f8' : '<f4';
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // The header ends in a newline, and the numbers begin at a multiple of 64.
  const start = Math.ceil((10 + header.length + 1) / 64) * 64;
  const file = new Uint8Array(start + data.byteLength).fill(0x20, 0, start);
  file.set(MAGIC);
  file.set([1, 0, (start - 10) & 0xff, (start - 10) >> 8], 6);
  file.set(new TextEncoder().encode(header), 10);
  file[start - 1] = 0x0a;
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return file;
}

type Reader = (view: DataView, at: number, little: boolean) => number;

const READERS: Readonly<Record<string, Reader>> = {
  f8: (view, at, little) => view.getFloat64(at, little),
  f4: (view, at, little) => view.getFloat32(at, little),
  f2: (view, at, little) => float16(view.getUint16(at, little)),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  i4: (view, at, little) => view.getInt32(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  i1: (view, at) => view.getInt8(at),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  u4: (view, at, little) => view.getUint32(at, little),
  u2: (view, at, little) => view.getUint16(at, little),
  u1: (view, at) => view.getUint8(at),
  b1: (view, at) => view.getUint8(at),
};

/** @throws InputError in words for anything truncated, oversized or not plain numbers. */
export function readNpy(name: string, bytes: Uint8Array): NamedArray {
  if (!looksLikeNpy(bytes)) throw refused(name, 'it is no NPY file.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[6]! >= 2;
  const start = wide ? 12 : 10;
  if (bytes.length < start) throw refused(name, 'the NPY file ends within its header.');
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (length > Math.min(65_536, bytes.length - start)) {
    throw refused(
      name,
      `its NPY header claims ${length} bytes, but ${bytes.length - start} follow.`,
    );
  }
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
  const { type, little, fortran, shape } = parseHeader(name, header);
  const read = READERS[type]!;
  const size = Number(type[1]);
  const count = shape.reduce((a, b) => a * b, 1);
  if (count > MOST_NUMBERS) {
    throw refused(
      name,
      `it says that it holds ${count} numbers; arrays of up to ${MOST_NUMBERS} are opened here.`,
    );
  }
  const begin = start + length;
  if (bytes.length - begin !== count * size) {
    throw refused(
      name,
      `its shape (${shape.join(', ')}) needs ${count * size} bytes, but ${bytes.length - begin} follow its header.`,
    );
  }
  const data = Float64Array.from({ length: count }, (_, i) => read(view, begin + i * size, little));
  return { shape, data: fortran ? rowMajor(shape, data) : data };
}

function parseHeader(name: string, header: string) {
  const descr = /'descr'\s*:\s*'([<>|=])([fiub]\d+|[A-Za-z]\d*)'/.exec(header);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header);
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(header);
  if (!/'descr'/.test(header) || !order || !shape) {
    throw refused(name, 'its NPY header does not say type, order and shape.');
  }
  const type = descr?.[2] ?? '';
  if (!Object.hasOwn(READERS, type)) {
    throw refused(
      name,
      `it holds ${type.startsWith('O') ? 'Python objects' : `numbers of the type ${quoted(descr ? descr[0].slice(7).trim() : 'record', 30)}`}; plain real numbers are read here, as array.astype("f8") makes them.`,
    );
  }
  const lengths = (shape[1]!.match(/\d+/g) ?? []).map(Number);
  if (lengths.length > MOST_DIMENSIONS || !lengths.every(Number.isSafeInteger)) {
    throw refused(name, 'it has no proper shape.');
  }
  return { type, little: descr![1] !== '>', fortran: order[1] === 'True', shape: lengths };
}

/** From an array whose first index runs fastest. */
function rowMajor(shape: readonly number[], data: Float64Array): Float64Array {
  const strides: number[] = [];
  shape.reduce((stride, length) => {
    strides.push(stride);
    return stride * length;
  }, 1);
  const index = shape.map(() => 0);
  return data.map(() => {
    const value = data[index.reduce((at, i, k) => at + i * strides[k]!, 0)]!;
    for (let k = shape.length - 1; k >= 0; k--) {
      index[k]!++;
      if (index[k]! < shape[k]!) break;
      index[k] = 0;
    }
    return value;
  });
}
