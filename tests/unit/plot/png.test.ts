import { crc32, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { withWords, wordsOf } from '@/plot/png';

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** One grey pixel. */
function pixel(): Uint8Array<ArrayBuffer> {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const bytes = Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from([0, 128]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return new Uint8Array(bytes);
}

test('words come back as they went in, Latin or not, and every checksum holds', () => {
  const words = { Title: 'Skip or no skip', Description: 'λmax → 2/η, £5', Comment: '{"seed":1}' };
  const png = withWords(pixel(), words);
  expect(wordsOf(png)).toEqual(words);
  const bytes = Buffer.from(png);
  const types: string[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    types.push(bytes.toString('latin1', at + 4, at + 8));
    const sum = bytes.readUInt32BE(at + 8 + length);
    expect(sum).toBe(crc32(bytes.subarray(at + 4, at + 8 + length)));
    at += 12 + length;
  }
  expect(types).toEqual(['IHDR', 'tEXt', 'iTXt', 'tEXt', 'IDAT', 'IEND']);
});

test('what is no PNG, and a keyword that is none, are refused', () => {
  expect(() => withWords(new Uint8Array(40), {})).toThrow(/PNG/);
  expect(() => withWords(pixel(), { '': 'x' })).toThrow(/keyword/);
});
