import type { Scale } from '@/plot/scale';

/**
 * Isolines as the shader takes them, at the same values as `levels` gives.
 * @returns lines: place of one line; distance between lines; 0 for even lines, 1 for 1-2-5 and 2 for
 *   powers of ten with 2, 3, … 9 between; minor lines between even ones. curve: 0 where lines are even on the scale, else ln(high / low) of a log scale whose
 *   lines are even in value (places then are those of value / low).
 */
export function lineUniform(scale: Scale): { readonly lines: number[]; readonly curve: number } {
  const ticks = scale.ticks(7);
  if (ticks.length < 2) return { lines: [ticks[0] ? scale.at(ticks[0]) : 0, 10, 0, 1], curve: 0 };
  const [first, second] = [ticks[0]!, ticks[1]!];
  if (scale.kind === 'linear') {
    return { lines: [scale.at(first), scale.at(second) - scale.at(first), 0, 4], curve: 0 };
  }
  const even = ticks.every((tick, k) => k < 2 || closeTo(tick - ticks[k - 1]!, second - first));
  if (even && ticks.length > 2) {
    const curve = Math.log(scale.high / scale.low);
    return { lines: [first / scale.low, (second - first) / scale.low, 0, 4], curve };
  }
  const decade = scale.at(scale.low * 10);
  const one = scale.at(10 ** Math.floor(Math.log10(first)));
  const wholes = ticks.every((tick) => closeTo(Math.log10(tick), Math.round(Math.log10(tick))));
  const stride = Math.round(Math.log10(second / first));
  return wholes
    ? { lines: [scale.at(first), decade * stride, stride === 1 ? 2 : 0, stride], curve: 0 }
    : { lines: [one, decade, 1, 1], curve: 0 };
}

function closeTo(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-6 * (Math.abs(a) + Math.abs(b) + 1e-30);
}
