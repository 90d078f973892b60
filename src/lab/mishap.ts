/**
 * A failure that may come at any time, such as the death of a worker, and ends whatever waits then.
 * Not a promise to race against: `Promise.race` hangs every result on both promises, and one that
 * never settles would hold all results of a worker's life.
 */
export class Mishap {
  #error: Error | undefined;
  readonly #waiting = new Set<(error: Error) => void>();

  /** The first one counts. */
  readonly happen = (error: Error): void => {
    this.#error ??= error;
    for (const end of this.#waiting) end(this.#error);
    this.#waiting.clear();
  };

  /** @returns the work's outcome, or the mishap's error if that comes first or came before. */
  orResult<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#error) reject(this.#error);
      else this.#waiting.add(reject);
      work.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }
}
