import { exp, log } from './functions';
import {
  add,
  BYTES,
  div,
  first,
  greater,
  LANES,
  labelsEqual,
  larger,
  load,
  M,
  mul,
  select,
  splat,
  store,
  sub,
  sum,
  V,
  where,
} from './lanes';

/**
 * Cross-entropy in nats and hits of `samples` columns of logits [classes][samples]: their sums are
 * added to the two numbers (f64) at `totals`. A hit is a sample whose label is the first of its
 * largest logits.
 */
export function lossAndHits(
  logits: usize,
  row: i32,
  classes: i32,
  samples: i32,
  labels: usize,
  totals: usize,
): void {
  let loss: f64 = 0;
  let hits: f64 = 0;
  for (let s = 0; s < samples; s += LANES) {
    const at = logits + s * 4;
    let top = load(at, 0);
    let hit = where(labelsEqual(labels + s * 4, 0), splat(1));
    let target = where(labelsEqual(labels + s * 4, 0), top);
    for (let c = 1; c < classes; c++) {
      const value = load(at, c * row);
      const isLabel = labelsEqual(labels + s * 4, c);
      const better = greater(value, top);
      hit = select(better, where(isLabel, splat(1)), hit);
      target = select(isLabel, value, target);
      top = larger(top, value);
    }
    let total = splat(0);
    for (let c = 0; c < classes; c++) total = add(total, exp(sub(load(at, c * row), top)));
    const left = samples - s;
    loss += sum(first(add(log(total), sub(top, target)), left));
    hits += sum(first(hit, left));
  }
  f64.store(totals, f64.load(totals) + loss);
  f64.store(totals, f64.load(totals, 8) + hits, 8);
}

/**
 * The mean cross-entropy, its logits replaced by their gradients (softmax − target)/samples; those
 * of the padding up to `length` bytes become 0.
 */
export function lossGradient(
  logits: usize,
  row: i32,
  classes: i32,
  samples: i32,
  length: usize,
  labels: usize,
): f64 {
  let loss: f64 = 0;
  const share = splat(<f32>(1.0 / <f64>samples));
  for (let s: usize = 0; s < length; s += BYTES) {
    const at = logits + s;
    const left = samples - <i32>(s >> 2);
    let top = load(at, 0);
    for (let c = 1; c < classes; c++) top = larger(top, load(at, c * row));
    let total = splat(0);
    let target = splat(0);
    for (let c = 0; c < classes; c++) {
      const value = sub(load(at, c * row), top);
      target = select(labelsEqual(labels + s, c), value, target);
      const e = exp(value);
      total = add(total, e);
      store(at, c * row, e);
    }
    loss += sum(first(sub(log(total), target), left));
    const scale = div(share, total);
    for (let c = 0; c < classes; c++) {
      const isLabel: M = labelsEqual(labels + s, c);
      const g: V = sub(mul(load(at, c * row), scale), where(isLabel, share));
      store(at, c * row, first(g, left));
    }
  }
  return loss / <f64>samples;
}
