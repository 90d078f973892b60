import { BYTES, fma, load, splat, splat0, splat1, splat2, splat3, store, V } from './lanes';

/** Samples a pass: the weights of a tile and the inputs of a pass stay in the first-level cache. */
const PASS: usize = 32 * 4;

/**
 * out[o][p][s] = start + Σ_taps Σ_i w[o][tap][i] · x[i][pixel of tap][s], four outputs by two
 * vectors of samples in registers. A dense layer is one pixel with one tap; a convolution has the
 * taps that fall inside the image; with transposed weights both give gradients by the input.
 *
 * All strides in bytes. Rows of `out` come in fours: the last rows of the last tile are padding,
 * which zero weights make zero. `table` holds per pixel: its offset in a row of `out`, the number
 * of taps, and per tap the offset in a row of `x` and in a tile of `w`.
 *
 * @param w tiles of four outputs, within them by tap, input, output
 * @param bias one number an output, or 0 for none
 * @param accumulate adds to what `out` holds
 * @param length bytes of a pixel's samples, a multiple of 32
 */
export function product(
  out: usize,
  outRow: usize,
  tiles: i32,
  x: usize,
  xRow: usize,
  inputs: i32,
  w: usize,
  tileSize: usize,
  bias: usize,
  accumulate: bool,
  table: usize,
  pixels: i32,
  length: usize,
): void {
  for (let p = 0; p < pixels; p++) {
    const pixel = out + i32.load(table);
    const taps = i32.load(table, 4);
    const firstTap = table + 8;
    for (let pass: usize = 0; pass < length; pass += PASS) {
      const end = min(pass + PASS, length);
      let tile = w;
      let b = bias;
      let o = pixel;
      for (let t = 0; t < tiles; t++) {
        for (let s = pass; s < end; s += 2 * BYTES) {
          const o0 = o + s;
          const o1 = o0 + outRow;
          const o2 = o1 + outRow;
          const o3 = o2 + outRow;
          let a00: V, a01: V, a10: V, a11: V, a20: V, a21: V, a30: V, a31: V;
          if (accumulate) {
            a00 = load(o0, 0);
            a01 = load(o0, BYTES);
            a10 = load(o1, 0);
            a11 = load(o1, BYTES);
            a20 = load(o2, 0);
            a21 = load(o2, BYTES);
            a30 = load(o3, 0);
            a31 = load(o3, BYTES);
          } else if (bias) {
            a00 = a01 = splat0(b);
            a10 = a11 = splat1(b);
            a20 = a21 = splat2(b);
            a30 = a31 = splat3(b);
          } else {
            a00 = a01 = a10 = a11 = a20 = a21 = a30 = a31 = splat(0);
          }
          let tap = firstTap;
          for (let n = 0; n < taps; n++) {
            let from = x + i32.load(tap) + s;
            let weights = tile + i32.load(tap, 4);
            tap += 8;
            let left = inputs;
            do {
              const x0 = load(from, 0);
              const x1 = load(from, BYTES);
              const w0 = splat0(weights);
              a00 = fma(w0, x0, a00);
              a01 = fma(w0, x1, a01);
              const w1 = splat1(weights);
              a10 = fma(w1, x0, a10);
              a11 = fma(w1, x1, a11);
              const w2 = splat2(weights);
              a20 = fma(w2, x0, a20);
              a21 = fma(w2, x1, a21);
              const w3 = splat3(weights);
              a30 = fma(w3, x0, a30);
              a31 = fma(w3, x1, a31);
              from += xRow;
              weights += 16;
            } while (--left);
          }
          store(o0, 0, a00);
          store(o0, BYTES, a01);
          store(o1, 0, a10);
          store(o1, BYTES, a11);
          store(o2, 0, a20);
          store(o2, BYTES, a21);
          store(o3, 0, a30);
          store(o3, BYTES, a31);
        }
        tile += tileSize;
        if (bias) b += 16;
        o += 4 * outRow;
      }
    }
    table = firstTap + 8 * taps;
  }
}
