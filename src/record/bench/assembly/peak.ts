// Twelve independent sums of four lanes: enough to hide the latency of a multiply-add. The factors
// come from the caller, since V8 builds vector constants anew at every use.

/** Multiply, then add: what every browser with SIMD has. */
export function plain(rounds: i32, factor: f32, term: f32): f32 {
  const a = f32x4.splat(factor);
  const b = f32x4.splat(term);
  let s0 = f32x4.splat(1),
    s1 = f32x4.splat(2),
    s2 = f32x4.splat(3),
    s3 = f32x4.splat(4);
  let s4 = f32x4.splat(5),
    s5 = f32x4.splat(6),
    s6 = f32x4.splat(7),
    s7 = f32x4.splat(8);
  let s8 = f32x4.splat(9),
    s9 = f32x4.splat(10),
    s10 = f32x4.splat(11),
    s11 = f32x4.splat(12);
  for (let n = 0; n < rounds; n++) {
    s0 = f32x4.add(f32x4.mul(s0, a), b);
    s1 = f32x4.add(f32x4.mul(s1, a), b);
    s2 = f32x4.add(f32x4.mul(s2, a), b);
    s3 = f32x4.add(f32x4.mul(s3, a), b);
    s4 = f32x4.add(f32x4.mul(s4, a), b);
    s5 = f32x4.add(f32x4.mul(s5, a), b);
    s6 = f32x4.add(f32x4.mul(s6, a), b);
    s7 = f32x4.add(f32x4.mul(s7, a), b);
    s8 = f32x4.add(f32x4.mul(s8, a), b);
    s9 = f32x4.add(f32x4.mul(s9, a), b);
    s10 = f32x4.add(f32x4.mul(s10, a), b);
    s11 = f32x4.add(f32x4.mul(s11, a), b);
  }
  return total(s0, s1, s2, s3) + total(s4, s5, s6, s7) + total(s8, s9, s10, s11);
}

/** Fused where the processor has it (relaxed SIMD). */
export function relaxed(rounds: i32, factor: f32, term: f32): f32 {
  if (!ASC_FEATURE_RELAXED_SIMD) return plain(rounds, factor, term);
  const a = f32x4.splat(factor);
  const b = f32x4.splat(term);
  let s0 = f32x4.splat(1),
    s1 = f32x4.splat(2),
    s2 = f32x4.splat(3),
    s3 = f32x4.splat(4);
  let s4 = f32x4.splat(5),
    s5 = f32x4.splat(6),
    s6 = f32x4.splat(7),
    s7 = f32x4.splat(8);
  let s8 = f32x4.splat(9),
    s9 = f32x4.splat(10),
    s10 = f32x4.splat(11),
    s11 = f32x4.splat(12);
  for (let n = 0; n < rounds; n++) {
    s0 = f32x4.relaxed_madd(s0, a, b);
    s1 = f32x4.relaxed_madd(s1, a, b);
    s2 = f32x4.relaxed_madd(s2, a, b);
    s3 = f32x4.relaxed_madd(s3, a, b);
    s4 = f32x4.relaxed_madd(s4, a, b);
    s5 = f32x4.relaxed_madd(s5, a, b);
    s6 = f32x4.relaxed_madd(s6, a, b);
    s7 = f32x4.relaxed_madd(s7, a, b);
    s8 = f32x4.relaxed_madd(s8, a, b);
    s9 = f32x4.relaxed_madd(s9, a, b);
    s10 = f32x4.relaxed_madd(s10, a, b);
    s11 = f32x4.relaxed_madd(s11, a, b);
  }
  return total(s0, s1, s2, s3) + total(s4, s5, s6, s7) + total(s8, s9, s10, s11);
}

function total(a: v128, b: v128, c: v128, d: v128): f32 {
  const sum = f32x4.add(f32x4.add(a, b), f32x4.add(c, d));
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    f32x4.extract_lane(sum, 2) +
    f32x4.extract_lane(sum, 3)
  );
}
