import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WorkerFailure, withPatience } from '@/lab/member';

const PATIENCE = 20_000;
const never = () => new Promise<never>(() => {});

let now = 0;

/** Time in which the page runs: its timers and its clock go along. */
async function pass(time: number) {
  for (let gone = 0; gone < time; gone += 100) {
    now += 100;
    await vi.advanceTimersByTimeAsync(100);
  }
}

/** Time in which nothing runs, timers neither: sleep, or a frozen page. */
const sleep = (time: number) => (now += time);

beforeEach(() => {
  now = 0;
  vi.useFakeTimers();
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What has become of some work so far. */
function outcomeOf(work: Promise<unknown>) {
  const outcome: { now: unknown } = { now: 'waiting' };
  work.then(
    (value) => (outcome.now = value),
    (error) => (outcome.now = error),
  );
  return outcome;
}

describe('the watchdog', () => {
  it('gives a worker up that hangs, after its patience and not long before', async () => {
    const outcome = outcomeOf(withPatience(never(), PATIENCE, 'It hangs.'));
    await pass(PATIENCE - 1000);
    expect(outcome.now).toBe('waiting');
    await pass(2000);
    expect(outcome.now).toBeInstanceOf(WorkerFailure);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets a healthy worker live over nights of sleep, which held it up as well', async () => {
    let answer = (_: string) => {};
    const work = new Promise<string>((resolve) => (answer = resolve));
    const outcome = outcomeOf(withPatience(work, PATIENCE, 'It hangs.'));
    for (let night = 0; night < 3; night++) {
      await pass(1000);
      sleep(8 * 3600_000);
      await pass(1000);
    }
    expect(outcome.now).toBe('waiting');
    answer('done');
    await pass(100);
    expect(outcome.now).toBe('done');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('finds a worker that slept and never woke, within its patience after waking', async () => {
    const outcome = outcomeOf(withPatience(never(), PATIENCE, 'It hangs.'));
    await pass(5000);
    sleep(3600_000);
    await pass(PATIENCE);
    expect(outcome.now).toBeInstanceOf(WorkerFailure);
  });
});
