import { afterEach, describe, expect, test, vi } from 'vitest';
import { Lab } from '@/lab/lab';
import { files, makeWorker } from '@/lab/page-lab';
import { runOn, small, untrained } from './runs';

const labs: { lab: Lab; made: Worker[] }[] = [];
afterEach(() => {
  for (const { made } of labs.splice(0)) for (const worker of made) worker.terminate();
});

const faulty = (name: string) =>
  new Worker(new URL('./faulty-worker.ts', import.meta.url), { type: 'module', name });

interface Faults {
  /** By the order in which workers are made: `crash:n`, `hang:n`, or nothing for a healthy one. */
  readonly faults?: readonly (string | undefined)[];
  readonly workers?: number;
  readonly make?: () => Worker;
}

function labWith({ faults = [], workers = 2, make }: Faults = {}) {
  const made: Worker[] = [];
  const notices: string[] = [];
  const makeOne = () => {
    const fault = faults[made.length];
    const worker = make?.() ?? (fault ? faulty(fault) : makeWorker());
    made.push(worker);
    return worker;
  };
  const lab = new Lab({ files, workers, makeWorker: makeOne, patience: 1500 });
  lab.onStatus(({ notice }) => notice && !notices.includes(notice) && notices.push(notice));
  labs.push({ lab, made });
  return { lab, made, notices };
}

async function resultOf(lab: Lab, e = small) {
  const { run, training, asked } = runOn(lab, e);
  await run.start();
  expect(run.message.value).toBeUndefined();
  expect(run.phase.value).toBe('done');
  const { slice, done } = run.view.value!;
  expect(done).toBe(1);
  return { losses: training.log.value.losses, surface: slice.loss, asked };
}

/** What runs give without any fault. */
const healthy = resultOf(labWith().lab);
const surfaceOnly = resultOf(labWith().lab, untrained);

describe('the workers', () => {
  test.each([
    ['one crashes while it trains', ['crash:5']],
    ['one hangs while it trains', ['hang:5']],
    ['one crashes as often as it may', ['crash:4', undefined, 'crash:3']],
  ])('%s → the pool heals, every number is the same', async (_, faults) => {
    const { lab, made, notices } = labWith({ faults });
    const { losses, surface } = await resultOf(lab);
    expect(losses).toEqual((await healthy).losses);
    expect(surface).toEqual((await healthy).surface);
    expect(made.length).toBeGreaterThan(2);
    // A pool that heals needs no word to the reader.
    expect(notices).toEqual([]);
  });

  test('one after another crashes while it slices → the grid is completed, every point is the same', async () => {
    // Alone, each gets every request, however many cores there are: the first falls at the second
    // part of the grid, the next when it is sent that part again.
    const { lab, made } = labWith({ workers: 1, faults: ['crash:4', 'crash:3'] });
    const { surface } = await resultOf(lab, untrained);
    expect(surface).toEqual((await surfaceOnly).surface);
    expect(made).toHaveLength(3);
  });

  test('some of several crash while they slice → the same', async () => {
    const { lab } = labWith({ faults: ['crash:4', 'crash:3'] });
    const { surface } = await resultOf(lab, untrained);
    expect(surface).toEqual((await surfaceOnly).surface);
  });

  test('they keep crashing → the next backend goes on; told once', async () => {
    const { lab, notices } = labWith({ workers: 1, faults: ['crash:6', 'crash:3', 'crash:3'] });
    const { losses, asked } = await resultOf(lab);
    expect(lab.status.backend?.name).toBe('cpu');
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/struck down by the test.*goes on with JavaScript/s);
    expect(asked).toEqual([...new Set(asked)].sort((a, b) => a - b));
    const expected = (await healthy).losses;
    for (const [i, loss] of losses.entries()) expect(loss).toBeCloseTo(expected[i]!, 3);
  });

  test.each([
    [
      'no module workers',
      () => {
        throw new TypeError('Module scripts are not supported');
      },
    ],
    ['a worker that cannot be loaded', () => new Worker('/no-such-worker.js', { type: 'module' })],
  ])('%s → the page computes, the same numbers; told once', async (_, make) => {
    const { lab, notices } = labWith({ make });
    const frame = vi.fn();
    const beat = setInterval(frame, 1);
    const { losses, surface } = await resultOf(lab);
    clearInterval(beat);
    expect(lab.description).toMatch(/WebAssembly.*on the page itself/);
    expect(losses).toEqual((await healthy).losses);
    expect(surface).toEqual((await healthy).surface);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/The page itself computes instead/);
    // The page was alive meanwhile.
    expect(frame.mock.calls.length).toBeGreaterThan(2);
  });

  test('the reader changes the backend again and again → the run goes on', async () => {
    const { lab, notices } = labWith();
    const { run, training } = runOn(lab);
    const over = run.start();
    const choices = ['cpu', 'wasm', 'auto', 'cpu', 'wasm', 'cpu', 'auto'] as const;
    const unwatch = training.watch(() => {
      for (const choice of choices) lab.choose(choice);
      unwatch();
    });
    await over;
    expect(run.message.value).toBeUndefined();
    expect(run.phase.value).toBe('done');
    expect(training.log.value.losses).toEqual((await healthy).losses);
    expect(notices).toEqual([]);
  });
});
