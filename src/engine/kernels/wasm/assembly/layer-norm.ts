import { activated, RELU } from './norm';
import { add, BYTES, div, fma, load, mul, splat, splat0, sqrt, store, sub, V } from './lanes';

/*
 * Layer norm over the channels of each sample (Ba, Kiros & Hinton 2016); rows are channels, so
 * vectors hold as many samples and nothing is summed across lanes. See norm for the terms.
 */

const EPSILON: f32 = 1e-5;

/** 1/√(variance + ε) */
@inline function inverseDeviation(squares: V, share: V): V {
  return div(splat(1), sqrt(fma(squares, share, splat(EPSILON))));
}

@inline function layerColumns(
  y: usize,
  out: usize,
  carried: usize,
  row: usize,
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
  const share = splat(<f32>(1.0 / <f64>channels));
  const b = splat(branch);
  const end = y + length;
  while (y < end) {
    let total0 = splat(0);
    let total1 = splat(0);
    let at = y;
    for (let c = 0; c < channels; c++) {
      total0 = add(total0, load(at, 0));
      total1 = add(total1, load(at, BYTES));
      at += row;
    }
    const m0 = mul(total0, share);
    const m1 = mul(total1, share);
    let squares0 = splat(0);
    let squares1 = splat(0);
    at = y;
    for (let c = 0; c < channels; c++) {
      const d0 = sub(load(at, 0), m0);
      const d1 = sub(load(at, BYTES), m1);
      squares0 = fma(d0, d0, squares0);
      squares1 = fma(d1, d1, squares1);
      at += row;
    }
    const r0 = inverseDeviation(squares0, share);
    const r1 = inverseDeviation(squares1, share);
    store(mean, 0, m0);
    store(mean, BYTES, m1);
    store(inverse, 0, r0);
    store(inverse, BYTES, r1);
    at = y;
    let to = out;
    let from = carried;
    let gamma = scale;
    let beta = shift;
    for (let c = 0; c < rows; c++) {
      const a = mul(splat0(gamma), b);
      const d = mul(splat0(beta), b);
      let z0 = fma(mul(sub(load(at, 0), m0), r0), a, d);
      let z1 = fma(mul(sub(load(at, BYTES), m1), r1), a, d);
      if (carried) {
        z0 = add(z0, load(from, 0));
        z1 = add(z1, load(from, BYTES));
        from += row;
      }
      store(to, 0, activated(z0, activation));
      store(to, BYTES, activated(z1, activation));
      at += row;
      to += row;
      gamma += 4;
      beta += 4;
    }
    y += 2 * BYTES;
    out += 2 * BYTES;
    if (carried) carried += 2 * BYTES;
    mean += 2 * BYTES;
    inverse += 2 * BYTES;
  }
}

/**
 * out = φ(carried + branch·(scale·(y − mean)·inverse + shift)); leaves mean and 1/√(variance + ε) of
 * every sample. `carried` may be 0 (none), `out` may be `y` or `carried`.
 *
 * @param channels how many of the rows count
 * @param rows the rows with their padding, which becomes φ(carried)
 */
export function layerNormalise(
  y: usize,
  out: usize,
  carried: usize,
  row: usize,
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
  // ReLU apart, so that its inner loop has no branch.
  if (activation == RELU) {
    layerColumns(
      y,
      out,
      carried,
      row,
      channels,
      rows,
      length,
      mean,
      inverse,
      scale,
      shift,
      branch,
      RELU,
    );
  } else {
    layerColumns(
      y,
      out,
      carried,
      row,
      channels,
      rows,
      length,
      mean,
      inverse,
      scale,
      shift,
      branch,
      activation,
    );
  }
}
