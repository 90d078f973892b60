import { add, BYTES, fma, load, mul, splat, store } from './lanes';

/** θ = centre + a·first + b·second; `second` 0: only the first direction. `size` in bytes. */
export function combine(
  theta: usize,
  centre: usize,
  first: usize,
  a: f32,
  second: usize,
  b: f32,
  size: usize,
): void {
  const u = splat(a);
  const v = splat(b);
  for (let i: usize = 0; i < size; i += BYTES) {
    let t = mul(load(first + i, 0), u);
    if (second) t = fma(load(second + i, 0), v, t);
    store(theta + i, 0, add(load(centre + i, 0), t));
  }
}

/**
 * Samples and labels of a batch, from rows of samples [pixel][channel] to rows of channels
 * [pixel][sample]. The padding stays as it is.
 *
 * @param order which samples, or 0: the first ones
 */
export function gather(
  x: usize,
  labels: usize,
  order: usize,
  samples: i32,
  pixels: i32,
  channels: i32,
  to: usize,
  row: usize,
  length: i32,
  labelsTo: usize,
): void {
  const size = <usize>pixels * channels * 4;
  for (let s = 0; s < samples; s++) {
    const index: usize = order ? i32.load(order + s * 4) : s;
    i32.store(labelsTo + s * 4, i32.load(labels + index * 4));
    let from = x + index * size;
    for (let p = 0; p < pixels; p++) {
      let at = to + p * length + s * 4;
      for (let c = 0; c < channels; c++) {
        f32.store(at, f32.load(from));
        from += 4;
        at += row;
      }
    }
  }
}
