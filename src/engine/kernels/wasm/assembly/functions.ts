import {
  abs,
  add,
  copySign,
  div,
  exponent,
  fma,
  fnma,
  larger,
  mul,
  nearest,
  power2,
  smaller,
  splat,
  sub,
  V,
} from './lanes';

// ln 2 in two parts: n·HIGH is exact for |n| < 2⁹, so that x − n·ln 2 keeps its digits.
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;
const LOG2_E: f32 = 1.44269504088896341;

/** eʳ − 1 for |r| ≤ ½ ln 2: its Taylor series to r⁷, which leaves 5e-9. */
@inline function expm1Reduced(r: V): V {
  let p = splat(1.0 / 5040.0);
  p = fma(p, r, splat(1.0 / 720.0));
  p = fma(p, r, splat(1.0 / 120.0));
  p = fma(p, r, splat(1.0 / 24.0));
  p = fma(p, r, splat(1.0 / 6.0));
  p = fma(p, r, splat(0.5));
  return fma(mul(p, r), r, r);
}

@inline function reduced(x: V, n: V): V {
  return fnma(n, splat(LN2_LOW), fnma(n, splat(LN2_HIGH), x));
}

/** eˣ for x ≤ 0; at least 1e-38. NaN stays. */
export function exp(x: V): V {
  x = larger(x, splat(-87));
  const n = nearest(mul(x, splat(LOG2_E)));
  return mul(add(expm1Reduced(reduced(x, n)), splat(1)), power2(n));
}

/** ln x for finite x ≥ 1e-30, by the series of artanh. NaN and ∞ stay. */
export function log(x: V): V {
  const n = exponent(x);
  const m = mul(x, power2(sub(splat(0), n)));
  const z = div(sub(m, splat(1)), add(m, splat(1)));
  const zz = mul(z, z);
  let p = splat(2.0 / 9.0);
  p = fma(p, zz, splat(2.0 / 7.0));
  p = fma(p, zz, splat(2.0 / 5.0));
  p = fma(p, zz, splat(2.0 / 3.0));
  p = fma(p, zz, splat(2));
  const result = fma(n, splat(LN2_HIGH), fma(n, splat(LN2_LOW), mul(p, z)));
  // x − x is 0, and NaN for ∞ and NaN, which the exponent's bits would hide.
  return add(result, sub(x, x));
}

/** tanh x = e/(e + 2) with e = e^{2|x|} − 1, without cancellation near 0. NaN stays. */
export function tanh(x: V): V {
  const y = smaller(mul(abs(x), splat(2)), splat(40));
  const n = nearest(mul(y, splat(LOG2_E)));
  const scale = power2(n);
  const e = fma(expm1Reduced(reduced(y, n)), scale, sub(scale, splat(1)));
  return copySign(div(e, add(e, splat(2))), x);
}
