// Four lanes of a 128-bit register. build.mjs compiles the kernels once with this file as ./lanes
// (with and without relaxed SIMD) and once with lanes.scalar, which holds the same names.

export type V = v128;
/** A comparison's result, per lane. */
export type M = v128;

export const LANES: i32 = 4;
/** Bytes of a vector. */
export const BYTES: usize = 16;

@inline export function load(at: usize, offset: usize): V {
  return v128.load(at + offset);
}
@inline export function store(at: usize, offset: usize, v: V): void {
  v128.store(at + offset, v);
}
/** One number in every lane. */
@inline export function splat(x: f32): V {
  return f32x4.splat(x);
}
/** The first to fourth of the numbers at an address, in every lane. */
@inline export function splat0(at: usize): V {
  return v128.load32_splat(at);
}
@inline export function splat1(at: usize): V {
  return v128.load32_splat(at, 4);
}
@inline export function splat2(at: usize): V {
  return v128.load32_splat(at, 8);
}
@inline export function splat3(at: usize): V {
  return v128.load32_splat(at, 12);
}
@inline export function add(a: V, b: V): V {
  return f32x4.add(a, b);
}
@inline export function sub(a: V, b: V): V {
  return f32x4.sub(a, b);
}
@inline export function mul(a: V, b: V): V {
  return f32x4.mul(a, b);
}
@inline export function div(a: V, b: V): V {
  return f32x4.div(a, b);
}
/** a·b + c, in one rounding where the build has relaxed SIMD and the machine the instruction. */
@inline export function fma(a: V, b: V, c: V): V {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}
/** c − a·b. */
@inline export function fnma(a: V, b: V, c: V): V {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}
@inline export function sqrt(a: V): V {
  return f32x4.sqrt(a);
}
@inline export function abs(a: V): V {
  return f32x4.abs(a);
}
/** The larger, and `a` where either is NaN. */
@inline export function larger(a: V, b: V): V {
  return f32x4.pmax(a, b);
}
/** The smaller, and `a` where either is NaN. */
@inline export function smaller(a: V, b: V): V {
  return f32x4.pmin(a, b);
}
/** 2ⁿ from n + 1.5·2²³, in whose low bits a whole n from −126 to 127 stands. */
@inline export function power2(n: V): V {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}
/** n with x = m·2ⁿ, m in [√½, √2), for positive normal x. */
@inline export function exponent(x: V): V {
  // Taking √½'s bits away moves the boundary between exponents there.
  return f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23));
}
/** |a| with the sign of b. */
@inline export function copySign(a: V, b: V): V {
  return v128.bitselect(b, a, i32x4.splat(0x80000000));
}
@inline export function greater(a: V, b: V): M {
  return f32x4.gt(a, b);
}
/** Whether the labels at an address equal a class. */
@inline export function labelsEqual(labels: usize, c: i32): M {
  return i32x4.eq(v128.load(labels), i32x4.splat(c));
}
@inline export function select(m: M, a: V, b: V): V {
  return v128.bitselect(a, b, m);
}
/** v where m holds, else 0. */
@inline export function where(m: M, v: V): V {
  return v128.and(v, m);
}
/** The first n lanes of v, the others 0. */
@inline export function first(v: V, n: i32): V {
  return v128.and(v, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(n)));
}
@inline export function sum(v: V): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}
/** Adds the lane sums of a, b, c, d to the four numbers at an address. */
@inline export function addSums4(at: usize, a: V, b: V, c: V, d: V): void {
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  const ab = f32x4.add(ab0, ab1);
  const cd = f32x4.add(cd0, cd1);
  const low = v128.shuffle<f32>(ab, cd, 0, 1, 4, 5);
  const high = v128.shuffle<f32>(ab, cd, 2, 3, 6, 7);
  v128.store(at, f32x4.add(v128.load(at), f32x4.add(low, high)));
}
/** Transposes the 4×4 block of numbers at `from` into `to`; rows of each so many bytes apart. */
@inline export function transpose4(from: usize, fromRow: usize, to: usize, toRow: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromRow);
  const c = v128.load(from + 2 * fromRow);
  const d = v128.load(from + 3 * fromRow);
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5));
  v128.store(to + toRow, v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7));
  v128.store(to + 2 * toRow, v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5));
  v128.store(to + 3 * toRow, v128.shuffle<f32>(ab1, cd1, 2, 3, 6, 7));
}
