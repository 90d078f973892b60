/**
 * A centred running mean over `span` points, narrower at the ends; gaps (NaN) are passed over.
 * @returns [n].
 */
export function smoothed(y: ArrayLike<number>, n: number, span: number): Float64Array {
  const half = Math.floor(span / 2);
  const out = new Float64Array(n);
  let sum = 0;
  let count = 0;
  const add = (k: number, sign: number) => {
    const value = y[k]!;
    if (!Number.isFinite(value)) return;
    sum += sign * value;
    count += sign;
  };
  let from = 0;
  let to = 0;
  for (let k = 0; k < n; k++) {
    const reach = Math.min(half, k, n - 1 - k);
    while (to <= k + reach) add(to++, 1);
    while (to > k + reach + 1) add(--to, -1);
    while (from < k - reach) add(from++, -1);
    out[k] = count > 0 && Number.isFinite(y[k]!) ? sum / count : Number.NaN;
  }
  return out;
}

/**
 * A line in panel coordinates: x0, y0, x1, y1, … Where several points share a pixel's column, the
 * first, least, greatest and last are kept, so that no peak is lost and no pixel is drawn twice.
 */
export function pixelLine(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  n: number,
  toX: (value: number) => number,
  toY: (value: number) => number,
  width: number,
): Float64Array {
  const place = (value: number) => {
    const at = toY(value);
    // Zero on a log axis: a gap. Far outside: kept just outside, within what canvases can draw.
    return Number.isFinite(at) ? Math.max(-1e4, Math.min(1e4, at)) : Number.NaN;
  };
  if (n <= 3 * width) {
    const out = new Float64Array(2 * n);
    for (let k = 0; k < n; k++) {
      out[2 * k] = toX(x[k]!);
      out[2 * k + 1] = place(y[k]!);
    }
    return out;
  }
  const out: number[] = [];
  for (let k = 0; k < n; ) {
    const column = Math.floor(toX(x[k]!));
    let end = k;
    let least = k;
    let most = k;
    while (end < n && Math.floor(toX(x[end]!)) === column) {
      if (!(y[end]! >= y[least]!)) least = end;
      if (!(y[end]! <= y[most]!)) most = end;
      end++;
    }
    const kept = new Set([k, Math.min(least, most), Math.max(least, most), end - 1]);
    for (const at of kept) out.push(toX(x[at]!), place(y[at]!));
    k = end;
  }
  return Float64Array.from(out);
}
