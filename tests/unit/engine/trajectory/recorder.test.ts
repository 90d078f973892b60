import { describe, expect, test } from 'vitest';
import { CheckpointRecorder } from '@/engine/trajectory/recorder';

const running = new Float32Array(0);

function record(steps: number, every: number, size: number, maxBytes?: number) {
  const recorder = new CheckpointRecorder({ every, ...(maxBytes && { maxBytes }) });
  const parameters = new Float32Array(size);
  for (let step = 0; step <= steps; step++) {
    parameters[0] = step;
    recorder.offer({ step, parameters, running });
  }
  return recorder;
}

describe('the recorder of checkpoints', () => {
  test('keeps the first, every k-th and the latest, each a copy', () => {
    const { checkpoints } = record(23, 10, 2);
    expect(checkpoints.map(({ step }) => step)).toEqual([0, 10, 20, 23]);
    expect(checkpoints.map(({ parameters }) => parameters[0])).toEqual([0, 10, 20, 23]);
  });

  test('keeps 1,000 checkpoints of 20,000 parameters under 200 MB', () => {
    const recorder = new CheckpointRecorder({ every: 2 });
    const parameters = new Float32Array(20_000);
    for (let step = 0; step < 2000; step += 2) recorder.offer({ step, parameters, running });
    expect(recorder.checkpoints).toHaveLength(1000);
    expect(recorder.bytes).toBe(80_000_000);
  });

  test('thins out evenly when its bound is met', () => {
    const recorder = record(100, 1, 10, 20 * 40);
    expect(recorder.bytes).toBeLessThanOrEqual(20 * 40);
    expect(recorder.every).toBe(8);
    const steps = recorder.checkpoints.map(({ step }) => step);
    expect(steps).toEqual([0, 8, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 100]);
  });

  test('refuses steps out of order, other sizes and bounds too small', () => {
    const recorder = record(5, 1, 4);
    const parameters = new Float32Array(4);
    expect(() => recorder.offer({ step: 4, parameters, running })).toThrow(/after step 5/);
    recorder.offer({ step: 5, parameters, running });
    expect(recorder.checkpoints).toHaveLength(6);
    expect(() => recorder.offer({ step: 6, parameters: new Float32Array(3), running })).toThrow(
      /4 parameters, but 3/,
    );
    expect(() => record(1, 1, 100, 500)).toThrow(/fewer than 3/);
    expect(() => new CheckpointRecorder({ every: 0 })).toThrow(/interval/);
  });
});
