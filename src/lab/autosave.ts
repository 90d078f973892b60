import { type ReadonlySignal, signal } from '@preact/signals';
import type { TrainingSnapshot } from './live-training';
import { Store } from './storage';

/** A run as it is kept, to go on in another page. */
export interface SavedRun {
  readonly version: number;
  /** The state of its figure, as the fragment of an address. */
  readonly state: string;
  /** When it began and when it was kept, ms of the clock. */
  readonly began: number;
  readonly saved: number;
  /** The reader had stopped it. */
  readonly stopped: boolean;
  /** The tab it ran in. */
  readonly tab: string;
  /** By training key. */
  readonly trainings: ReadonlyMap<string, TrainingSnapshot>;
}

/** What a figure says of its run. */
export type Captured = Pick<SavedRun, 'state' | 'stopped' | 'trainings'>;

/** Raised when what is kept changes its meaning; runs of others are let go. */
const VERSION = 1;
/** The first time soon, since a reader who reloads at once has waited in vain else. ms. */
const FIRST_SAVE = 250;
const SAVE_INTERVAL = 1000;
/** Runs that nobody came back to are let go, ms. */
const LONGEST_KEPT = 7 * 24 * 3600 * 1000;
/** Left-over runs of one figure that are kept. */
const MOST_KEPT = 3;
/** Larger runs are not kept. */
const MOST_BYTES = 48 * 2 ** 20;
/** Where a browser has no locks, a run kept so recently may still be another tab's, ms. */
const MAYBE_ALIVE = 60_000;

/** Told once a page, by the run that met it first. */
let told = false;

/**
 * Keeps a figure's run in the reader's browser while it is under way, so that it goes on after a
 * reload or a crash. Each run has a key and a lock of its own: two tabs never write the same, and a
 * run whose lock is free has lost its page.
 */
export class Autosave {
  readonly #trouble = signal<string | undefined>(undefined);
  #key: string | undefined;
  #began = 0;
  #due = 0;
  #capture: (() => Captured) | undefined;
  #saving: Promise<void> | undefined;
  #release = () => {};

  /** Why this run would not survive a reload, in words. */
  readonly trouble: ReadonlySignal<string | undefined> = this.#trouble;

  /** @param figure that runs; its runs are found by this name. */
  constructor(
    private readonly figure: string,
    private readonly store = new Store('runs'),
  ) {}

  /**
   * Finds the latest run of this figure whose page is gone, this tab's own before others, and takes
   * it: no other page finds it afterwards.
   *
   * @param wanted whether a run fits the figure as it is.
   */
  async take(wanted: (run: SavedRun) => boolean): Promise<SavedRun | undefined> {
    const found: { key: string; run: SavedRun }[] = [];
    for (const key of await this.store.list(`${this.figure}/`)) {
      const run = await this.store.get<SavedRun>(key);
      if (run?.version === VERSION && Date.now() - run.saved < LONGEST_KEPT)
        found.push({ key, run });
      else await this.store.del(key);
    }
    found.sort(
      (a, b) =>
        Number(b.run.tab === tab()) - Number(a.run.tab === tab()) || b.run.saved - a.run.saved,
    );
    let taken: SavedRun | undefined;
    for (const [index, { key, run }] of found.entries()) {
      const spare = index >= MOST_KEPT;
      if (taken && !spare) continue;
      await ifAbandoned(key, run, async () => {
        if (!taken && wanted(run)) taken = run;
        else if (!spare) return;
        await this.store.del(key);
      });
    }
    return taken;
  }

  /** Keeps a taken run again, for another time. */
  async putBack(run: SavedRun): Promise<void> {
    await this.store.set(this.#newKey(), run);
  }

  /** Begins to keep a run; another one kept by this figure is let go. */
  begin(capture: () => Captured, began = Date.now()) {
    this.end();
    this.#key = this.#newKey();
    this.#began = began;
    this.#capture = capture;
    this.#due = Date.now() + FIRST_SAVE;
    this.#hold();
    addEventListener('pagehide', this.#onHide);
    addEventListener('pageshow', this.#onShow);
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  /** Keeps the run as it is now, if it is time. */
  note() {
    if (this.#capture && Date.now() >= this.#due && !this.#saving) void this.save();
  }

  /** Keeps the run as it is now. */
  save(): Promise<void> {
    // One at a time, and the latest last.
    this.#saving = (this.#saving ?? Promise.resolve())
      .then(() => this.#write())
      .finally(() => {
        this.#saving = undefined;
      });
    return this.#saving;
  }

  /**
   * The page goes away, for good or until the reader goes back to it: keeps the run as it is now and
   * lets go of its lock, with which browsers would not keep a page for “back”.
   */
  leave(): Promise<void> {
    this.#release();
    return this.save();
  }

  /** The run is over, or given up: there is nothing to go on with. */
  end() {
    const key = this.#key;
    this.#capture = undefined;
    this.#key = undefined;
    if (!key) return;
    removeEventListener('pagehide', this.#onHide);
    removeEventListener('pageshow', this.#onShow);
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.#letGo(key);
    this.#release();
  }

  #letGo(key: string) {
    // After what is being written.
    void (this.#saving ?? Promise.resolve()).then(() => this.store.del(key));
  }

  async #write() {
    const key = this.#key;
    if (!key || !this.#capture) return;
    this.#due = Date.now() + SAVE_INTERVAL;
    const captured = this.#capture();
    const trouble =
      bytesOf(captured) > MOST_BYTES
        ? 'it is too large to be kept.'
        : await this.store.set(key, {
            version: VERSION,
            began: this.#began,
            saved: Date.now(),
            tab: tab(),
            ...captured,
          } satisfies SavedRun);
    if (!trouble || told) return;
    told = true;
    this.#trouble.value = `If this page is left or reloaded now, its run is lost: ${trouble}`;
  }

  #newKey(): string {
    return `${this.figure}/${randomName()}`;
  }

  #hold() {
    const over = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    navigator.locks?.request(lockOf(this.#key!), () => over).catch(() => undefined);
  }

  readonly #onVisibility = () => {
    if (document.hidden) void this.save();
  };

  readonly #onHide = () => void this.leave();

  readonly #onShow = ({ persisted }: PageTransitionEvent) => {
    if (!persisted || !this.#key) return;
    // What was kept may have been taken by another page: this one keeps its own.
    this.#letGo(this.#key);
    this.#key = this.#newKey();
    this.#hold();
    void this.save();
  };
}

/** Does something with a run while its lock is free; nothing where its page is alive. */
async function ifAbandoned(key: string, run: SavedRun, then: () => Promise<void>): Promise<void> {
  if (!navigator.locks) {
    if (run.tab === tab() || Date.now() - run.saved > MAYBE_ALIVE) await then();
    return;
  }
  await navigator.locks.request(lockOf(key), { ifAvailable: true }, async (lock) => {
    if (lock) await then();
  });
}

function lockOf(key: string): string {
  return `depth-and-trainability ${import.meta.env.BASE_URL} ${key}`;
}

/** A name of this tab that outlives a reload. */
function tab(): string {
  try {
    const name = sessionStorage.getItem('tab') ?? randomName();
    sessionStorage.setItem('tab', name);
    return name;
  } catch {
    return '';
  }
}

function randomName(): string {
  return Math.random().toString(36).slice(2, 12);
}

function bytesOf({ trainings }: Captured): number {
  let bytes = 0;
  for (const { parameters, slots, running, losses, checkpoints } of trainings.values()) {
    for (const array of [parameters, slots, running, losses]) bytes += array.byteLength;
    for (const one of checkpoints) bytes += one.parameters.byteLength + one.running.byteLength;
  }
  return bytes;
}
