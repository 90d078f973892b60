import { layoutOf } from '../../network/layout';
import type { NetworkSpec } from '../../network/spec';

/**
 * How the kernels hold a parameter vector. Weights lie in tiles of four outputs, within a tile by
 * tap and input, so that the inner loop of `product` reads them one after another; every
 * parameter is filled up with zeros to a multiple of four numbers.
 */
export interface Packing {
  /** Numbers, a multiple of 4. */
  readonly size: number;
  /** Where each number of the flat vector [P] goes. */
  readonly place: Int32Array;
  /** Byte offset of each parameter by name. */
  readonly offsets: ReadonlyMap<string, number>;
}

const packings = new Map<string, Packing>();

/** @returns the packing of a network; the same object for an equal spec. */
export function packingOf(spec: NetworkSpec): Packing {
  const key = JSON.stringify(spec);
  let packing = packings.get(key);
  if (!packing) packings.set(key, (packing = build(spec)));
  return packing;
}

function build(spec: NetworkSpec): Packing {
  const layout = layoutOf(spec);
  const place = new Int32Array(layout.size);
  const offsets = new Map<string, number>();
  let next = 0;
  for (const { name, kind, shape, offset, size } of layout.parameters) {
    offsets.set(name, 4 * next);
    const outputs = shape[shape.length - 1]!;
    const rows = kind === 'kernel' ? size / outputs : 1;
    for (let i = 0; i < rows; i++) {
      for (let o = 0; o < outputs; o++) {
        place[offset + i * outputs + o] = next + (o >> 2) * rows * 4 + i * 4 + (o & 3);
      }
    }
    next += Math.ceil(outputs / 4) * 4 * rows;
  }
  return { size: next, place, offsets };
}

/**
 * Writes a flat vector [P] into its packed place. The padding becomes 0 again: a run that diverged
 * leaves NaN there, and 0·NaN would reach the next run in the same memory.
 */
export function pack({ place }: Packing, vector: Float32Array, packed: Float32Array): void {
  packed.fill(0);
  for (let p = 0; p < place.length; p++) packed[place[p]!] = vector[p]!;
}

/** The inverse of `pack`. */
export function unpack({ place }: Packing, packed: Float32Array, vector: Float32Array): void {
  for (let p = 0; p < place.length; p++) vector[p] = packed[place[p]!]!;
}
