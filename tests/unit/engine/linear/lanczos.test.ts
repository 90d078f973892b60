import { describe, expect, test } from 'vitest';
import { Lanczos } from '@/engine/linear/lanczos';
import { dot, norm } from '@/engine/linear/vectors';
import { randomStream } from '@/engine/random';

/** A = I-like reflection of a diagonal: the spectrum is known, the eigenvectors are not the axes. */
function operatorOf(spectrum: readonly number[]) {
  const stream = randomStream(5, 'reflection');
  const u = Float64Array.from(spectrum, () => stream.normal());
  const squared = dot(u, u);
  const reflect = (v: Float64Array) => {
    const factor = (2 * dot(u, v)) / squared;
    return v.map((value, i) => value - factor * u[i]!);
  };
  return (v: Float64Array) => reflect(reflect(v).map((value, i) => value * spectrum[i]!));
}

function iterate(apply: (v: Float64Array) => Float64Array, size: number, steps: number) {
  const lanczos = new Lanczos(size, 1);
  for (let i = 0; i < steps && !lanczos.complete; i++) lanczos.push(apply(lanczos.vector));
  return lanczos;
}

describe('the Lanczos iteration', () => {
  test('finds every eigenvalue of a small operator', () => {
    const spectrum = [7, 3, 1, 0.5, -2, -9];
    const lanczos = iterate(operatorOf(spectrum), 6, 6);
    expect(lanczos.complete).toBe(true);
    const pairs = lanczos.ritz();
    pairs.forEach(({ value, residual }, k) => {
      expect(value).toBeCloseTo(spectrum[k]!, 10);
      expect(residual).toBeLessThan(1e-10);
    });
  });

  test('finds the ends of a large spectrum early, within the stated residuals', () => {
    const spectrum = Array.from({ length: 2000 }, (_, i) =>
      i === 0 ? 50 : i === 1 ? 40 : i === 2 ? -30 : Math.cos(i),
    );
    const apply = operatorOf(spectrum);
    const lanczos = iterate(apply, 2000, 20);
    const pairs = lanczos.ritz();
    for (const [pair, expected] of [
      [pairs[0]!, 50],
      [pairs[1]!, 40],
      [pairs[19]!, -30],
    ] as const) {
      expect(Math.abs(pair.value - expected)).toBeLessThan(1e-6);
      const v = lanczos.eigenvector(pair);
      const miss = apply(v).map((value, i) => value - pair.value * v[i]!);
      expect(norm(v)).toBeCloseTo(1, 10);
      expect(norm(miss)).toBeLessThan(pair.residual + 1e-8);
    }
  });

  test('goes on past an invariant subspace', () => {
    // The identity: every vector is an eigenvector, so every step ends a Krylov space.
    const lanczos = iterate((v) => v.slice(), 5, 5);
    expect(lanczos.ritz().map(({ value }) => value)).toEqual(
      Array.from({ length: 5 }, () => expect.closeTo(1, 12)),
    );
  });

  test('refuses an operator without rows', () => {
    expect(() => new Lanczos(0, 1)).toThrow(/size of an operator/);
  });
});
