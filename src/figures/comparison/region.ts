import type { Region } from '@/plot/types';

/** Planes end here: so does the schema of experiments. */
const FARTHEST = 1000;

/** @returns a region as a setting: four numbers of four digits, short enough for a link. */
export function regionText({ x, y }: Region): string {
  return [...x, ...y].map((value) => String(Number(value.toPrecision(4)))).join('_');
}

/** @returns the region of a setting; undefined for the whole plane, and for what is no region. */
export function regionIn(text: unknown): Region | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  const numbers = text.split('_').map((part) => (part === '' ? Number.NaN : Number(part)));
  if (numbers.length !== 4 || !numbers.every((n) => Math.abs(n) <= FARTHEST)) return undefined;
  const [x0, x1, y0, y1] = numbers as [number, number, number, number];
  return x0 < x1 && y0 < y1 ? { x: [x0, x1], y: [y0, y1] } : undefined;
}
