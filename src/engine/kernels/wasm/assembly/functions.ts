import { abs, add, copySign, div, exponent, fma, fnma, larger, mul, power2 } from './lanes';
import { smaller, splat0, splat1, splat2, splat3, sub, V } from './lanes';

// V8 builds a vector constant anew at every use, in several instructions; loading one is cheaper.
// prettier-ignore
const NUMBERS = memory.data<f32>([
  // ln 2 in two parts: n·first is exact for |n| < 2⁹, so that x − n·ln 2 keeps its digits; log₂ e.
  0.693359375, -2.12194440e-4, 1.44269504088896341, 1,
  // 1/k! for k = 7 … 2
  1.0 / 5040.0, 1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0,
  1.0 / 6.0, 0.5, 2, -87,
  // 2/k for k = 9, 7, 5, 3
  2.0 / 9.0, 2.0 / 7.0, 2.0 / 5.0, 2.0 / 3.0,
  // 1.5·2²³: adding it rounds to a whole number, kept in the low bits; twice the bound of tanh.
  12582912, 40,
]);
const FACTORIALS: usize = NUMBERS + 16;
const OTHERS: usize = NUMBERS + 32;
const ODD: usize = NUMBERS + 48;
const BOUNDS: usize = NUMBERS + 64;

@inline function ln2High(): V {
  return splat0(NUMBERS);
}
@inline function ln2Low(): V {
  return splat1(NUMBERS);
}
@inline function log2e(): V {
  return splat2(NUMBERS);
}
@inline function one(): V {
  return splat3(NUMBERS);
}
@inline function magic(): V {
  return splat0(BOUNDS);
}
@inline function two(): V {
  return splat2(OTHERS);
}

/** eʳ − 1 for |r| ≤ ½ ln 2: its Taylor series to r⁷, which leaves 5e-9. */
@inline function expm1Reduced(r: V): V {
  let p = fma(splat0(FACTORIALS), r, splat1(FACTORIALS));
  p = fma(p, r, splat2(FACTORIALS));
  p = fma(p, r, splat3(FACTORIALS));
  p = fma(p, r, splat0(OTHERS));
  p = fma(p, r, splat1(OTHERS));
  return fma(mul(p, r), r, r);
}

/** x − n·ln 2 */
@inline function reduced(x: V, n: V): V {
  return fnma(n, ln2Low(), fnma(n, ln2High(), x));
}

/** eˣ for x ≤ 0; at least 1e-38. NaN stays. */
@inline export function exp(x: V): V {
  const bounded = larger(x, splat3(OTHERS));
  const rounded = fma(bounded, log2e(), magic());
  const r = reduced(bounded, sub(rounded, magic()));
  return mul(add(expm1Reduced(r), one()), power2(rounded));
}

/** ln x for finite x ≥ 1e-30, by the series of artanh. NaN and ∞ stay. */
@inline export function log(x: V): V {
  const n = exponent(x);
  const m = mul(x, power2(sub(magic(), n)));
  const z = div(sub(m, one()), add(m, one()));
  const zz = mul(z, z);
  let p = fma(splat0(ODD), zz, splat1(ODD));
  p = fma(p, zz, splat2(ODD));
  p = fma(p, zz, splat3(ODD));
  p = fma(p, zz, two());
  const result = fma(n, ln2High(), fma(n, ln2Low(), mul(p, z)));
  // x − x is 0, and NaN for ∞ and NaN, which the exponent's bits would hide.
  return add(result, sub(x, x));
}

/** tanh x = e/(e + 2) with e = e^{2|x|} − 1, without cancellation near 0. NaN stays. */
@inline export function tanh(x: V): V {
  const magnitude = abs(x);
  // Beyond 20 it is 1 to the last digit.
  const y = smaller(add(magnitude, magnitude), splat1(BOUNDS));
  const rounded = fma(y, log2e(), magic());
  const scale = power2(rounded);
  const e = fma(expm1Reduced(reduced(y, sub(rounded, magic()))), scale, sub(scale, one()));
  return copySign(div(e, add(e, two())), x);
}
