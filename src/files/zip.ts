import { Inflate, zipSync } from 'fflate';
import { quoted, refused } from './words';

/*
 * ZIP as `numpy.savez` and `numpy.savez_compressed` write it (PKWARE APPNOTE 6.3). What is unpacked
 * is counted while it is unpacked, so that neither what a file claims nor what it does can fill the
 * memory, and checksums are compared.
 */

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** A size or place that stands in a ZIP64 field instead. */
const ELSEWHERE = 0xffffffff;

const MOST_ENTRIES = 64;
/** Bytes of all entries together, unpacked. */
const MOST_BYTES = 128 * 1024 * 1024;
/** Packed bytes that are unpacked at once: at most a thousand times as many come out. */
const PIECE = 16 * 1024;

export function looksLikeZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** @returns a ZIP of files, compressed, that says nothing of when it was made. */
export function writeZip(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  return zipSync(files, { mtime: '1980-01-01' }) as Uint8Array<ArrayBuffer>;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly place: number;
}

/** @throws InputError in words for a damaged, encrypted or oversized archive. */
export function readZip(name: string, bytes: Uint8Array): Map<string, Uint8Array> {
  const entries = entriesOf(name, bytes);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > MOST_BYTES) {
    throw refused(
      name,
      `it would unpack to ${Math.ceil(total / 2 ** 20)} MiB; up to ${MOST_BYTES / 2 ** 20} MiB are opened here.`,
    );
  }
  return new Map(entries.map((entry) => [entry.name, unpack(name, bytes, entry)]));
}

function entriesOf(name: string, bytes: Uint8Array): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  if (end === undefined)
    throw refused(name, 'the ZIP file has no list of its contents at its end: it was cut short.');
  const count = view.getUint16(end + 10, true);
  if (count > MOST_ENTRIES) {
    throw refused(name, `it holds ${count} files; up to ${MOST_ENTRIES} are opened here.`);
  }
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let n = 0; n < count; n++) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) throw damaged(name);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((k) =>
      view.getUint16(at + k, true),
    ) as [number, number, number];
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > end) throw damaged(name);
    if (view.getUint16(at + 8, true) & 1) throw refused(name, 'it is encrypted.');
    const entry = {
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      place: view.getUint32(at + 42, true),
    };
    if ([entry.packed, entry.size, entry.place].includes(ELSEWHERE)) {
      throw refused(name, 'it is a ZIP of more than 4 GB.');
    }
    entries.push(entry);
    at = next;
  }
  return entries;
}

/** The record at the end, before a comment of up to 65,535 bytes. */
function endOf(view: DataView): number | undefined {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  return undefined;
}

function unpack(name: string, bytes: Uint8Array, entry: Entry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { place, packed, size, method } = entry;
  if (place + 30 > bytes.length || view.getUint32(place, true) !== LOCAL) throw damaged(name);
  const begin = place + 30 + view.getUint16(place + 26, true) + view.getUint16(place + 28, true);
  if (begin + packed > bytes.length) throw damaged(name);
  const data = bytes.subarray(begin, begin + packed);
  if (method !== 0 && method !== 8) {
    throw refused(name, `${quoted(entry.name)} in it is packed in a way that is not read here.`);
  }
  const content = method === 0 ? data : inflated(name, data, size);
  if (content.length !== size || crc32(content) !== entry.crc) throw damaged(name);
  return content;
}

/** @throws InputError as soon as more than `size` bytes came out. */
function inflated(name: string, data: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let filled = 0;
  const stream = new Inflate((piece) => {
    if (filled + piece.length > size) throw damaged(name);
    out.set(piece, filled);
    filled += piece.length;
  });
  try {
    for (let at = 0; at < data.length; at += PIECE) {
      stream.push(data.subarray(at, at + PIECE), at + PIECE >= data.length);
    }
  } catch {
    throw damaged(name);
  }
  return out.subarray(0, filled);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Uint8Array): number {
  let c = ~0;
  for (const byte of bytes) c = CRC_TABLE[(c ^ byte) & 0xff]! ^ (c >>> 8);
  return ~c >>> 0;
}

function damaged(name: string) {
  return refused(name, 'the ZIP file is damaged: what it says of its contents is not so.');
}
