import { UnsupportedError } from '../../errors';

/** First address handed out: the module keeps its own few constants below. */
const START = 65536;
const PAGE = 65536;
/** A network that needs more would trouble a phone; it goes to the reference. */
export const MEMORY_LIMIT = 512 * 2 ** 20;

/** Hands out the linear memory of the kernels, front to back, all of it given back at once. */
export class Arena {
  #next = START;

  constructor(readonly memory: WebAssembly.Memory) {}

  /** An address to give everything after it back by `release`. */
  get mark(): number {
    return this.#next;
  }

  release(mark = START): void {
    this.#next = mark;
  }

  /**
   * @param size in bytes.
   * @returns the address of so many zeros, at a cache line.
   * @throws UnsupportedError beyond MEMORY_LIMIT, or where the machine has no more memory.
   */
  take(size: number): number {
    const at = this.#next;
    const end = at + Math.ceil(size / 64) * 64;
    if (end > MEMORY_LIMIT) {
      throw new UnsupportedError(
        `The WebAssembly kernels hold networks and batches of up to ${MEMORY_LIMIT / 2 ** 20} MiB, but ${Math.ceil(end / 2 ** 20)} MiB or more would be needed: take a smaller network or batch.`,
      );
    }
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) {
      try {
        this.memory.grow(Math.ceil(missing / PAGE));
      } catch {
        throw new UnsupportedError(
          `This machine gave the WebAssembly kernels no ${Math.ceil(end / 2 ** 20)} MiB of memory: take a smaller network or batch.`,
        );
      }
    }
    this.#next = end;
    new Uint8Array(this.memory.buffer, at, end - at).fill(0);
    return at;
  }

  /** A view of `length` numbers; good until the next `take`. */
  floats(at: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, length);
  }

  integers(at: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, at, length);
  }

  /** @returns the address of a copy of a table. */
  table(values: readonly number[]): number {
    const at = this.take(4 * values.length);
    this.integers(at, values.length).set(values);
    return at;
  }
}

/** Room that several users share, one after another; taken when all have said what they need. */
export class Room {
  /** Address, once taken. */
  at = 0;
  #size = 0;

  need(size: number): void {
    this.#size = Math.max(this.#size, size);
  }

  take(arena: Arena): void {
    this.at = arena.take(this.#size);
  }
}
