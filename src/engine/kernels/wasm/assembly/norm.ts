import { tanh } from './functions';
import {
  add,
  BYTES,
  first,
  fma,
  greater,
  LANES,
  larger,
  load,
  mul,
  splat,
  store,
  sub,
  sum,
  V,
  where,
} from './lanes';

/*
 * What follows a dense layer or convolution: norm, branch scale, the carried h of a block,
 * activation. Rows are channels: `pixels` stretches of `length` bytes, of which the first
 * `samples` numbers count and the rest is padding.
 */

const EPSILON: f64 = 1e-5;

export const RELU: i32 = 1;
export const TANH: i32 = 2;

/** φ(x); NaN stays. */
@inline export function activated(x: V, activation: i32): V {
  if (activation == RELU) return larger(x, splat(0));
  if (activation == TANH) return tanh(x);
  return x;
}

/** g·φ'(x), from φ's value. */
@inline export function activationGradient(g: V, out: V, activation: i32): V {
  if (activation == RELU) return where(greater(out, splat(0)), g);
  if (activation == TANH) return mul(g, sub(splat(1), mul(out, out)));
  return g;
}

/**
 * Mean and 1/√(biased variance + ε) of every row. With `running` (means, then `total` numbers on
 * the variances) also moves the running statistics by `momentum`.
 */
export function batchStatistics(
  y: usize,
  row: usize,
  channels: i32,
  pixels: i32,
  samples: i32,
  length: usize,
  mean: usize,
  inverse: usize,
  running: usize,
  momentum: f32,
): void {
  const count = <f64>pixels * <f64>samples;
  const share = 1 / count;
  if (<usize>samples * 4 == length) {
    // Without padding a row is one stretch.
    samples *= pixels;
    pixels = 1;
  }
  const whole = <usize>(samples & ~(LANES - 1)) * 4;
  const left = samples & (LANES - 1);
  for (let c = 0; c < channels; c++) {
    // Sums of y − y₀, one pass: y₀ is near the mean against the spread, so no digits are lost.
    const shift = f32.load(y);
    const origin = splat(shift);
    // Four of each, to hide the latency of an addition.
    let sum0 = splat(0);
    let sum1 = splat(0);
    let sum2 = splat(0);
    let sum3 = splat(0);
    let square0 = splat(0);
    let square1 = splat(0);
    let square2 = splat(0);
    let square3 = splat(0);
    let start = y;
    for (let p = 0; p < pixels; p++) {
      let at = start;
      const fours = start + (whole & ~(4 * BYTES - 1));
      while (at < fours) {
        const d0 = sub(load(at, 0), origin);
        const d1 = sub(load(at, BYTES), origin);
        const d2 = sub(load(at, 2 * BYTES), origin);
        const d3 = sub(load(at, 3 * BYTES), origin);
        sum0 = add(sum0, d0);
        sum1 = add(sum1, d1);
        sum2 = add(sum2, d2);
        sum3 = add(sum3, d3);
        square0 = fma(d0, d0, square0);
        square1 = fma(d1, d1, square1);
        square2 = fma(d2, d2, square2);
        square3 = fma(d3, d3, square3);
        at += 4 * BYTES;
      }
      for (; at < start + whole; at += BYTES) {
        const d = sub(load(at, 0), origin);
        sum0 = add(sum0, d);
        square0 = fma(d, d, square0);
      }
      if (left) {
        const d = first(sub(load(at, 0), origin), left);
        sum1 = add(sum1, d);
        square1 = fma(d, d, square1);
      }
      start += length;
    }
    sum0 = add(add(sum0, sum1), add(sum2, sum3));
    square0 = add(add(square0, square1), add(square2, square3));
    const difference = <f64>sum(sum0) * share;
    const squares = <f64>sum(square0) * share - difference * difference;
    // Rounding can leave a constant row a little below 0; NaN must stay.
    const variance = squares < 0 ? 0 : squares;
    const average = <f64>shift + difference;
    f32.store(mean, <f32>average);
    f32.store(inverse, <f32>(1 / Math.sqrt(variance + EPSILON)));
    if (running) {
      const unbiased = count > 1 ? (variance * count) / (count - 1) : variance;
      const variances = running + <usize>channels * 4;
      f32.store(running, f32.load(running) * (1 - momentum) + <f32>average * momentum);
      f32.store(variances, f32.load(variances) * (1 - momentum) + <f32>unbiased * momentum);
      running += 4;
    }
    y += row;
    mean += 4;
    inverse += 4;
  }
}

/** Mean and 1/√(variance + ε) from the running statistics. */
export function frozenStatistics(running: usize, channels: i32, mean: usize, inverse: usize): void {
  const variances = running + <usize>channels * 4;
  for (let c: usize = 0; c < <usize>channels * 4; c += 4) {
    f32.store(mean + c, f32.load(running + c));
    f32.store(inverse + c, <f32>(1 / Math.sqrt(<f64>f32.load(variances + c) + EPSILON)));
  }
}

@inline function normaliseRows(
  y: usize,
  out: usize,
  carried: usize,
  row: usize,
  channels: i32,
  size: usize,
  mean: usize,
  inverse: usize,
  scale: usize,
  shift: usize,
  branch: f32,
  activation: i32,
): void {
  for (let c = 0; c < channels; c++) {
    const m = splat(f32.load(mean));
    const a = splat(f32.load(scale) * f32.load(inverse) * branch);
    const b = splat(f32.load(shift) * branch);
    for (let s: usize = 0; s < size; s += 2 * BYTES) {
      let z0 = fma(sub(load(y + s, 0), m), a, b);
      let z1 = fma(sub(load(y + s, BYTES), m), a, b);
      if (carried) {
        z0 = add(z0, load(carried + s, 0));
        z1 = add(z1, load(carried + s, BYTES));
      }
      store(out + s, 0, activated(z0, activation));
      store(out + s, BYTES, activated(z1, activation));
    }
    y += row;
    out += row;
    if (carried) carried += row;
    mean += 4;
    inverse += 4;
    scale += 4;
    shift += 4;
  }
}

/**
 * out = φ(carried + branch·(scale·(y − mean)·inverse + shift)) row by row; `carried` may be 0 (none)
 * and `out` may be `y` or `carried`. `size`: bytes of a row, its padding included.
 */
export function normalise(
  y: usize,
  out: usize,
  carried: usize,
  row: usize,
  channels: i32,
  size: usize,
  mean: usize,
  inverse: usize,
  scale: usize,
  shift: usize,
  branch: f32,
  activation: i32,
): void {
  // Each case apart, so that its inner loop has no branch.
  if (activation == TANH) {
    normaliseRows(y, out, carried, row, channels, size, mean, inverse, scale, shift, branch, TANH);
  } else if (activation == 0) {
    normaliseRows(y, out, carried, row, channels, size, mean, inverse, scale, shift, branch, 0);
  } else if (carried) {
    normaliseRows(y, out, carried, row, channels, size, mean, inverse, scale, shift, branch, RELU);
  } else {
    normaliseRows(y, out, 0, row, channels, size, mean, inverse, scale, shift, branch, RELU);
  }
}

/** The same without a norm: out = φ(carried + branch·y). */
export function activate(
  y: usize,
  out: usize,
  carried: usize,
  row: usize,
  channels: i32,
  size: usize,
  branch: f32,
  activation: i32,
): void {
  const a = splat(branch);
  for (let c = 0; c < channels; c++) {
    for (let s: usize = 0; s < size; s += BYTES) {
      let z = load(y + s, 0);
      if (carried) z = fma(z, a, load(carried + s, 0));
      store(out + s, 0, activated(z, activation));
    }
    y += row;
    out += row;
    if (carried) carried += row;
  }
}

/**
 * From g = ∂L/∂out of `activate`: g becomes the gradient by the sum within φ (which is also that
 * of `carried`), dy = branch·g. `dy` may be `g` where nothing was carried.
 */
export function activateGradient(
  g: usize,
  out: usize,
  dy: usize,
  row: usize,
  channels: i32,
  size: usize,
  branch: f32,
  activation: i32,
): void {
  const a = splat(branch);
  for (let c = 0; c < channels; c++) {
    for (let s: usize = 0; s < size; s += BYTES) {
      const z = activationGradient(load(g + s, 0), load(out + s, 0), activation);
      store(g + s, 0, z);
      if (dy != g) store(dy + s, 0, mul(z, a));
    }
    g += row;
    out += row;
    dy += row;
  }
}

