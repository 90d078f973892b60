import { add, BYTES, load, mul, splat, store } from './lanes';

/** Global average pooling: out[c][s] = mean over the pixels of x[c][pixel][s]. */
export function averagePool(
  x: usize,
  xRow: usize,
  channels: i32,
  pixels: i32,
  length: i32,
  out: usize,
  outRow: usize,
): void {
  const share = splat(1.0 / <f32>pixels);
  for (let c = 0; c < channels; c++) {
    for (let s = 0; s < length; s += BYTES) {
      let total = splat(0);
      for (let p = 0; p < pixels; p++) total = add(total, load(x + p * length + s, 0));
      store(out + s, 0, mul(total, share));
    }
    x += xRow;
    out += outRow;
  }
}

/** Spreads the gradient of the pooled back over the pixels. */
export function averagePoolGradient(
  g: usize,
  gRow: usize,
  channels: i32,
  pixels: i32,
  length: i32,
  dx: usize,
  dxRow: usize,
): void {
  const share = splat(1.0 / <f32>pixels);
  for (let c = 0; c < channels; c++) {
    for (let s = 0; s < length; s += BYTES) {
      const d = mul(load(g + s, 0), share);
      for (let p = 0; p < pixels; p++) store(dx + p * length + s, 0, d);
    }
    g += gRow;
    dx += dxRow;
  }
}
