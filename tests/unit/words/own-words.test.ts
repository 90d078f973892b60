import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChartData } from '@/figures/chart/definition';
import { defineChart } from '@/figures/chart/definition';
import { dataInWords, inWords as chartInWords } from '@/figures/chart/in-words';
import { inWords } from '@/figures/comparison/in-words';
import { definitionOf } from '@/figures/definitions';
import { addWords, speak } from '@/words';
import { en } from '@/words/en';

/** What a translator would write for two figures, and for what many figures say. */
const german = {
  every: {
    Depth: 'Tiefe',
    Seed: 'Startwert',
    Network: 'Netz',
    plain: 'einfach',
    '# layers': '# Schichten',
    'from # to #': '# bis #',
  },
  directions: { 'Pair #': 'Paar #', 'with skips': 'mit Abkürzungen' },
  test: {
    Measure: 'Messen',
    Losses: 'Verluste',
    step: 'Schritt',
    loss: 'Verlust',
    chance: 'Zufall',
    path: 'Weg',
    'What it costs': 'Was es kostet',
  },
};

const data: ChartData = {
  panels: [
    {
      kind: 'lines',
      title: 'Losses',
      x: { label: 'step', domain: [0, 9] },
      y: { label: 'loss' },
      lines: [{ name: 'plain', hue: 'plain', x: [0], y: [1] }],
      baselines: [{ value: 1, label: 'chance' }],
    },
    {
      kind: 'map',
      title: 'Losses',
      x: 'step',
      y: 'Depth',
      grid: { x: [0, 1], y: [0, 1], z: [1, 2, 3, 4] },
      scale: { kind: 'log', label: 'loss' },
      paths: [{ name: 'path', x: [0], y: [0] }],
    },
  ],
  rows: [{ name: '8 layers', values: { loss: 1 } }],
  time: [0, 9],
};

const chart = defineChart({
  id: 'test',
  statements: [1],
  defaults: { depth: 8, seed: 1 },
  controls: [{ kind: 'number', key: 'depth', label: 'Depth', min: 1, max: 9 }],
  more: [{ kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9 }],
  measures: { loss: { name: 'loss', meaning: 'What it costs', format: String } },
  seed: 'seed',
  verb: 'Measure',
  measure: async (_, { show }) => {
    show(data);
    return { ...data, views: { a: data } };
  },
});

beforeAll(() => {
  addWords('yy', { ...en, figures: german });
  speak('yy');
});
afterAll(() => speak('en'));

/** Every text of a value. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

const ENGLISH = /layers|Depth|Seed|loss|Loss|step|plain|chance|path|Measure|costs/;

describe('a figure in another language', () => {
  it('says its settings, options and networks; what they set stays', () => {
    const original = definitionOf('directions');
    const said = inWords(original);
    const [network, depth, seed] = said.controls;
    expect(network).toEqual({
      kind: 'segments',
      key: 'skip',
      label: 'Netz',
      options: [
        { value: false, label: 'einfach' },
        { value: true, label: 'mit Abkürzungen' },
      ],
    });
    expect(depth).toMatchObject({ label: 'Tiefe' });
    expect(depth && 'options' in depth && depth.options).toContainEqual({
      value: 20,
      label: '20 Schichten',
    });
    expect(seed).toMatchObject({ label: 'Startwert', min: 0, max: 9999 });
    const [now, before] = [said, original].map((one) => one.variants(one.defaults));
    expect(now!.map(({ name }) => name)).toEqual(['Paar 1', 'Paar 2', 'Paar 3', 'Paar 4']);
    expect(now!.map(({ name, ...rest }) => rest)).toEqual(before!.map(({ name, ...rest }) => rest));
  });

  it('says everything that a chart draws, live and recorded', async () => {
    const said = chartInWords(chart);
    expect([said.verb, said.measures['loss']?.name, said.measures['loss']?.meaning]).toEqual([
      'Messen',
      'Verlust',
      'Was es kostet',
    ]);
    expect(said.more?.[0]?.label).toBe('Startwert');
    const shown: ChartData[] = [];
    const tools = { show: (one: ChartData) => shown.push(one) } as never;
    const measured = await said.measure(said.defaults, tools);
    expect(measured.views?.['a']).toEqual(shown[0]);
    expect(shown[0]).toEqual(dataInWords('test', data));
    const { panels, rows, time } = shown[0]!;
    const hue = texts(panels).filter((text) => ENGLISH.test(text));
    expect(hue).toEqual(['plain']);
    expect(rows).toEqual([{ name: '8 Schichten', values: { loss: 1 } }]);
    expect(time).toEqual([0, 9]);
    expect(panels[1]).toMatchObject({ scale: { kind: 'log', label: 'Verlust' }, y: 'Tiefe' });
  });

  it('keeps the English of what it has no words for', () => {
    const said = inWords(definitionOf('width'));
    expect(said.controls.flatMap(texts)).toContain('Data');
  });

  it('is the definition itself where the language has no table', () => {
    speak('en');
    expect(inWords(definitionOf('depth'))).toBe(definitionOf('depth'));
    expect(dataInWords('test', data)).toBe(data);
    speak('yy');
  });
});
