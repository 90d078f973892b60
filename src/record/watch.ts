import type { RunProgress } from '@/engine/run';

/** Between two lines where nobody overwrites them: a log file, a batch system. */
const LINE_EVERY_MS = 15_000;

const PARTS: Readonly<Record<RunProgress['part'], string>> = {
  training: 'training',
  other: 'training the second solution',
  slicing: 'slicing',
  analysing: 'analysing',
};

/** Where progress is written: standard error, as a rule. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Tells how far a run is and how long its part will still take: on a terminal in one line that
 * changes, elsewhere in a line at the beginning of each part and every quarter of a minute.
 */
export class Watch {
  #part: RunProgress['part'] | undefined;
  #since = 0;
  #first = 0;
  #shown = '';
  #shownAt = 0;

  constructor(
    private readonly name: string,
    private readonly screen: Screen,
    private readonly now: () => number = () => performance.now(),
  ) {}

  report({ part, done }: RunProgress): void {
    const time = this.now();
    const begins = part !== this.#part;
    // A run that is gone on with does not begin at 0.
    if (begins) [this.#part, this.#since, this.#first] = [part, time, done];
    const left = this.#left(done, time);
    const share = part === 'analysing' ? '' : ` ${Math.floor(100 * done)}%`;
    const text = `${this.name}: ${PARTS[part]}${share}${left ? `, ${left} left` : ''}`;
    if (this.screen.isTTY) {
      if (text === this.#shown || (!begins && time - this.#shownAt < 100)) return;
      this.screen.write(`\r${text.padEnd(this.#shown.length)}`);
    } else {
      if (!begins && time - this.#shownAt < LINE_EVERY_MS) return;
      this.screen.write(`${text}\n`);
    }
    [this.#shown, this.#shownAt] = [text, time];
  }

  /** Clears the line for what is written next. */
  end(): void {
    if (this.screen.isTTY && this.#shown) {
      this.screen.write(`\r${' '.repeat(this.#shown.length)}\r`);
    }
  }

  #left(done: number, time: number): string | undefined {
    const gained = done - this.#first;
    const spent = time - this.#since;
    if (gained <= 0 || spent < 1000 || done >= 1) return undefined;
    return duration(((1 - done) * spent) / gained / 1000);
  }
}

/** @returns a rounded length of time: `40 s`, `12 min`, `3 h 20 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
