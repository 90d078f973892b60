import { add, BYTES, first, fma, LANES, load, mul, splat, splat0, store, sub, sum, V } from './lanes';
import { activationGradient, RELU } from './norm';

// What gradientSums leaves of one row.
let sumOfG: f32 = 0;
let sumOfGX: f32 = 0;

/** Masks a row of g by φ' and sums g and g·x̂. Padding needs no care: g is 0 there. */
@inline function gradientSums(
  g: usize,
  out: usize,
  y: usize,
  length: usize,
  mean: usize,
  inverse: usize,
  activation: i32,
): void {
  let g0 = splat(0);
  let g1 = splat(0);
  let gx0 = splat(0);
  let gx1 = splat(0);
  for (let s: usize = 0; s < length; s += 2 * BYTES) {
    const z0 = activationGradient(load(g + s, 0), load(out + s, 0), activation);
    const z1 = activationGradient(load(g + s, BYTES), load(out + s, BYTES), activation);
    store(g + s, 0, z0);
    store(g + s, BYTES, z1);
    g0 = add(g0, z0);
    g1 = add(g1, z1);
    const d0 = sub(load(y + s, 0), load(mean + s, 0));
    const d1 = sub(load(y + s, BYTES), load(mean + s, BYTES));
    gx0 = fma(z0, mul(d0, load(inverse + s, 0)), gx0);
    gx1 = fma(z1, mul(d1, load(inverse + s, BYTES)), gx1);
  }
  sumOfG = sum(add(g0, g1));
  sumOfGX = sum(add(gx0, gx1));
}

/**
 * From g = ∂L/∂out of `layerNormalise`: g becomes the gradient by the sum within φ, dy that by y (0
 * in the padding), and the gradients by scale and shift are stored. `dy` may be `g` where nothing
 * was carried.
 */
export function layerGradient(
  g: usize,
  out: usize,
  y: usize,
  dy: usize,
  row: usize,
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
  // The gradients by scale and shift sum over samples, so row by row; dy below column by column.
  for (let c = 0; c < rows; c++) {
    const at = <usize>c * row;
    // ReLU apart, so that its inner loop has no branch.
    if (activation == RELU) gradientSums(g + at, out + at, y + at, length, mean, inverse, RELU);
    else gradientSums(g + at, out + at, y + at, length, mean, inverse, activation);
    f32.store(dShift + c * 4, sumOfG * branch);
    f32.store(dScale + c * 4, sumOfGX * branch);
  }
  const b = splat(branch);
  const share = splat(<f32>(1.0 / <f64>channels));
  for (let s: usize = 0; s < length; s += BYTES) {
    const m = load(mean + s, 0);
    const r = load(inverse + s, 0);
    let total = splat(0);
    let totalX = splat(0);
    let at = s;
    for (let c = 0; c < channels; c++) {
      const d = mul(load(g + at, 0), splat0(scale + c * 4));
      total = add(total, d);
      totalX = fma(d, sub(load(y + at, 0), m), totalX);
      at += row;
    }
    // dy = branch·r·(d − mean d − x̂·mean(d·x̂)), d = scale·g, x̂ = (y − mean)·r
    const factor = mul(r, b);
    const constant: V = mul(total, share);
    const slope = mul(mul(totalX, share), mul(r, r));
    const left = samples - <i32>(s >> 2);
    at = s;
    for (let c = 0; c < rows; c++) {
      const d = sub(mul(load(g + at, 0), splat0(scale + c * 4)), constant);
      const v = mul(sub(d, mul(sub(load(y + at, 0), m), slope)), factor);
      // Beyond the channels and the samples nothing may reach the gradients.
      if (c < channels && left >= LANES) store(dy + at, 0, v);
      else store(dy + at, 0, first(v, c < channels ? left : 0));
      at += row;
    }
  }
}
