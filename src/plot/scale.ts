import { format } from 'd3-format';
import { scaleLinear } from 'd3-scale';
import { colourTable, MAP_SIZE, type MapName, type Rgb } from '@/plot/colourmap';
import type { Surface } from '@/plot/types';

export type ScaleKind = 'linear' | 'log';

export interface ScaleOptions {
  readonly kind?: ScaleKind;
  readonly map?: MapName;
  /** What is measured, with its unit: "training loss (nats)". */
  readonly label?: string;
  /** Clip: values below are drawn as the low end and marked. Default: the least value. */
  readonly low?: number;
  /** Clip: values above are cut off and marked. Default: the greatest value. */
  readonly high?: number;
}

/**
 * Maps values to 0…1 and to colours: the one measure that a relief's height, its colours, its
 * isolines and the colour bar share. A value, never changed: make a new one instead.
 */
export class Scale {
  readonly low: number;
  readonly high: number;
  readonly kind: ScaleKind;
  readonly map: MapName;
  readonly label: string;
  /** Whether data lie below `low` or above `high`: the colour bar then shows an open end. */
  readonly under: boolean;
  readonly over: boolean;
  readonly #offset: number;
  readonly #span: number;

  /**
   * @param domain the values drawn at 0 and at 1.
   * @param extent least and greatest value of the data, when known.
   * @throws RangeError when the domain is empty, not finite, or not positive on a log scale.
   */
  constructor(
    domain: readonly [number, number],
    { kind = 'linear', map = 'dusk', label = '' }: ScaleOptions = {},
    extent: readonly [number, number] = domain,
  ) {
    const [low, high] = domain;
    if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
      throw new RangeError(`A scale needs finite low < high, but ${low} and ${high} came.`);
    }
    if (kind === 'log' && low <= 0) {
      throw new RangeError(`A log scale needs a positive low end, but ${low} came.`);
    }
    this.low = low;
    this.high = high;
    this.kind = kind;
    this.map = map;
    this.label = label;
    this.under = extent[0] < low;
    this.over = extent[1] > high;
    this.#offset = this.#measure(low);
    this.#span = this.#measure(high) - this.#offset;
  }

  #measure(value: number): number {
    return this.kind === 'log' ? Math.log10(value) : value;
  }

  /** @returns the place of a value: 0 at `low`, 1 at `high`, beyond them outside; NaN for NaN. */
  at(value: number): number {
    if (this.kind === 'log' && value <= 0) return Number.NEGATIVE_INFINITY;
    return (this.#measure(value) - this.#offset) / this.#span;
  }

  /** @returns the value whose place is `t`. */
  value(t: number): number {
    const measured = this.#offset + t * this.#span;
    return this.kind === 'log' ? 10 ** measured : measured;
  }

  /** @returns the colour of a value as RGB bytes; values outside take the colour of their end. */
  colour(value: number): Rgb {
    const t = Math.max(0, Math.min(1, this.at(value)));
    const k = 3 * Math.round(t * (MAP_SIZE - 1));
    const table = this.table;
    return [table[k]!, table[k + 1]!, table[k + 2]!];
  }

  /** RGB bytes of the map, 256 × 3. */
  get table(): Uint8Array {
    return colourTable(this.map);
  }

  /**
   * Round values within the domain, for ticks and labelled isolines: multiples of 1, 2 or 5 on a
   * linear scale; 1-2-5 series, or whole powers of ten over many decades, on a log scale.
   * @param count about how many.
   */
  ticks(count = 6): number[] {
    const decades = this.kind === 'log' ? this.#span : 0;
    if (this.kind === 'linear' || decades < 0.7) {
      return scaleLinear().domain([this.low, this.high]).ticks(count);
    }
    const steps = decades * 3 <= count * 1.6 ? [1, 2, 5] : decades <= count * 1.6 ? [1] : null;
    const stride = steps ? 1 : Math.ceil(decades / count);
    const ticks: number[] = [];
    const first = Math.floor(this.#offset);
    for (let e = first; e <= this.#offset + this.#span; e++) {
      if (e % stride !== 0) continue;
      for (const step of steps ?? [1]) {
        const value = step * 10 ** e;
        if (value >= this.low * (1 - 1e-9) && value <= this.high * (1 + 1e-9)) ticks.push(value);
      }
    }
    return ticks;
  }

  /** A value in as few digits as tell it from its neighbours on this scale. */
  format(value: number): string {
    return formatValue(value, this.kind === 'log' ? value : this.high - this.low);
  }
}

const plain = (digits: number) => format(`.${digits}f`);
const exponent = format('.2~e');

/**
 * @param span how large a difference matters: digits go to about a thousandth of it.
 * @returns a number for readouts: plain where it can be, powers of ten where it must; "–" for NaN.
 */
export function formatValue(value: number, span = value): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size >= 1e5 || (size > 0 && size < 1e-4)) return exponent(value).replace('e+', 'e');
  const digits = Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(Math.abs(span) || 1))));
  return plain(digits)(value);
}

/** A tick's value without trailing zeros: 0.05, 20, 1e6. */
export function formatTick(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) {
    return format('.3~g')(value).includes('e') || size >= 1e5
      ? exponent(value).replace('e+', 'e')
      : format('.3~g')(value);
  }
  return String(Number.parseFloat(value.toPrecision(6))).replace('-', '−');
}

/** @returns least and greatest finite value (on a log scale: positive ones), or null for none. */
export function extentOf(
  surfaces: readonly Surface[],
  kind: ScaleKind = 'linear',
): [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { z } of surfaces) {
    for (let k = 0; k < z.length; k++) {
      const value = z[k]!;
      if (!Number.isFinite(value) || (kind === 'log' && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}

/**
 * One scale for several surfaces, so that equal heights and colours are equal values: shows which
 * surface gets low. Where there are no data yet it spans 0…1 (1…10 on a log scale).
 */
export function sharedScale(surfaces: readonly Surface[], options: ScaleOptions = {}): Scale {
  const kind = options.kind ?? 'linear';
  const extent = extentOf(surfaces, kind) ?? (kind === 'log' ? [1, 10] : [0, 1]);
  let low = options.low ?? extent[0];
  let high = options.high ?? extent[1];
  if (options.map === 'difference' && options.low === undefined && options.high === undefined) {
    high = Math.max(Math.abs(low), Math.abs(high));
    low = -high;
  }
  if (!(low < high)) [low, high] = widened(low, kind);
  return new Scale([low, high], options, extent);
}

/** A scale of the surface's own: shows its ruggedness, whatever its level. */
export function ownScale(surface: Surface, options: ScaleOptions = {}): Scale {
  return sharedScale([surface], options);
}

function widened(value: number, kind: ScaleKind): [number, number] {
  if (kind === 'log') return [value / 1.1, value * 1.1];
  const half = Math.abs(value) * 0.05 || 0.5;
  return [value - half, value + half];
}
