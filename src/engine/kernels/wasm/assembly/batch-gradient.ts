import {
  add,
  BYTES,
  first,
  fma,
  LANES,
  load,
  mul,
  splat,
  store,
  sub,
  sum,
} from './lanes';
import { activationGradient, RELU } from './norm';

// What gradientSums leaves of one row.
let sumOfG: f32 = 0;
let sumOfGX: f32 = 0;

/** Masks a row of g by φ' and sums g and g·(y − mean). Padding needs no care: g is 0 there. */
@inline
function gradientSums(
  g: usize,
  out: usize,
  y: usize,
  size: usize,
  mean: f32,
  activation: i32,
): void {
  const m = splat(mean);
  let g0 = splat(0);
  let g1 = splat(0);
  let gx0 = splat(0);
  let gx1 = splat(0);
  const end = g + size;
  do {
    const z0 = activationGradient(load(g, 0), load(out, 0), activation);
    const z1 = activationGradient(load(g, BYTES), load(out, BYTES), activation);
    store(g, 0, z0);
    store(g, BYTES, z1);
    g0 = add(g0, z0);
    g1 = add(g1, z1);
    gx0 = fma(z0, sub(load(y, 0), m), gx0);
    gx1 = fma(z1, sub(load(y, BYTES), m), gx1);
    g += 2 * BYTES;
    out += 2 * BYTES;
    y += 2 * BYTES;
  } while (g < end);
  sumOfG = sum(add(g0, g1));
  sumOfGX = sum(add(gx0, gx1));
}

/**
 * From g = ∂L/∂out of `normalise` with the batch's own statistics: g becomes the gradient by the
 * sum within φ, `dy` that by y (0 in the padding), and the gradients by scale and shift are stored.
 * `dy` may be `g` where nothing was carried. Ioffe & Szegedy (2015), section 3.
 */
export function batchGradient(
  g: usize,
  out: usize,
  y: usize,
  dy: usize,
  row: usize,
  channels: i32,
  pixels: i32,
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
  const count = <f32>pixels * <f32>samples;
  if (<usize>samples * 4 == length) {
    samples *= pixels;
    length *= pixels;
    pixels = 1;
  }
  const size = <usize>pixels * length;
  const whole = <usize>(samples & ~(LANES - 1)) * 4;
  for (let c = 0; c < channels; c++) {
    const m = f32.load(mean);
    // Each case apart, so that its inner loop has no branch.
    if (activation == RELU) gradientSums(g, out, y, size, m, RELU);
    else gradientSums(g, out, y, size, m, activation);
    const r = f32.load(inverse);
    const totalG = sumOfG;
    const totalGX = sumOfGX * r;
    f32.store(dShift, totalG * branch);
    f32.store(dScale, totalGX * branch);
    // dy = branch·scale·r·(g − mean g − x̂·mean(g·x̂)), x̂ = (y − mean)·r; the mean is taken away
    // first, so that what cancels, cancels wholly.
    const a = f32.load(scale) * r * branch;
    const factor = splat(a);
    const slope = splat((-a * totalGX * r) / count);
    const average = splat(totalG / count);
    const origin = splat(m);
    for (let p = 0; p < pixels; p++) {
      let at = <usize>p * length;
      const end = at + length;
      const full = at + whole;
      for (; at < full; at += BYTES) {
        const x = sub(load(y + at, 0), origin);
        const d = sub(load(g + at, 0), average);
        store(dy + at, 0, fma(d, factor, mul(x, slope)));
      }
      for (let left = samples & (LANES - 1); at < end; at += BYTES) {
        const x = sub(load(y + at, 0), origin);
        const d = sub(load(g + at, 0), average);
        store(dy + at, 0, first(fma(d, factor, mul(x, slope)), left));
        left -= LANES;
      }
    }
    g += row;
    out += row;
    y += row;
    dy += row;
    mean += 4;
    inverse += 4;
    scale += 4;
    dScale += 4;
    dShift += 4;
  }
}
