const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/**
 * Puts words into a PNG file (W3C PNG, third edition, 11.3.3): `tEXt` where they are Latin-1, else
 * `iTXt`, after the header. Readers of pictures show them; the picture itself stays as it is.
 * @param entries keywords (1–79 Latin-1 characters) and their words.
 * @throws RangeError when the bytes are no PNG or a keyword is not one.
 */
export function withWords(
  png: Uint8Array<ArrayBuffer>,
  entries: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  // Signature, then the header chunk: length (13), type, 13 bytes, checksum.
  const after = 8 + 25;
  if (png.length < after || SIGNATURE.some((byte, k) => png[k] !== byte)) {
    throw new RangeError('Words can be put into a PNG file, but these bytes are none.');
  }
  const chunks = Object.entries(entries).map(([keyword, words]) => wordChunk(keyword, words));
  const out = new Uint8Array(png.length + chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  out.set(png.subarray(0, after));
  let at = after;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  out.set(png.subarray(after), at);
  return out;
}

/** @returns the words that `withWords` or others put into a PNG file (uncompressed ones). */
export function wordsOf(png: Uint8Array): Record<string, string> {
  const words: Record<string, string> = {};
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  for (let at = 8; at + 12 <= png.length; ) {
    const length = view.getUint32(at);
    const type = latin(png.subarray(at + 4, at + 8));
    const data = png.subarray(at + 8, at + 8 + length);
    const end = data.indexOf(0);
    if (type === 'tEXt') words[latin(data.subarray(0, end))] = latin(data.subarray(end + 1));
    if (type === 'iTXt' && data[end + 1] === 0) {
      // Keyword, compression flag and method, language, translated keyword, words.
      const language = data.indexOf(0, end + 3);
      const translated = data.indexOf(0, language + 1);
      words[latin(data.subarray(0, end))] = new TextDecoder().decode(data.subarray(translated + 1));
    }
    at += 12 + length;
  }
  return words;
}

function wordChunk(keyword: string, words: string): Uint8Array {
  if (!/^[\x20-\x7e]{1,79}$/.test(keyword)) {
    throw new RangeError(`A PNG keyword has 1 to 79 Latin characters, but "${keyword}" came.`);
  }
  const key = bytesOf(keyword);
  const plain = [...words].every((letter) => letter.charCodeAt(0) < 256 && letter.length === 1);
  const body = plain ? bytesOf(words) : new TextEncoder().encode(words);
  const gap = plain ? [0] : [0, 0, 0, 0, 0];
  const chunk = new Uint8Array(12 + key.length + gap.length + body.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, chunk.length - 12);
  chunk.set(bytesOf(plain ? 'tEXt' : 'iTXt'), 4);
  chunk.set(key, 8);
  chunk.set(body, 8 + key.length + gap.length);
  view.setUint32(chunk.length - 4, checksum(chunk.subarray(4, chunk.length - 4)));
  return chunk;
}

function bytesOf(words: string): Uint8Array {
  return Uint8Array.from(words, (letter) => letter.charCodeAt(0));
}

function latin(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** CRC-32 as PNG wants it (annex D). */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
