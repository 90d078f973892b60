import type { Arena } from './arena';
import { padded } from './geometry';

/** Activations of all samples: rows are channels, a row holds pixel after pixel, a pixel samples. */
export interface Value {
  /** Address. */
  at: number;
  readonly channels: number;
  /** Channels with padding, whose rows are 0. */
  readonly rows: number;
  readonly side: number;
  readonly pixels: number;
  /** Bytes of a pixel's samples, padding included. */
  readonly length: number;
  /** Bytes of a row in use, and from one row to the next. */
  readonly size: number;
  readonly row: number;
}

/** @returns bytes that `samples` numbers take, in the eights the kernels work in. */
export const sampleLength = (samples: number) => Math.ceil(samples / 8) * 32;

/** Hands out values of a network's shapes and takes them back for others of the same shape. */
export class Values {
  readonly #free = new Map<string, Value[]>();

  /** @param length bytes of a pixel's samples. */
  constructor(
    readonly arena: Arena,
    readonly length: number,
  ) {}

  take(channels: number, side: number): Value {
    const back = this.#free.get(`${channels} ${side}`)?.pop();
    if (back) return back;
    const rows = padded(channels);
    const size = side * side * this.length;
    // An odd number of cache lines a row: a power of two would put a column into one cache set.
    const row = (Math.ceil(size / 64) | 1) * 64;
    const at = this.arena.take(row * rows);
    return { at, channels, rows, side, pixels: side * side, length: this.length, size, row };
  }

  like(value: Value): Value {
    return this.take(value.channels, value.side);
  }

  release(value: Value): void {
    const key = `${value.channels} ${value.side}`;
    const list = this.#free.get(key);
    if (list) list.push(value);
    else this.#free.set(key, [value]);
  }
}
