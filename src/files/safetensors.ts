import { InputError } from '@/engine/errors';
import { quoted } from './words';

/** A named tensor of a safetensors file: row-major, little-endian. */
export interface FileTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

export interface SafetensorsFile {
  readonly tensors: Readonly<Record<string, FileTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Dtype {
  readonly bytes: number;
  /** @param data the tensor’s own bytes. */
  readonly read: (data: Uint8Array) => FileTensor['data'];
}

/** Copied, because a typed array must begin at a multiple of its element’s size. */
const F32 = (data: Uint8Array) => new Float32Array(data.slice().buffer);
const F64 = (data: Uint8Array) => new Float64Array(data.slice().buffer);
const I32 = (data: Uint8Array) => new Int32Array(data.slice().buffer);

type ArrayType = Float32ArrayConstructor | Float64ArrayConstructor | Int32ArrayConstructor;

/** A type that no array of ours has: its numbers are read one by one into another. */
function converted(
  bytes: number,
  Type: ArrayType,
  at: (view: DataView, position: number) => number,
): Dtype {
  return {
    bytes,
    read: (data) => {
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
      const numbers = new Type(data.length / bytes);
      for (let i = 0; i < numbers.length; i++) numbers[i] = at(view, i * bytes);
      return numbers;
    },
  };
}

const bits = new DataView(new ArrayBuffer(4));
/** A bfloat16 is the upper half of a float32. */
function bfloat16(pattern: number): number {
  bits.setUint32(0, pattern << 16);
  return bits.getFloat32(0);
}

/** Half precision is widened to F32; integers beyond 32 bits become F64, exact up to 2⁵³. */
const DTYPES: Readonly<Record<string, Dtype>> = {
  F32: { bytes: 4, read: F32 },
  F64: { bytes: 8, read: F64 },
  I32: { bytes: 4, read: I32 },
  F16: converted(2, Float32Array, (view, at) => float16(view.getUint16(at, true))),
  BF16: converted(2, Float32Array, (view, at) => bfloat16(view.getUint16(at, true))),
  I64: converted(8, Float64Array, (view, at) => Number(view.getBigInt64(at, true))),
  U64: converted(8, Float64Array, (view, at) => Number(view.getBigUint64(at, true))),
  U32: converted(4, Float64Array, (view, at) => view.getUint32(at, true)),
  I16: converted(2, Int32Array, (view, at) => view.getInt16(at, true)),
  U16: converted(2, Int32Array, (view, at) => view.getUint16(at, true)),
  I8: converted(1, Int32Array, (view, at) => view.getInt8(at)),
  U8: converted(1, Int32Array, (view, at) => view.getUint8(at)),
  BOOL: converted(1, Int32Array, (view, at) => view.getUint8(at)),
};

/** Larger headers are refused before they are read: ours are a few kilobytes. */
const HEADER_LIMIT = 16 * 1024 * 1024;

/**
 * Writes the safetensors format: eight bytes of header length, a JSON header, the raw tensors, wide
 * numbers first and then by name, byte by byte as the Python package writes them. The header is
 * padded with spaces so that the tensors begin at a multiple of eight.
 *
 * @throws InputError when a tensor's length does not fit its shape.
 */
export function writeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  // Wide numbers first keeps every tensor aligned.
  const entries = Object.entries(tensors).sort(
    ([one, a], [other, b]) => rank(b.data) - rank(a.data) || (one < other ? -1 : 1),
  );
  let offset = 0;
  for (const [name, { shape, data }] of entries) {
    const count = shape.reduce((a, b) => a * b, 1);
    if (count !== data.length) {
      throw new InputError(
        `The tensor ${name} of shape [${shape.join(', ')}] needs ${count} numbers, but ${data.length} came.`,
      );
    }
    const end = offset + data.byteLength;
    header[name] = { dtype: dtypeOf(data), shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(8 + headerLength + offset);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, 8, 8 + headerLength);
  file.set(json, 8);
  let position = 8 + headerLength;
  for (const [, { data }] of entries) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return file;
}

function dtypeOf(data: FileTensor['data']): 'F64' | 'F32' | 'I32' {
  if (data instanceof Float64Array) return 'F64';
  return data instanceof Int32Array ? 'I32' : 'F32';
}

/** The order of the format’s own types. */
function rank(data: FileTensor['data']): number {
  return ['I32', 'F32', 'F64'].indexOf(dtypeOf(data));
}

/**
 * Reads a safetensors file. The tensors must fill it from the header to the end, without gaps or
 * overlaps, as the format demands: so what is read is never larger than the file.
 *
 * @throws InputError in words for anything truncated, overlapping, oversized or of another type.
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  if (bytes.length < 8) throw damaged(`it has ${bytes.length} bytes, and the length alone takes 8`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const declared = view.getBigUint64(0, true);
  if (declared > BigInt(Math.min(HEADER_LIMIT, bytes.length - 8))) {
    throw damaged(`its header claims ${declared} bytes of the file's ${bytes.length}`);
  }
  const headerEnd = 8 + Number(declared);
  const header = parseHeader(bytes.subarray(8, headerEnd));
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw damaged('its metadata must be a list of texts');
  }
  const data = bytes.subarray(headerEnd);
  const places = Object.entries(entries)
    .map(([name, entry]) => ({ name, ...placeOf(name, entry) }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let filled = 0;
  for (const { name, start, end } of places) {
    if (start !== filled) {
      throw damaged(`its tensor ${quoted(name)} begins at byte ${start} instead of ${filled}`);
    }
    filled = end;
  }
  if (filled !== data.length) {
    throw damaged(`its tensors take ${filled} bytes, but ${data.length} follow the header`);
  }
  const tensors: Record<string, FileTensor> = Object.create(null);
  for (const { name, dtype, shape, start, end } of places) {
    tensors[name] = { shape, data: dtype.read(data.subarray(start, end)) };
  }
  return { tensors, metadata: metadata as Record<string, string> };
}

interface Place {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

function placeOf(name: string, entry: unknown): Place {
  const about = `its tensor ${quoted(name)}`;
  if (!isRecord(entry)) throw damaged(`${about} is not described`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string' || !Object.hasOwn(DTYPES, dtype)) {
    throw damaged(
      `${about} is of type ${quoted(String(dtype), 20)}; ${Object.keys(DTYPES).join(', ')} are read here`,
    );
  }
  const whole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  if (!Array.isArray(shape) || shape.length > 8 || !shape.every(whole)) {
    throw damaged(`${about} has no proper shape`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(whole)) {
    throw damaged(`${about} has no proper place`);
  }
  const [start, end] = offsets as [number, number];
  const type = DTYPES[dtype]!;
  const count = (shape as number[]).reduce((a, b) => a * b, 1);
  if (end - start !== count * type.bytes) {
    throw damaged(`${about} does not lie whole within it`);
  }
  return { dtype: type, shape: shape as number[], start, end };
}

/** Exported for NPY. Sign, 5 bits of exponent, 10 of fraction (IEEE 754). */
export function float16(pattern: number): number {
  const sign = pattern & 0x8000 ? -1 : 1;
  const exponent = (pattern >> 10) & 0x1f;
  const fraction = pattern & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction > 0 ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw damaged('its header is not JSON');
  }
  if (!isRecord(header)) throw damaged('its header is not a JSON object');
  return header;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function damaged(how: string): InputError {
  return new InputError(`This is not a whole safetensors file: ${how}. Nothing was changed.`);
}
