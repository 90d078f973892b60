import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Variant } from '@/figures/comparison/definition';
import { RunSet } from '@/figures/comparison/run-set';
import { Autosave } from '@/lab/autosave';
import { Lab } from '@/lab/lab';
import { files, makeWorker } from '@/lab/page-lab';
import { Store } from '@/lab/storage';
import { small } from './runs';

const store = new Store('test-runs');
const lab = new Lab({ files, makeWorker, workers: 1 });
const variants = [
  {
    key: 'one',
    name: 'One',
    hue: 'plain',
    // Long enough to be left in its midst.
    experiment: {
      ...small,
      network: { ...small.network, width: 16 },
      training: { ...small.training, optimiser: 'adam', steps: 20_000, checkpointEvery: 500 },
    },
  },
] as const;
const endless = variants.map((variant) => {
  const training = { ...variant.experiment.training, steps: 1_000_000, checkpointEvery: 0 };
  return { ...variant, experiment: { ...variant.experiment, training } };
});

const PATIENT = { timeout: 90_000 };

/** A figure as a page of its own would hold it. */
function figure() {
  const autosave = new Autosave('test', store);
  return { autosave, runs: new RunSet(lab, undefined, { autosave, state: () => '#test?v=1' }) };
}

const resume = (runs: RunSet, wanted: readonly Variant[] = variants) =>
  runs.resume(
    () => wanted,
    () => undefined,
  );
const trainingOf = (runs: RunSet) => runs.runs.value![0]!.run.training;

function underWay(runs: RunSet) {
  return vi.waitFor(() => {
    expect(runs.phase.value).toBe('training');
    expect(runs.steps.value.taken).toBeGreaterThan(3000);
  }, PATIENT);
}

/** Ends a page in mid-run, as a reload does: it keeps its run, lets go of it, and is no more. */
async function abandon({ autosave, runs }: ReturnType<typeof figure>) {
  await underWay(runs);
  await autosave.leave();
  autosave.begin = () => undefined;
  autosave.save = async () => undefined;
  autosave.end = () => undefined;
  const { step } = trainingOf(runs).state;
  runs.stop();
  return step;
}

beforeEach(() => vi.restoreAllMocks());
afterEach(async () => {
  for (const key of await store.list()) await store.del(key);
});

describe('the reader', () => {
  test('reloads in mid-run → the run goes on to the very same numbers, and nothing is kept after', async () => {
    const whole = figure();
    await whole.runs.begin(variants);
    const expected = trainingOf(whole.runs);
    await vi.waitFor(async () => expect(await store.list()).toEqual([]));

    const first = figure();
    void first.runs.begin(variants);
    const step = await abandon(first);
    const second = figure();
    expect(await resume(second.runs)).toBe(true);
    expect(second.runs.resumed.value).toMatch(/The run of \d\d:\d\d goes on from step [\d,]+\./);
    const from = Number(/step ([\d,]+)/.exec(second.runs.resumed.value!)![1]!.replace(',', ''));
    expect(from).toBeGreaterThan(2000);
    expect(from).toBeLessThanOrEqual(step + 1024);
    const training = trainingOf(second.runs);
    expect(training.state.step).toBe(expected.state.step);
    expect(training.state.parameters).toEqual(expected.state.parameters);
    expect(training.log.value.losses).toEqual(expected.log.value.losses);
    expect(training.evaluation.value).toEqual(expected.evaluation.value);
    const steps = (one: typeof training) => one.checkpoints.map(({ step }) => step);
    expect(steps(training)).toEqual(steps(expected));
    await vi.waitFor(async () => expect(await store.list()).toEqual([]));
  });

  test('two tabs at once → each keeps its own run, neither takes the other’s', async () => {
    const [one, two, three] = [figure(), figure(), figure()];
    void one.runs.begin(endless);
    void two.runs.begin(endless);
    await vi.waitFor(async () => expect(await store.list()).toHaveLength(2), PATIENT);
    expect(await resume(three.runs, endless)).toBe(false);
    expect(three.runs.phase.value).toBe('ready');
    // The first tab dies; its run is taken, the second one's stays where it is.
    await abandon(one);
    void resume(three.runs, endless);
    await vi.waitFor(() => expect(three.runs.resumed.value).toMatch(/goes on from/), {
      timeout: 60_000,
    });
    await vi.waitFor(async () => expect(await store.list()).toHaveLength(2));
    expect(await resume(figure().runs, endless)).toBe(false);
    two.runs.clear();
    three.runs.clear();
    await vi.waitFor(async () => expect(await store.list()).toEqual([]));
  });

  test('a run stopped by the reader, or left long ago → it waits for Continue', async () => {
    const first = figure();
    void first.runs.begin(variants);
    await abandon(first);
    const now = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(now + 3600_000);
    const second = figure();
    expect(await resume(second.runs)).toBe(false);
    expect(second.runs.phase.value).toBe('stopped');
    expect(second.runs.resumed.value).toMatch(/was left at step [\d,]+\. Press Continue/);
    second.runs.clear();
  });

  test('a kept run that is too old, damaged or of another version → let go, no word', async () => {
    await store.set('test/old', { version: 1, saved: Date.now() - 8 * 24 * 3600_000 });
    await store.set('test/other', { version: 0, saved: Date.now() });
    await store.set('test/none', 'nonsense');
    const { runs } = figure();
    expect(await resume(runs)).toBe(false);
    expect(runs.messages.value).toEqual([]);
    expect(await store.list()).toEqual([]);
  });

  test('storage full or forbidden → it trains all the same, told once on the page', async () => {
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    const told: string[] = [];
    for (const { runs } of [figure(), figure()]) {
      const over = runs.begin(variants);
      await underWay(runs);
      runs.stop();
      expect(await over).toBe(false);
      expect(runs.phase.value).toBe('stopped');
      told.push(...runs.messages.value);
    }
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/its run is lost: The browser’s storage for this site is full/);
  });
});
