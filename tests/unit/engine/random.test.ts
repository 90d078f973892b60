import { expect, test } from 'vitest';
import { randomStream } from '@/engine/random';

test('a stream is a function of its seed and label', () => {
  const draw = (seed: number, label: string) => {
    const stream = randomStream(seed, label);
    return [stream.uniform(), stream.normal(), stream.integer(1000)];
  };
  expect(draw(1, 'a')).toEqual(draw(1, 'a'));
  expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
  expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
});

test('normal numbers have mean 0 and variance 1', () => {
  const stream = randomStream(3, 'moments');
  const n = 100_000;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const z = stream.normal();
    sum += z;
    squares += z * z;
  }
  expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
  expect(Math.abs(squares / n - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
});

test('a permutation holds every index once', () => {
  const order = randomStream(5, 'order').permutation(257);
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 257 }, (_, i) => i));
});
