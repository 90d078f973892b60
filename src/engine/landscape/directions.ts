import { layoutOf } from '../network/layout';
import type { NetworkSpec } from '../network/spec';
import { randomStream } from '../random';
export function randomDirection(spec: NetworkSpec, seed: number, index: number): Float32Array {
  const stream = randomStream(seed, `direction/${index}`);
  return Float32Array.from({ length: layoutOf(spec).size }, () => stream.normal());
}
export function normaliseDirection(
  d: Float32Array,
  c: Float32Array,
  spec: NetworkSpec,
  _how: string,
  _o: object,
): Float32Array {
  const out = new Float32Array(d.length);
  for (const p of layoutOf(spec).parameters) {
    if (p.kind !== 'kernel') continue;
    const n = p.shape[p.shape.length - 1]!;
    for (let j = 0; j < n; j++) {
      let dd = 0,
        cc = 0;
      for (let i = j; i < p.size; i += n) {
        dd += d[p.offset + i]! ** 2;
        cc += c[p.offset + i]! ** 2;
      }
      const f = Math.sqrt(cc) / (Math.sqrt(dd) + 1e-10);
      for (let i = j; i < p.size; i += n) out[p.offset + i] = d[p.offset + i]! * f;
    }
  }
  return out;
}
