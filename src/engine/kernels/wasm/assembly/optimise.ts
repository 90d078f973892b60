import { add, BYTES, div, fma, fnma, load, mul, splat, sqrt, store, sub, V } from './lanes';

/*
 * One update of θ from its gradient g, in place, elementwise (training/optimiser has the
 * formulas). `size` in bytes, a multiple of 16. `clip` multiplies the gradient first; `decay` is λ
 * of weight decay. g[i] is 0 where θ is padding, and padding stays 0.
 */

/** Σ g², for clipping. */
export function sumOfSquares(g: usize, size: usize): f64 {
  let total: f64 = 0;
  for (let i: usize = 0; i < size; i += 4) total += <f64>f32.load(g + i) * <f64>f32.load(g + i);
  return total;
}

/** λθ + clip·g */
@inline function decayed(theta: V, g: V, clip: V, decay: V): V {
  return fma(theta, decay, mul(g, clip));
}

export function sgd(theta: usize, g: usize, size: usize, clip: f32, decay: f32, rate: f32): void {
  for (let i: usize = 0; i < size; i += BYTES) {
    const t = load(theta + i, 0);
    const d = decayed(t, load(g + i, 0), splat(clip), splat(decay));
    store(theta + i, 0, fnma(d, splat(rate), t));
  }
}

/** v ← μv + g; θ ← θ − ηv, or with Nesterov's look-ahead θ − η(g + μv). */
export function momentum(
  theta: usize,
  g: usize,
  velocity: usize,
  size: usize,
  clip: f32,
  decay: f32,
  rate: f32,
  mu: f32,
  nesterov: bool,
): void {
  for (let i: usize = 0; i < size; i += BYTES) {
    const t = load(theta + i, 0);
    const d = decayed(t, load(g + i, 0), splat(clip), splat(decay));
    const v = fma(load(velocity + i, 0), splat(mu), d);
    store(velocity + i, 0, v);
    const direction = nesterov ? fma(v, splat(mu), d) : v;
    store(theta + i, 0, fnma(direction, splat(rate), t));
  }
}

/** s ← keep·s + gain·g²; θ ← θ − ηg/(√s + ε): Adagrad with keep = gain = 1, RMSprop with ρ, 1 − ρ. */
export function scaledByRoot(
  theta: usize,
  g: usize,
  squares: usize,
  size: usize,
  clip: f32,
  decay: f32,
  rate: f32,
  keep: f32,
  gain: f32,
  epsilon: f32,
): void {
  for (let i: usize = 0; i < size; i += BYTES) {
    const t = load(theta + i, 0);
    const d = decayed(t, load(g + i, 0), splat(clip), splat(decay));
    const s = add(mul(load(squares + i, 0), splat(keep)), mul(mul(d, d), splat(gain)));
    store(squares + i, 0, s);
    const step = div(mul(d, splat(rate)), add(sqrt(s), splat(epsilon)));
    store(theta + i, 0, sub(t, step));
  }
}

/**
 * Adam and AdamW: m, v ← moments; θ ← shrink·θ − rate·m/(√v·spread + ε), where `rate` is
 * η/(1 − β₁ᵗ), `spread` 1/√(1 − β₂ᵗ) and `shrink` 1 − ηλ of decoupled decay.
 */
export function adam(
  theta: usize,
  g: usize,
  m: usize,
  v: usize,
  size: usize,
  clip: f32,
  decay: f32,
  shrink: f32,
  rate: f32,
  beta1: f32,
  gain1: f32,
  beta2: f32,
  gain2: f32,
  spread: f32,
  epsilon: f32,
): void {
  for (let i: usize = 0; i < size; i += BYTES) {
    const t = load(theta + i, 0);
    const d = decayed(t, load(g + i, 0), splat(clip), splat(decay));
    const first = fma(load(m + i, 0), splat(beta1), mul(d, splat(gain1)));
    const second = fma(load(v + i, 0), splat(beta2), mul(mul(d, d), splat(gain2)));
    store(m + i, 0, first);
    store(v + i, 0, second);
    const root = fma(sqrt(second), splat(spread), splat(epsilon));
    store(theta + i, 0, sub(mul(t, splat(shrink)), div(mul(first, splat(rate)), root)));
  }
}
