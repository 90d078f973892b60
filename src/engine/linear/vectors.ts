import { InputError } from '../errors';

/** Any of the arrays that hold parameter vectors. */
export type Vector = Float32Array | Float64Array;

/** ⟨a, b⟩, summed in float64. */
export function dot(a: Vector, b: Vector): number {
  sameLength(a, b);
  // Four running sums let the processor overlap the additions.
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const n = a.length - (a.length % 4);
  for (let i = 0; i < n; i += 4) {
    s0 += a[i]! * b[i]!;
    s1 += a[i + 1]! * b[i + 1]!;
    s2 += a[i + 2]! * b[i + 2]!;
    s3 += a[i + 3]! * b[i + 3]!;
  }
  for (let i = n; i < a.length; i++) s0 += a[i]! * b[i]!;
  return s0 + s1 + s2 + s3;
}

/** ‖a‖₂ */
export function norm(a: Vector): number {
  return Math.sqrt(dot(a, a));
}

/** target ← target + factor · source, in place. */
export function addScaled(target: Vector, factor: number, source: Vector): void {
  sameLength(target, source);
  for (let i = 0; i < target.length; i++) target[i] = target[i]! + factor * source[i]!;
}

/** a − b, in float64. */
export function difference(a: Vector, b: Vector): Float64Array {
  sameLength(a, b);
  const result = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) result[i] = a[i]! - b[i]!;
  return result;
}

/** ⟨a, b⟩ / (‖a‖‖b‖); NaN where one of them is 0. */
export function cosine(a: Vector, b: Vector): number {
  return dot(a, b) / (norm(a) * norm(b));
}

/** A short one of two would silently give NaN. */
function sameLength(a: Vector, b: Vector): void {
  if (a.length !== b.length) {
    throw new InputError(
      `Vectors of one length were expected, but they have ${a.length} and ${b.length} numbers.`,
    );
  }
}
