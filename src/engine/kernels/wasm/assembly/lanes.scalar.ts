// One lane: the same names as lanes.simd for machines without SIMD (see build.mjs).

export type V = f32;
/** A comparison's result. */
export type M = bool;

export const LANES: i32 = 1;
/** Bytes of a vector. */
export const BYTES: usize = 4;

@inline export function load(at: usize, offset: usize): V {
  return f32.load(at + offset);
}
@inline export function store(at: usize, offset: usize, v: V): void {
  f32.store(at + offset, v);
}
@inline export function splat(x: f32): V {
  return x;
}
@inline export function splat0(at: usize): V {
  return f32.load(at);
}
@inline export function splat1(at: usize): V {
  return f32.load(at, 4);
}
@inline export function splat2(at: usize): V {
  return f32.load(at, 8);
}
@inline export function splat3(at: usize): V {
  return f32.load(at, 12);
}
@inline export function add(a: V, b: V): V {
  return a + b;
}
@inline export function sub(a: V, b: V): V {
  return a - b;
}
@inline export function mul(a: V, b: V): V {
  return a * b;
}
@inline export function div(a: V, b: V): V {
  return a / b;
}
@inline export function fma(a: V, b: V, c: V): V {
  return a * b + c;
}
@inline export function fnma(a: V, b: V, c: V): V {
  return c - a * b;
}
@inline export function sqrt(a: V): V {
  return f32.sqrt(a);
}
@inline export function abs(a: V): V {
  return f32.abs(a);
}
@inline export function larger(a: V, b: V): V {
  return a < b ? b : a;
}
@inline export function smaller(a: V, b: V): V {
  return b < a ? b : a;
}
@inline export function power2(n: V): V {
  return reinterpret<f32>((reinterpret<i32>(n) + 127) << 23);
}
@inline export function exponent(x: V): V {
  return <f32>((reinterpret<i32>(x) - 0x3f3504f3) >> 23);
}
@inline export function copySign(a: V, b: V): V {
  return f32.copysign(a, b);
}
@inline export function greater(a: V, b: V): M {
  return a > b;
}
@inline export function labelsEqual(labels: usize, c: i32): M {
  return i32.load(labels) == c;
}
@inline export function select(m: M, a: V, b: V): V {
  return m ? a : b;
}
@inline export function where(m: M, v: V): V {
  return m ? v : 0;
}
@inline export function first(v: V, n: i32): V {
  return n > 0 ? v : 0;
}
@inline export function sum(v: V): f32 {
  return v;
}
@inline export function addSums4(at: usize, a: V, b: V, c: V, d: V): void {
  f32.store(at, f32.load(at) + a);
  f32.store(at, f32.load(at, 4) + b, 4);
  f32.store(at, f32.load(at, 8) + c, 8);
  f32.store(at, f32.load(at, 12) + d, 12);
}
@inline export function transpose4(from: usize, fromRow: usize, to: usize, toRow: usize): void {
  for (let i: usize = 0; i < 4; i++) {
    for (let j: usize = 0; j < 4; j++) {
      f32.store(to + i * toRow + j * 4, f32.load(from + j * fromRow + i * 4));
    }
  }
}
