import { add, BYTES, load, mul, splat, store, sub, V } from './lanes';
import { product } from './product';

/*
 * 3×3 convolutions of stride 1 with fewer multiplications: outputs in squares of 2×2, each from a
 * patch of 4×4 inputs, transformed so that 16 products do the work of 36.
 * Lavin & Gray (2016), Fast algorithms for convolutional neural networks, F(2×2, 3×3).
 */

/** Bytes of samples that go through all stages together, so that patches stay in the cache. */
const PASS: usize = 64;

/** A cache line between positions: without, their powers of two would meet in one cache set. */
const GAP: usize = 64;

/** Bytes of the room that `winograd` needs. */
export function winogradRoom(inputs: i32, outputs: i32): i32 {
  return <i32>(PASS + 16 * (PASS * (inputs + outputs) + 2 * GAP));
}

/** Bytes of the transformed kernels. */
export function winogradKernels(inputs: i32, tiles: i32): i32 {
  return 16 * (inputs * tiles * 16 + <i32>GAP);
}

/**
 * Weights as `winograd` takes them: G g Gᵀ of every kernel g.
 *
 * @param w tiles of four outputs, within them by tap and input
 * @param u 16 positions of tiles of four outputs, within them by input
 * @param flipped turns every kernel by 180°, for the gradient by the input
 */
export function transformKernels(
  w: usize,
  u: usize,
  inputs: i32,
  tiles: i32,
  flipped: bool,
): void {
  const tap: usize = inputs * 16;
  const position = tiles * tap + GAP;
  const half = splat(0.5);
  for (let t = 0; t < tiles; t++) {
    for (let i: usize = 0; i < tap; i += BYTES) {
      const from = w + i;
      const to = u + i;
      // Column by column G g, then row by row that times Gᵀ.
      for (let x = 0; x < 3; x++) {
        const first = from + (flipped ? 8 - x : x) * tap;
        const step: usize = flipped ? -3 * tap : 3 * tap;
        const g0 = load(first, 0);
        const g1 = load(first + step, 0);
        const g2 = load(first + 2 * step, 0);
        const sum = mul(half, add(g0, g2));
        const middle = mul(half, g1);
        const at = to + x * position;
        store(at, 0, g0);
        store(at + 4 * position, 0, add(sum, middle));
        store(at + 8 * position, 0, sub(sum, middle));
        store(at + 12 * position, 0, g2);
      }
      for (let y = 0; y < 4; y++) {
        const at = to + 4 * y * position;
        const g0 = load(at, 0);
        const g1 = load(at + position, 0);
        const g2 = load(at + 2 * position, 0);
        const sum = mul(half, add(g0, g2));
        const middle = mul(half, g1);
        store(at + position, 0, add(sum, middle));
        store(at + 2 * position, 0, sub(sum, middle));
        store(at + 3 * position, 0, g2);
      }
    }
    w += 9 * tap;
    u += tap;
  }
}

// Bᵀ d and Aᵀ m, one number of the result at a time.
@inline function b0(d0: V, d2: V): V {
  return sub(d0, d2);
}
@inline function b1(d1: V, d2: V): V {
  return add(d1, d2);
}
@inline function b2(d1: V, d2: V): V {
  return sub(d2, d1);
}
@inline function b3(d1: V, d3: V): V {
  return sub(d1, d3);
}
@inline function a0(m0: V, m1: V, m2: V): V {
  return add(add(m0, m1), m2);
}
@inline function a1(m1: V, m2: V, m3: V): V {
  return sub(sub(m1, m2), m3);
}

/** Transforms the patches of all inputs whose second row and column begin at pixel (y, x). */
function transformPatches(
  input: usize,
  row: usize,
  inputs: i32,
  y: i32,
  x: i32,
  side: i32,
  length: usize,
  size: usize,
  zeros: usize,
  to: usize,
): void {
  const position = <usize>inputs * PASS + GAP;
  const above = y > 0;
  const leftmost = x > 0;
  // The image's last row and column may end within the square (odd sides) or right after it.
  const second = y + 1 < side;
  const third = y + 2 < side;
  const right = x + 1 < side;
  const rightmost = x + 2 < side;
  const line = <usize>side * length;
  for (let i = 0; i < inputs; i++) {
    const p11 = input + (<usize>y * side + x) * length;
    const p10 = leftmost ? p11 - length : zeros;
    const p12 = right ? p11 + length : zeros;
    const p13 = rightmost ? p11 + 2 * length : zeros;
    const p01 = above ? p11 - line : zeros;
    const p00 = above && leftmost ? p01 - length : zeros;
    const p02 = above && right ? p01 + length : zeros;
    const p03 = above && rightmost ? p01 + 2 * length : zeros;
    const p21 = second ? p11 + line : zeros;
    const p20 = second && leftmost ? p21 - length : zeros;
    const p22 = second && right ? p21 + length : zeros;
    const p23 = second && rightmost ? p21 + 2 * length : zeros;
    const p31 = third ? p11 + 2 * line : zeros;
    const p30 = third && leftmost ? p31 - length : zeros;
    const p32 = third && right ? p31 + length : zeros;
    const p33 = third && rightmost ? p31 + 2 * length : zeros;
    for (let s: usize = 0; s < size; s += BYTES) {
      const d00 = load(p00 + s, 0);
      const d10 = load(p10 + s, 0);
      const d20 = load(p20 + s, 0);
      const d30 = load(p30 + s, 0);
      const d02 = load(p02 + s, 0);
      const d12 = load(p12 + s, 0);
      const d22 = load(p22 + s, 0);
      const d32 = load(p32 + s, 0);
      const t02 = b0(d02, d22);
      const t12 = b1(d12, d22);
      const t22 = b2(d12, d22);
      const t32 = b3(d12, d32);
      const at = to + s;
      store(at, 0, b0(b0(d00, d20), t02));
      store(at + 4 * position, 0, b0(b1(d10, d20), t12));
      store(at + 8 * position, 0, b0(b2(d10, d20), t22));
      store(at + 12 * position, 0, b0(b3(d10, d30), t32));
      const d01 = load(p01 + s, 0);
      const d11 = load(p11 + s, 0);
      const d21 = load(p21 + s, 0);
      const d31 = load(p31 + s, 0);
      const t01 = b0(d01, d21);
      const t11 = b1(d11, d21);
      const t21 = b2(d11, d21);
      const t31 = b3(d11, d31);
      store(at + position, 0, b1(t01, t02));
      store(at + 5 * position, 0, b1(t11, t12));
      store(at + 9 * position, 0, b1(t21, t22));
      store(at + 13 * position, 0, b1(t31, t32));
      store(at + 2 * position, 0, b2(t01, t02));
      store(at + 6 * position, 0, b2(t11, t12));
      store(at + 10 * position, 0, b2(t21, t22));
      store(at + 14 * position, 0, b2(t31, t32));
      const d03 = load(p03 + s, 0);
      const d13 = load(p13 + s, 0);
      const d23 = load(p23 + s, 0);
      const d33 = load(p33 + s, 0);
      store(at + 3 * position, 0, b3(t01, b0(d03, d23)));
      store(at + 7 * position, 0, b3(t11, b1(d13, d23)));
      store(at + 11 * position, 0, b3(t21, b2(d13, d23)));
      store(at + 15 * position, 0, b3(t31, b3(d13, d33)));
    }
    input += row;
    to += PASS;
  }
}

@inline function put(at: usize, v: V, accumulate: bool): void {
  store(at, 0, accumulate ? add(load(at, 0), v) : v);
}

/** Transforms the products of all outputs back, into the square that begins at pixel (y, x). */
function transformBack(
  from: usize,
  outputs: i32,
  out: usize,
  row: usize,
  y: i32,
  x: i32,
  side: i32,
  length: usize,
  size: usize,
  accumulate: bool,
): void {
  const position = <usize>outputs * PASS + GAP;
  const line = <usize>side * length;
  const below = y + 1 < side;
  const right = x + 1 < side;
  let to = out + (<usize>y * side + x) * length;
  for (let o = 0; o < outputs; o++) {
    for (let s: usize = 0; s < size; s += BYTES) {
      const at = from + s;
      const m10 = load(at + 4 * position, 0);
      const m20 = load(at + 8 * position, 0);
      const u00 = a0(load(at, 0), m10, m20);
      const u10 = a1(m10, m20, load(at + 12 * position, 0));
      const m11 = load(at + 5 * position, 0);
      const m21 = load(at + 9 * position, 0);
      const u01 = a0(load(at + position, 0), m11, m21);
      const u11 = a1(m11, m21, load(at + 13 * position, 0));
      const m12 = load(at + 6 * position, 0);
      const m22 = load(at + 10 * position, 0);
      const u02 = a0(load(at + 2 * position, 0), m12, m22);
      const u12 = a1(m12, m22, load(at + 14 * position, 0));
      const m13 = load(at + 7 * position, 0);
      const m23 = load(at + 11 * position, 0);
      const u03 = a0(load(at + 3 * position, 0), m13, m23);
      const u13 = a1(m13, m23, load(at + 15 * position, 0));
      const pixel = to + s;
      put(pixel, a0(u00, u01, u02), accumulate);
      if (right) put(pixel + length, a1(u01, u02, u03), accumulate);
      if (below) {
        put(pixel + line, a0(u10, u11, u12), accumulate);
        if (right) put(pixel + line + length, a1(u11, u12, u13), accumulate);
      }
    }
    from += PASS;
    to += row;
  }
}

/**
 * out = x convolved with 3×3 kernels, stride 1, zeros around the image; or that added to `out`.
 * Values and strides as in `product`, which multiplies here.
 *
 * @param u from `transformKernels`
 * @param room `winogradRoom` bytes, of which the first PASS are 0
 * @param table that of a dense layer
 */
export function winograd(
  out: usize,
  outRow: usize,
  tiles: i32,
  x: usize,
  xRow: usize,
  inputs: i32,
  u: usize,
  accumulate: bool,
  room: usize,
  table: usize,
  side: i32,
  length: usize,
): void {
  const patches = room + PASS;
  const patchStep = <usize>inputs * PASS + GAP;
  const productStep = <usize>tiles * 4 * PASS + GAP;
  const products = patches + 16 * patchStep;
  const tileSize = <usize>inputs * 16;
  for (let py = 0; py < side; py += 2) {
    for (let px = 0; px < side; px += 2) {
      for (let s: usize = 0; s < length; s += PASS) {
        const size = min(PASS, length - s);
        transformPatches(x + s, xRow, inputs, py, px, side, length, size, room, patches);
        for (let position: usize = 0; position < 16; position++) {
          product(
            products + position * productStep,
            PASS,
            tiles,
            patches + position * patchStep,
            PASS,
            inputs,
            u + position * (tiles * tileSize + GAP),
            tileSize,
            0,
            false,
            table,
            1,
            size,
          );
        }
        transformBack(
          products,
          4 * tiles,
          out + s,
          outRow,
          py,
          px,
          side,
          length,
          size,
          accumulate,
        );
      }
    }
  }
}
