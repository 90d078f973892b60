/** Called with the new value and whoever set it. */
export type Watcher<T> = (value: T, source: unknown) => void;

/**
 * One value that several panels share: a camera, a crosshair, a time index. Setting it tells every
 * watcher at once, the setter included; `source` lets a panel know its own voice.
 */
export class Link<T> {
  #value: T;
  readonly #watchers = new Set<Watcher<T>>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  /** Does nothing when the value is the same (by `Object.is`). */
  set(value: T, source?: unknown): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const watcher of [...this.#watchers]) watcher(value, source);
  }

  /** @returns how to stop watching. */
  watch(watcher: Watcher<T>): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}
