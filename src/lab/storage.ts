import { createStore, del, get, keys, promisifyRequest, type UseStore } from 'idb-keyval';

/** Longer than a healthy database ever takes, ms; some browsers leave a request unanswered. */
const PATIENCE = 10_000;

/**
 * Named values that outlive the page, in the reader's browser (IndexedDB). Numbers in typed arrays
 * are kept as they are. No method rejects: a figure works without storage, and a value that cannot
 * be kept is told in words. What was kept may be gone the next day, so a missing value is no fault.
 */
export class Store {
  readonly #name: string;
  #opened: UseStore | undefined;

  /** @param name of the database; each site under one origin has its own. */
  constructor(name: string) {
    this.#name = `depth-and-trainability${import.meta.env.BASE_URL}${name}`;
  }

  /** @returns the value, or undefined where there is none or it cannot be read. */
  async get<T>(key: string): Promise<T | undefined> {
    return (await this.#try((store) => get<T>(key, store))).value;
  }

  /** Keeps a value. @returns what went wrong, in words; nothing when it is kept. */
  async set(key: string, value: unknown): Promise<string | undefined> {
    return (
      await this.#try((store) =>
        store('readwrite', (values) => {
          values.put(value, key);
          // Said now, so that it holds even if the page goes away before it hears of it.
          values.transaction.commit?.();
          return promisifyRequest(values.transaction);
        }),
      )
    ).trouble;
  }

  /** Lets a value go. @returns what went wrong, in words. */
  async del(key: string): Promise<string | undefined> {
    return (await this.#try((store) => del(key, store))).trouble;
  }

  /** @returns the keys that begin with this, sorted; none where storage cannot be read. */
  async list(prefix = ''): Promise<string[]> {
    const all = (await this.#try((store) => keys<IDBValidKey>(store))).value ?? [];
    return all
      .filter((key) => typeof key === 'string')
      .filter((key) => key.startsWith(prefix))
      .sort();
  }

  async #try<T>(
    work: (store: UseStore) => Promise<T>,
  ): Promise<{ value?: T; trouble?: string | undefined }> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const patience = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('it does not answer')), PATIENCE);
      });
      this.#opened ??= createStore(this.#name, 'values');
      return { value: await Promise.race([work(this.#opened), patience]) };
    } catch (error) {
      // A browser may close a database behind our back: the next call opens it anew.
      this.#opened = undefined;
      return { trouble: troubleIn(error) };
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Why storage failed, and what to do. */
export function troubleIn(error: unknown): string {
  const { name, message } = (error ?? {}) as { name?: string; message?: string };
  if (name === 'QuotaExceededError') {
    return 'The browser’s storage for this site is full. Free some space on the device, or clear this site’s data in the browser’s settings.';
  }
  if (
    typeof indexedDB === 'undefined' ||
    name === 'SecurityError' ||
    name === 'InvalidStateError'
  ) {
    return 'The browser does not let this site store anything (private window, or site data blocked). Allow site data in the browser’s settings to change that.';
  }
  return `The browser’s storage failed (${message || name || 'no reason given'}).`;
}
