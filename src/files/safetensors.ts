import { InputError } from '@/engine/errors';

/** A named tensor of a safetensors file: row-major, little-endian. */
export interface FileTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

export interface SafetensorsFile {
  readonly tensors: Readonly<Record<string, FileTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const DTYPES = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
} as const;
type Dtype = keyof typeof DTYPES;

/** Larger headers are refused before they are read: ours are a few kilobytes. */
const HEADER_LIMIT = 16 * 1024 * 1024;

/**
 * Writes the safetensors format: eight bytes of header length, a JSON header, the raw tensors.
 * The header is padded with spaces so that the tensors begin at a multiple of eight.
 *
 * @throws InputError when a tensor's length does not fit its shape.
 */
export function writeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  // Wide numbers first keeps every tensor aligned.
  const entries = Object.entries(tensors).sort(
    ([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT,
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

function dtypeOf(data: FileTensor['data']): Dtype {
  if (data instanceof Float64Array) return 'F64';
  return data instanceof Int32Array ? 'I32' : 'F32';
}

/**
 * Reads a safetensors file of F32, F64 and I32 tensors.
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
  const tensors: Record<string, FileTensor> = Object.create(null);
  for (const [name, entry] of Object.entries(entries)) {
    tensors[name] = readTensor(name, entry, bytes.subarray(headerEnd));
  }
  return { tensors, metadata: metadata as Record<string, string> };
}

function readTensor(name: string, entry: unknown, data: Uint8Array): FileTensor {
  const about = `its tensor “${name.slice(0, 80)}”`;
  if (!isRecord(entry)) throw damaged(`${about} is not described`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string' || !Object.hasOwn(DTYPES, dtype)) {
    throw damaged(
      `${about} is of type ${String(dtype).slice(0, 20)}; F32, F64 and I32 are read here`,
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
  const Type = DTYPES[dtype as Dtype];
  const count = (shape as number[]).reduce((a, b) => a * b, 1);
  if (end > data.length || end - start !== count * Type.BYTES_PER_ELEMENT) {
    throw damaged(`${about} does not lie whole within it`);
  }
  // Copied, because a typed array must begin at a multiple of its element's size.
  return { shape: shape as number[], data: new Type(data.slice(start, end).buffer) };
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
