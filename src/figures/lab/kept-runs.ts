import { signal } from '@preact/signals';
import { parseExperiment } from '@/engine/experiment/parse';
import type { Experiment } from '@/engine/experiment/schema';
import { Store } from '@/lab/storage';
import type { Measured } from '../comparison/measures';
import { say } from '@/words';
import { LONGEST_NAME } from './members';

/** A finished run, as the list shows it; its run file lies beside. */
export interface KeptRun {
  readonly id: string;
  readonly name: string;
  /** ISO date and time. */
  readonly date: string;
  readonly experiment: Experiment;
  readonly measured: Measured;
}

/** The oldest beyond these are let go, so that a browser's storage does not fill up unseen. */
export const MOST_KEPT = 100;

/**
 * The reader's finished runs, kept in the browser. Where it keeps nothing they last as long as the
 * page, and `trouble` says so.
 */
export class KeptRuns {
  readonly list = signal<readonly KeptRun[]>([]);
  readonly trouble = signal<string | undefined>(undefined);
  readonly #store = new Store('runs');
  /** Files that the browser did not take. */
  readonly #here = new Map<string, Uint8Array>();

  /** Reads what earlier visits kept. What cannot be read any more is passed over. */
  async load(): Promise<void> {
    const keys = await this.#store.list('about/');
    const found = await Promise.all(keys.map((key) => this.#store.get(key)));
    const before = new Set(this.list.value.map(({ id }) => id));
    const runs = found.map(keptIn).filter((run) => run !== undefined);
    this.list.value = byDate([...this.list.value, ...runs.filter(({ id }) => !before.has(id))]);
  }

  /** Keeps a run; one of the same experiment gives way to it, but its name stays. */
  async keep(run: Omit<KeptRun, 'id' | 'date'>, file: Uint8Array): Promise<void> {
    const same = JSON.stringify(run.experiment);
    const before = this.list.value.find(({ experiment }) => JSON.stringify(experiment) === same);
    const date = new Date().toISOString();
    const kept = { ...run, name: before?.name ?? run.name, id: before?.id ?? freshId(), date };
    this.list.value = byDate([kept, ...this.list.value.filter((one) => one !== before)]);
    this.#here.set(kept.id, file);
    const trouble =
      (await this.#store.set(`file/${kept.id}`, file)) ??
      (await this.#store.set(`about/${kept.id}`, kept));
    this.#tell(trouble);
    if (trouble === undefined) this.#here.delete(kept.id);
    for (const { id } of this.list.value.slice(MOST_KEPT)) await this.remove(id);
  }

  /** @returns the run file; undefined when the browser has let it go. */
  async file(id: string): Promise<Uint8Array | undefined> {
    return this.#here.get(id) ?? (await this.#store.get<Uint8Array>(`file/${id}`));
  }

  async rename(id: string, name: string): Promise<void> {
    const run = this.list.value.find((one) => one.id === id);
    const wanted = name.trim().slice(0, LONGEST_NAME);
    if (!run || wanted === '' || wanted === run.name) return;
    const renamed = { ...run, name: wanted };
    this.list.value = this.list.value.map((one) => (one === run ? renamed : one));
    if (!this.#here.has(id)) this.#tell(await this.#store.set(`about/${id}`, renamed));
  }

  /** Gone from the list once it is gone from the browser: a reload does not bring it back. */
  async remove(id: string): Promise<void> {
    await this.#store.del(`about/${id}`);
    this.list.value = this.list.value.filter((one) => one.id !== id);
    this.#here.delete(id);
    await this.#store.del(`file/${id}`);
  }

  #tell(trouble: string | undefined) {
    this.trouble.value = trouble === undefined ? undefined : say().lab.kept.notKept(trouble);
  }
}

/** What was stored may be of an older version of this site. */
function keptIn(value: unknown): KeptRun | undefined {
  const { id, name, date, experiment, measured } = (value ?? {}) as Partial<KeptRun>;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof date !== 'string') return;
  try {
    return { id, name, date, experiment: parseExperiment(experiment), measured: measured ?? {} };
  } catch {
    return undefined;
  }
}

function byDate(runs: readonly KeptRun[]): KeptRun[] {
  return [...runs].sort((a, b) => b.date.localeCompare(a.date));
}

let count = 0;
function freshId(): string {
  return `${Date.now().toString(36)}-${(count++).toString(36)}-${Math.random().toString(36).slice(2, 6)}`;
}
