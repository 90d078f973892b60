import { describe, expect, test } from 'vitest';
import { duration, Watch } from '@/record/watch';

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, written, write: (text: string) => written.push(text) };
}

describe('progress', () => {
  test('in a log: at the beginning of a part and every quarter of a minute, with the time left', () => {
    let now = 0;
    const log = screen(false);
    const watch = new Watch('run', log, () => now);
    for (; now <= 40_000; now += 1000) watch.report({ part: 'training', done: now / 100_000 });
    watch.report({ part: 'slicing', done: 0.5 });
    watch.report({ part: 'analysing', done: 0 });
    expect(log.written).toEqual([
      'run: training 0%\n',
      'run: training 15%, 85 s left\n',
      'run: training 30%, 70 s left\n',
      'run: slicing 50%\n',
      'run: analysing\n',
    ]);
  });

  test('of a run that is gone on with, from where it was', () => {
    let now = 0;
    const log = screen(false);
    const watch = new Watch('run', log, () => now);
    watch.report({ part: 'training', done: 0.5 });
    now = 20_000;
    watch.report({ part: 'training', done: 0.6 });
    expect(log.written[1]).toBe('run: training 60%, 80 s left\n');
  });

  test('on a terminal: one line, which a shorter one covers whole', () => {
    let now = 0;
    const terminal = screen(true);
    const watch = new Watch('run', terminal, () => now);
    watch.report({ part: 'training', done: 0.5 });
    now = 1000;
    watch.report({ part: 'slicing', done: 0 });
    watch.end();
    expect(terminal.written).toEqual([
      '\rrun: training 50%',
      '\rrun: slicing 0%  ',
      `\r${' '.repeat('run: slicing 0%'.length)}\r`,
    ]);
  });

  test('time is told as people do', () => {
    expect([0.2, 89, 90, 3600, 12_000].map(duration)).toEqual([
      '1 s',
      '89 s',
      '2 min',
      '60 min',
      '3 h 20 min',
    ]);
  });
});
