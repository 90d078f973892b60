import { computed, signal } from '@preact/signals';
import { loadDataset, type ReadFile } from '@/engine/data/dataset';
import { InputError } from '@/engine/errors';
import type { Executor } from '@/engine/executor';
import { type FieldValue, flatten, kindOf, withField } from '@/engine/experiment/fields';
import type { Experiment } from '@/engine/experiment/schema';
import { overlapped } from '@/engine/overlap';
import { carryOut } from '@/engine/run';
import { stoppable } from '@/lab/stoppable';
import type { Measure } from '../comparison/definition';
import { type Spread, spreadOf } from '../comparison/history';
import { type Measured, measuresOf } from '../comparison/measures';
import { say } from '@/words';
import type { SweepSettings } from './link';
import { readValue } from './values';

/** One experiment of a sweep. */
export interface SweepCell {
  readonly value: FieldValue;
  readonly seed: number;
  readonly experiment: Experiment;
}

/** What it gave. */
export interface SweepResult extends SweepCell {
  readonly measured: Measured;
  /** Why it gave nothing, in words. */
  readonly failure?: string;
}

/** More would be hours, and more than a table can show. */
const MOST_VALUES = 16;
export const MOST_SEEDS = 20;

/**
 * The experiments of a sweep: a field at each of its values, from so many seeds upwards.
 * @throws InputError naming a value that cannot be.
 */
export function cellsOf(base: Experiment, { field, values, seeds }: SweepSettings): SweepCell[] {
  const parts = partsOf(field, values);
  if (parts.length === 0 || parts.length > MOST_VALUES) {
    throw new InputError(say().lab.sweep.wrongCount(MOST_VALUES, parts.length));
  }
  return parts.flatMap((text) => {
    const value = readValue(field, text);
    const changed = withField(base, field, value);
    return Array.from({ length: seeds }, (_, i) => {
      const seed = changed.seed + i;
      return { value, seed, experiment: i === 0 ? changed : withField(changed, 'seed', seed) };
    });
  });
}

/** Values of more than one number are told apart by semicolons, all others by commas or spaces too. */
function partsOf(field: string, values: string): string[] {
  const many = ['pair', 'list'].includes(kindOf(field)!.kind);
  const parts = values.split(many || values.includes(';') ? ';' : /[\s,]+/);
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))];
}

/** @returns values that make sense to begin with: all options, or half, once and twice. */
export function someValues(base: Experiment, field: string): string {
  const type = kindOf(field)!;
  const now = flatten(base)[field];
  if (type.kind === 'choice') return type.options.join(', ');
  if (type.kind === 'flag' || type.kind === 'part') return 'false, true';
  if (field === 'network.depth')
    return base.network.family === 'conv' ? '8, 14, 20' : '4, 8, 20, 32';
  if (type.kind !== 'number') return Array.isArray(now) ? now.join(' × ') : String(now ?? '');
  const start = typeof now === 'number' && now > 0 ? now : type.whole ? 1 : 0.001;
  const near = [start / 2, start, 2 * start].map((v) => (type.whole ? Math.round(v) : v));
  const fitting = near.filter((v) => v >= type.low && v <= type.high);
  return [...new Set(fitting)].map((v) => String(Number(v.toPrecision(6)))).join(', ');
}

export interface SweepDependencies {
  readonly executor: Executor;
  readonly read: ReadFile;
}

/** A field varied over several values and seeds; results stream in as they come. */
export class Sweep {
  readonly cells = signal<readonly SweepCell[]>([]);
  readonly results = signal<readonly SweepResult[]>([]);
  readonly running = signal(false);
  #stop = new AbortController();

  readonly share = computed(() => this.results.value.length / Math.max(1, this.cells.value.length));

  constructor(private readonly given: SweepDependencies) {}

  /** Runs all; resolves at the end or at a stop, and never rejects. */
  async run(cells: readonly SweepCell[]): Promise<void> {
    this.stop();
    const stop = new AbortController();
    this.#stop = stop;
    this.cells.value = cells;
    this.results.value = [];
    this.running.value = true;
    const executor = stoppable(this.given.executor, stop.signal);
    let next = 0;
    const take = () =>
      stop.signal.aborted || next === cells.length
        ? undefined
        : this.#one(cells[next++]!, executor, stop.signal);
    // A training keeps one worker busy: as many at once as there are, or a few points apart.
    for await (const _ of overlapped(take, Math.max(1, Math.min(4, executor.width))));
    if (this.#stop === stop) this.running.value = false;
  }

  /** Stops after the requests under way; what was measured stays. */
  stop() {
    this.#stop.abort(new Error('Stopped by the reader.'));
    this.running.value = false;
  }

  async #one(cell: SweepCell, executor: Executor, signal: AbortSignal): Promise<void> {
    const { experiment } = cell;
    let result: SweepResult;
    try {
      const dataset = await loadDataset(experiment, this.given.read);
      const { slice, evaluation, losses } = await carryOut(experiment, dataset, executor);
      const view = { slice, done: 1, stride: 1, step: losses.length };
      const variant = { key: 'sweep', name: '', hue: '', experiment };
      result = { ...cell, measured: measuresOf({ variant, view, evaluation }) };
    } catch (error) {
      if (signal.aborted) return;
      result = { ...cell, measured: {}, failure: (error as Error).message };
    }
    if (!signal.aborted) this.results.value = [...this.results.value, result];
  }
}

/** @returns the spread of a measure over the seeds of one value. */
export function spreadAt(
  results: readonly SweepResult[],
  value: FieldValue,
  measure: Measure,
): Spread | undefined {
  const wanted = JSON.stringify(value);
  return spreadOf(
    results
      .filter((result) => JSON.stringify(result.value) === wanted)
      .map(({ measured }) => measured[measure]),
  );
}

/** One line a run, with a header line (RFC 4180). */
export function sweepCsv(
  field: string,
  results: readonly SweepResult[],
  measures: readonly Measure[],
): string {
  const lines = results.map(({ value, seed, measured }) => {
    const text = Array.isArray(value) ? value.join(' ') : String(value);
    return [text, seed, ...measures.map((measure) => measured[measure] ?? '')].join(',');
  });
  return `${[[field, 'seed', ...measures].join(','), ...lines].join('\r\n')}\r\n`;
}
