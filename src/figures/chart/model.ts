import { signal } from '@preact/signals';
import type { Executor } from '@/engine/executor';
import type { Lab } from '@/lab/lab';
import { readSiteData, readSiteFile } from '@/lab/site-files';
import type { Region } from '@/plot/types';
import type { Settings } from '../comparison/definition';
import { History } from '../comparison/history';
import { regionText } from '../comparison/region';
import type { Addressed } from '../parts/address';
import { stoppable } from '@/lab/stoppable';
import type { ChartData, ChartDefinition } from './definition';
import { chartFile, parseChart } from './file';
import { dataInWords } from './in-words';

export type ChartPhase = 'ready' | 'measuring' | 'done' | 'stopped';

/** A chart's state and the reader's actions on it. */
export class ChartModel {
  readonly settings;
  readonly addressed: Addressed;
  readonly history: History;
  readonly phase = signal<ChartPhase>('ready');
  readonly data = signal<ChartData | undefined>(undefined);
  readonly isRecorded = signal(false);
  readonly progress = signal(0);
  readonly message = signal<string | undefined>(undefined);
  #recorded: ChartData | undefined;
  #kept: { readonly name: string; readonly made: Promise<unknown> } | undefined;
  #stop: AbortController | undefined;

  constructor(
    readonly definition: ChartDefinition,
    private readonly lab: Lab,
  ) {
    const { id, defaults, controls, more = [], seed } = definition;
    this.addressed = { id, defaults, controls: [...controls, ...more] };
    this.settings = signal<Settings>(defaults);
    this.history = new History(seed);
  }

  /** Fetches the recorded data, so that their values can be read before anything is measured. */
  async loadRecorded(): Promise<void> {
    try {
      const bytes = await readSiteFile(chartFile(this.definition.id));
      const { data } = parseChart(new TextDecoder().decode(bytes));
      this.#recorded = dataInWords(this.definition.id, data);
      if (this.phase.value === 'ready' && this.#isDefault()) this.#showRecorded();
    } catch {
      // The server-rendered still remains, and the figure measures without it all the same.
    }
  }

  /** Changes settings; what was measured with others is taken away. */
  change(change: Settings) {
    if (this.#look(change)) return;
    const { looks = [] } = this.definition;
    const again = this.phase.value === 'done' && this.#changed(change, looks);
    this.stop();
    this.settings.value = { ...this.settings.value, ...change };
    this.phase.value = 'ready';
    this.message.value = undefined;
    this.data.value = undefined;
    this.isRecorded.value = false;
    if (again) void this.measure();
    else if (this.#isDefault()) this.#showRecorded();
  }

  async measure(): Promise<void> {
    this.stop();
    const stop = new AbortController();
    this.#stop = stop;
    const settings = this.settings.value;
    this.phase.value = 'measuring';
    this.progress.value = 0;
    this.message.value = undefined;
    this.isRecorded.value = false;
    const executor: Executor = stoppable(this.lab, stop.signal);
    const current =
      <A extends unknown[]>(action: (...a: A) => void) =>
      (...a: A) => {
        if (!stop.signal.aborted) action(...a);
      };
    try {
      const data = await this.definition.measure(settings, {
        executor,
        read: readSiteData,
        show: current((data: ChartData) => {
          this.data.value = data;
        }),
        progress: current((done: number) => {
          this.progress.value = done;
        }),
        keep: (key, make) => this.#keep(key, make),
      });
      if (stop.signal.aborted) return;
      this.data.value = data;
      this.#remember(settings, data);
      this.phase.value = 'done';
    } catch (error) {
      if (stop.signal.aborted) return;
      this.message.value = (error as Error).message;
      this.phase.value = 'stopped';
    }
  }

  /** Measures once more from the next seed. */
  nextSeed(): Promise<void> {
    const { seed, seedsUsed = () => 1 } = this.definition;
    const next = (this.settings.value[seed] as number) + seedsUsed(this.settings.value);
    this.change({ [seed]: next });
    return this.measure();
  }

  /** Measures a part of a map anew, as finely as the whole was. */
  zoom(key: string, region: Region): Promise<void> {
    this.change({ [key]: regionText(region) });
    return this.measure();
  }

  /** What was shown stays. */
  stop() {
    if (this.phase.value === 'measuring') this.phase.value = 'stopped';
    this.#stop?.abort(new Error('Stopped by the reader.'));
  }

  reset() {
    this.change(this.definition.defaults);
  }

  /** Shows another view of what was measured. @returns whether that is all that was asked for. */
  #look(change: Settings): boolean {
    const { view } = this.definition;
    const views = this.data.value?.views;
    if (!view || this.phase.value === 'measuring' || !this.#changed(change, [view])) return false;
    const settings = { ...this.settings.value, ...change };
    const found = views?.[String(settings[view])];
    if (!found) return false;
    this.settings.value = settings;
    this.data.value = { ...found, views };
    return true;
  }

  /** Whether a change is one of these settings alone. */
  #changed(change: Settings, keys: readonly string[]): boolean {
    const now = this.settings.value;
    return Object.keys(change).every((key) => keys.includes(key) || change[key] === now[key]);
  }

  /** Remembers the last thing made alone: networks are large. */
  #keep<T>(key: unknown, make: () => Promise<T>): Promise<T> {
    const name = JSON.stringify(key);
    if (this.#kept?.name === name) return this.#kept.made as Promise<T>;
    const made = make();
    this.#kept = { name, made };
    made.catch(() => {
      if (this.#kept?.made === made) this.#kept = undefined;
    });
    return made;
  }

  #remember(settings: Settings, data: ChartData) {
    const { view } = this.definition;
    const add = (of: Settings, { rows }: ChartData) =>
      this.history.add(
        of,
        rows.map(({ values }) => values),
      );
    add(settings, data);
    const options = this.addressed.controls.find(({ key }) => key === view);
    if (!view || !options || !('options' in options)) return;
    for (const option of options.options) {
      const value = typeof option === 'object' ? option.value : option;
      const seen = data.views?.[String(value)];
      if (seen) add({ ...settings, [view]: value }, seen);
    }
  }

  #showRecorded() {
    if (!this.#recorded) return;
    const { view } = this.definition;
    const { views } = this.#recorded;
    const seen = view && views?.[String(this.settings.value[view])];
    this.data.value = seen ? { ...seen, views } : this.#recorded;
    this.isRecorded.value = true;
  }

  /** Whether the recording was made with these settings; it holds every view. */
  #isDefault(): boolean {
    const { defaults, view } = this.definition;
    return Object.keys(defaults).every(
      (key) => key === view || this.settings.value[key] === defaults[key],
    );
  }
}
