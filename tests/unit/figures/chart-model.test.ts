import { describe, expect, it } from 'vitest';
import { type ChartData, defineChart, withViews } from '@/figures/chart/definition';
import { ChartModel } from '@/figures/chart/model';
import type { Lab } from '@/lab/lab';

const counts = { trained: 0, measured: 0 };
const chart = defineChart({
  id: 'test',
  statements: [1],
  defaults: { depth: 8, reach: 1, alpha: 1, seed: 1 },
  controls: [
    { kind: 'slider', key: 'alpha', label: 'α', options: [1, 2] },
    { kind: 'slider', key: 'reach', label: 'Reach', options: [1, 2] },
  ],
  measures: {},
  seed: 'seed',
  seedsUsed: () => 5,
  view: 'alpha',
  looks: ['reach'],
  verb: 'Train',
  async measure({ depth, reach, alpha, seed }, tools) {
    counts.measured++;
    const net = await tools.keep([depth, seed], async () => ++counts.trained && depth * 100);
    return withViews(
      [1, 2],
      alpha,
      (factor): ChartData => ({
        panels: [],
        rows: [{ name: 'net', values: { value: net + reach * 10 + factor } }],
      }),
    );
  },
});
const lab = {} as Lab;
const value = (model: ChartModel) => model.data.value?.rows[0]?.values['value'];

describe('a chart', () => {
  it('measures nothing before it is asked to, whatever is set', async () => {
    const model = new ChartModel(chart, lab);
    model.change({ reach: 2 });
    model.change({ alpha: 2 });
    await Promise.resolve();
    expect(counts.measured).toBe(0);
    expect(model.phase.value).toBe('ready');
  });

  it('shows another view of what it measured at once, without measuring', async () => {
    const model = new ChartModel(chart, lab);
    await model.measure();
    const { measured } = counts;
    expect(value(model)).toBe(811);
    model.change({ alpha: 2 });
    expect(value(model)).toBe(812);
    expect(model.phase.value).toBe('done');
    expect(counts.measured).toBe(measured);
    expect(model.history.seeds(model.settings.value)).toBe(1);
  });

  it('looks at the same network again without training, and trains for another depth', async () => {
    const model = new ChartModel(chart, lab);
    await model.measure();
    const { trained } = counts;
    model.change({ reach: 2 });
    await new Promise((resolve) => setTimeout(resolve));
    expect(value(model)).toBe(821);
    expect(counts.trained).toBe(trained);
    model.change({ depth: 4 });
    expect(model.phase.value).toBe('ready');
    expect(model.data.value).toBe(undefined);
    await model.measure();
    expect(counts.trained).toBe(trained + 1);
    expect(value(model)).toBe(421);
  });

  it('goes on to seeds that the last measurement did not use', async () => {
    const model = new ChartModel(chart, lab);
    await model.measure();
    await model.nextSeed();
    expect(model.settings.value['seed']).toBe(6);
    expect(model.history.seeds(model.settings.value)).toBe(2);
  });
});
