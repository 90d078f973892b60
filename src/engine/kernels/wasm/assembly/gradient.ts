import { add, addSums4, BYTES, fma, load, splat, sum, transpose4 } from './lanes';

/**
 * Adds to the gradient of `product`'s weights: g[o][tap][i] += Σ_s dy[o][s]·x[i][s], over the
 * stretches of samples that a tap pairs. Four outputs by two inputs of vectors in registers.
 *
 * @param g laid out as the weights: tiles of four outputs, then tap, input, output
 * @param table per stretch: the tap's offset in a tile of g, the offset in a row of x, in a row
 *   of dy, and the length, in bytes; a multiple of 32
 */
export function weightGradient(
  g: usize,
  tileSize: usize,
  dy: usize,
  dyRow: usize,
  tiles: i32,
  x: usize,
  xRow: usize,
  inputs: i32,
  table: usize,
  stretches: i32,
): void {
  for (let n = 0; n < stretches; n++) {
    const tap = i32.load(table);
    const xAt = x + i32.load(table, 4);
    const dyAt = dy + i32.load(table, 8);
    const length: usize = i32.load(table, 12);
    table += 16;
    let tile = g + tap;
    let d0 = dyAt;
    for (let t = 0; t < tiles; t++) {
      const d1 = d0 + dyRow;
      const d2 = d1 + dyRow;
      const d3 = d2 + dyRow;
      let x0 = xAt;
      let to = tile;
      // An odd number of inputs meets a row of padding, whose sums are not stored.
      for (let i = 0; i < inputs; i += 2) {
        const x1 = x0 + xRow;
        let a00 = splat(0);
        let a01 = splat(0);
        let a02 = splat(0);
        let a03 = splat(0);
        let a10 = splat(0);
        let a11 = splat(0);
        let a12 = splat(0);
        let a13 = splat(0);
        for (let s: usize = 0; s < length; s += BYTES) {
          const u0 = load(x0 + s, 0);
          const u1 = load(x1 + s, 0);
          const v0 = load(d0 + s, 0);
          a00 = fma(u0, v0, a00);
          a10 = fma(u1, v0, a10);
          const v1 = load(d1 + s, 0);
          a01 = fma(u0, v1, a01);
          a11 = fma(u1, v1, a11);
          const v2 = load(d2 + s, 0);
          a02 = fma(u0, v2, a02);
          a12 = fma(u1, v2, a12);
          const v3 = load(d3 + s, 0);
          a03 = fma(u0, v3, a03);
          a13 = fma(u1, v3, a13);
        }
        addSums4(to, a00, a01, a02, a03);
        if (i + 1 < inputs) addSums4(to + 16, a10, a11, a12, a13);
        to += 32;
        x0 = x1 + xRow;
      }
      tile += tileSize;
      d0 += 4 * dyRow;
    }
  }
}

/** The gradient of a bias: to[o] = Σ_s dy[o][s] over `size` bytes. */
export function rowSums(dy: usize, row: usize, rows: i32, size: usize, to: usize): void {
  for (let o = 0; o < rows; o++) {
    let total = splat(0);
    for (let s: usize = 0; s < size; s += BYTES) total = add(total, load(dy + s, 0));
    f32.store(to, sum(total));
    to += 4;
    dy += row;
  }
}

/**
 * Weights for the gradient by the input: to[i][tap][o] = w[o][tap][i], both in tiles of four of
 * their first index.
 *
 * @param inputs, outputs the padded counts: multiples of four
 * @param used how many of the inputs `w` holds; the rest of `to` becomes 0
 */
export function transposeWeights(
  w: usize,
  to: usize,
  taps: i32,
  used: i32,
  inputs: i32,
  outputs: i32,
): void {
  const wTile = taps * used * 16;
  const toTile = taps * outputs * 16;
  for (let tap = 0; tap < taps; tap++) {
    for (let i = 0; i < inputs; i += 4) {
      for (let o = 0; o < outputs; o += 4) {
        const from = w + (o >> 2) * wTile + (tap * used + i) * 16;
        const at = to + (i >> 2) * toTile + (tap * outputs + o) * 16;
        if (i + 4 <= used) {
          transpose4(from, 16, at, 16);
        } else {
          for (let j = 0; j < 4; j++) {
            for (let k = 0; k < 4; k++) {
              const value = i + j < used ? f32.load(from + j * 16 + k * 4) : 0;
              f32.store(at + k * 16 + j * 4, value);
            }
          }
        }
      }
    }
  }
}
