import { expect, test } from 'vitest';
import { plotRect } from '@/plot/frame';
import type { Pen } from '@/plot/pen';

const SIZE = 10;
const pen = { measure: (text: string) => text.length * 6 } as unknown as Pen;
const axis = (...ticks: number[]) => ({ ticks, at: (value: number) => value / ticks.at(-1)! });
const rightOf = ({ left, width }: { left: number; width: number }) => left + width;

test('words under the last tick end within the panel', () => {
  const long = plotRect(pen, 300, 200, axis(0, 1000, 2000), axis(0, 1), SIZE);
  expect(rightOf(long) + pen.measure('2000', SIZE) / 2).toBeLessThanOrEqual(300);
  // Short ones need no more room than the frame has anyway.
  const short = plotRect(pen, 300, 200, axis(0, 1), axis(0, 1), SIZE);
  expect(rightOf(short)).toBe(300 - SIZE * 0.9);
});

test('a last tick far from the edge costs no room', () => {
  const far = { ticks: [0, 1000], at: (value: number) => value / 2000 };
  expect(rightOf(plotRect(pen, 300, 200, far, axis(0, 1), SIZE))).toBe(300 - SIZE * 0.9);
});
