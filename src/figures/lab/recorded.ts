import { signal } from '@preact/signals';
import type { Experiment } from '@/engine/experiment/schema';
import { type RecordedRun, readRun } from '@/files/run-file';
import { readSiteFile } from '@/lab/site-files';
import { recordings } from '../recordings';

/** The site's recordings by their experiments. */
const NAMES = new Map(
  Object.entries(recordings).map(([name, experiment]) => [JSON.stringify(experiment), name]),
);

/** Recordings that the site ships, of experiments that the lab shows. */
export class Recorded {
  readonly #runs = signal<ReadonlyMap<string, RecordedRun>>(new Map());

  /** The recording of an experiment, once it has come. */
  of(experiment: Experiment): RecordedRun | undefined {
    return this.#runs.value.get(JSON.stringify(experiment));
  }

  async load(experiments: readonly Experiment[]): Promise<void> {
    for (const experiment of experiments) {
      const key = JSON.stringify(experiment);
      const name = NAMES.get(key);
      if (!name || this.#runs.value.has(key)) continue;
      try {
        const run = readRun(await fileOf(name));
        this.#runs.value = new Map(this.#runs.value).set(key, run);
      } catch {
        // The lab trains without it all the same.
      }
    }
  }

  /** How to get the file of a recording that has come. */
  file(experiment: Experiment): (() => Promise<Uint8Array<ArrayBuffer>>) | undefined {
    const name = this.of(experiment) && NAMES.get(JSON.stringify(experiment));
    return name ? () => fileOf(name) : undefined;
  }
}

async function fileOf(name: string) {
  return new Uint8Array(await readSiteFile(`runs/${name}.safetensors`));
}
