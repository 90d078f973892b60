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
      this.#recorded = parseChart(new TextDecoder().decode(bytes)).data;
      if (this.phase.value === 'ready' && this.#isDefault()) this.#showRecorded();
    } catch {
      // The server-rendered still remains, and the figure measures without it all the same.
    }
  }

  /** Changes settings; what was measured with others is taken away. */
  change(change: Settings) {
    this.stop();
    this.settings.value = { ...this.settings.value, ...change };
    this.phase.value = 'ready';
    this.message.value = undefined;
    this.data.value = undefined;
    this.isRecorded.value = false;
    if (this.#isDefault()) this.#showRecorded();
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
      });
      if (stop.signal.aborted) return;
      this.data.value = data;
      this.history.add(
        settings,
        data.rows.map(({ values }) => values),
      );
      this.phase.value = 'done';
    } catch (error) {
      if (stop.signal.aborted) return;
      this.message.value = (error as Error).message;
      this.phase.value = 'stopped';
    }
  }

  /** Measures once more from the next seed. */
  nextSeed(): Promise<void> {
    const { seed } = this.definition;
    this.change({ [seed]: (this.settings.value[seed] as number) + 1 });
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

  #showRecorded() {
    if (!this.#recorded) return;
    this.data.value = this.#recorded;
    this.isRecorded.value = true;
  }

  #isDefault(): boolean {
    const { defaults } = this.definition;
    return Object.keys(defaults).every((key) => this.settings.value[key] === defaults[key]);
  }
}
