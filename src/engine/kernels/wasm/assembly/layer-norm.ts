import {
  add,
  BYTES,
  div,
  first,
  fma,
  load,
  mul,
  splat,
  splat0,
  sqrt,
  store,
  sub,
  sum,
  V,
} from './lanes';
import { activated, activationGradient } from './norm';

/*
 * Layer norm over the channels of each sample (Ba, Kiros & Hinton 2016); rows are channels, so
 * vectors hold as many samples and nothing is summed across lanes. See norm for the terms.
 */

/**
 * out = φ(carried + branch·(scale·(y − mean)·inverse + shift)); leaves mean and 1/√(variance + ε) of
 * every sample. `out` may be `y` or `carried`.
 *
 * @param channels how many of the rows count
 * @param rows the rows with their padding, which becomes φ(carried)
 */
export function layerNormalise(
  y: usize,
  out: usize,
  carried: usize,
  row: i32,
  channels: i32,
  rows: i32,
  length: usize,
  mean: usize,
  inverse: usize,
  scale: usize,
  shift: usize,
  branch: f32,
  activation: i32,
): void {
  const count = splat(<f32>channels);
  const b = splat(branch);
  for (let s: usize = 0; s < length; s += BYTES) {
    let total = splat(0);
    for (let c = 0; c < channels; c++) total = add(total, load(y + s, c * row));
    const m = div(total, count);
    let squares = splat(0);
    for (let c = 0; c < channels; c++) {
      const d = sub(load(y + s, c * row), m);
      squares = fma(d, d, squares);
    }
    const r = div(splat(1), sqrt(add(div(squares, count), splat(1e-5))));
    store(mean + s, 0, m);
    store(inverse + s, 0, r);
    for (let c = 0; c < rows; c++) {
      const at = s + c * row;
      const x = mul(sub(load(y + at, 0), m), r);
      let z: V = mul(fma(x, splat0(scale + c * 4), splat0(shift + c * 4)), b);
      if (carried) z = add(z, load(carried + at, 0));
      store(out + at, 0, activated(z, activation));
    }
  }
}

/**
 * From g = ∂L/∂out: g becomes the gradient by the sum within φ, dy that by y, and the gradients by
 * scale and shift are added to. `dy` may be `g` where nothing was carried.
 */
export function layerGradient(
  g: usize,
  out: usize,
  y: usize,
  dy: usize,
  row: i32,
  channels: i32,
  rows: i32,
  samples: i32,
  length: usize,
  mean: usize,
  inverse: usize,
  scale: usize,
  dScale: usize,
  dShift: usize,
  branch: f32,
  activation: i32,
): void {
  const b = splat(branch);
  const share = splat(<f32>(1.0 / <f64>channels));
  // The gradients by scale and shift sum over samples, so row by row; dy below column by column.
  for (let c = 0; c < rows; c++) {
    let sumG = splat(0);
    let sumGX = splat(0);
    for (let s: usize = 0; s < length; s += BYTES) {
      const at = s + c * row;
      const z = activationGradient(load(g + at, 0), load(out + at, 0), activation);
      store(g + at, 0, z);
      const x = mul(sub(load(y + at, 0), load(mean + s, 0)), load(inverse + s, 0));
      sumG = add(sumG, z);
      sumGX = fma(z, x, sumGX);
    }
    f32.store(dShift + c * 4, sum(sumG) * branch);
    f32.store(dScale + c * 4, sum(sumGX) * branch);
  }
  for (let s: usize = 0; s < length; s += BYTES) {
    const m = load(mean + s, 0);
    const r = load(inverse + s, 0);
    let meanD = splat(0);
    let meanDX = splat(0);
    for (let c = 0; c < channels; c++) {
      const at = s + c * row;
      const d = mul(load(g + at, 0), splat0(scale + c * 4));
      meanD = add(meanD, d);
      meanDX = fma(d, mul(sub(load(y + at, 0), m), r), meanDX);
    }
    meanD = mul(meanD, share);
    meanDX = mul(meanDX, share);
    const left = samples - <i32>(s >> 2);
    for (let c = 0; c < rows; c++) {
      const at = s + c * row;
      const d = mul(load(g + at, 0), splat0(scale + c * 4));
      const x = mul(sub(load(y + at, 0), m), r);
      const v = mul(sub(sub(d, meanD), mul(x, meanDX)), mul(r, b));
      // Beyond the channels and the samples nothing may reach the gradients.
      store(dy + at, 0, first(v, c < channels ? left : 0));
    }
  }
}
