import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experiment } from '@/engine/experiment/parse';
import RunHere from '@/figures/claims/RunHere';
import { Whiskers } from '@/figures/claims/whiskers';
import { Analyses } from '@/figures/lab/Analyses';
import { BesideList } from '@/figures/lab/BesideList';
import { Editor } from '@/figures/lab/Editor';
import { HistoryList } from '@/figures/lab/HistoryList';
import { LabView } from '@/figures/lab/LabView';
import { LabModel } from '@/figures/lab/model';
import { openFiles } from '@/figures/lab/open-files';
import { SweepPanel } from '@/figures/lab/SweepPanel';
import { readValue } from '@/figures/lab/values';
import { labStateOf } from '@/figures/lab/link';
import type { Lab } from '@/lab/lab';
import { addWords, speak } from '@/words';
import { mirror, spoken } from './mirror';

beforeAll(() => {
  addWords('xx', mirror);
  speak('xx');
});
afterAll(() => speak('en'));

const status = { backend: undefined, description: '', notice: undefined } as Lab['status'];
const lab = { status, onStatus: () => () => {} } as unknown as Lab;

/** A lab in which everything has happened that has words of its own. */
function busy(): LabModel {
  const model = new LabModel(lab, async () => {});
  const base = experiment({ training: { steps: 1200 } });
  model.add();
  const results = [1, 2].map((seed) => ({
    value: 8,
    seed,
    experiment: base,
    measured: { trainingLoss: seed },
  }));
  model.sweepSettings.value = { field: 'network.depth', values: '8', seeds: 2 };
  model.sweep.cells.value = results;
  model.sweep.results.value = results;
  model.kept.list.value = [
    { id: '1', name: '…', date: '2020-01-01T00:00', experiment: base, measured: {} },
  ];
  model.kept.trouble.value = undefined;
  const grid = {
    x: Float64Array.of(0, 1),
    y: Float64Array.of(0, 1),
    layers: [{ name: '…', values: Float32Array.of(1, 2, 3, 4) }],
    missing: 1,
    path: undefined,
  };
  const path = { x: [0], y: [0] };
  const surface = { kind: 'surface', id: 1, name: '1', surface: grid, layer: 0, classes: 10, path };
  const run = { kind: 'run', id: 2, name: '2', run: { experiment: base }, origin: 'kept' };
  model.besides.list.value = [surface, run] as unknown as LabModel['besides']['list']['value'];
  return model;
}

const value = { value: 1 };
const analysis = {
  curvature: {
    spectrum: { largest: [value], smallest: [value], converged: false, steps: 9 },
    threshold: 1,
    trace: { value: 1, standardError: 1 },
    sharpness: { average: 1, worst: Number.NaN },
    map: { smallest: [1], largest: [1] },
  },
  trajectory: {
    uncentred: { explained: [0.5], nullExplained: [0.5] },
    onPlane: { offPlane: [1] },
    angles: { mean: { loss: 1, regularised: 1 } },
  },
  flow: [{ decades: 1 }],
};
const analysed = [{ variant: { key: 'a', name: '1', hue: 'plain' }, analysis }];

const claim = { id: '', direction: 'above', boundary: 0, unit: 'decades' } as const;
const ours = { effect: 1, low: 0, high: 2, verdict: 'supported', seeds: 9 } as const;

const parts: Readonly<Record<string, () => VNode>> = {
  'lab when it is fresh': () => <LabView />,
  'editor of several experiments': () => <Editor model={busy()} busy={false} />,
  sweep: () => <SweepPanel model={busy()} status={status} />,
  'list of kept runs': () => <HistoryList model={busy()} />,
  'empty list of kept runs': () => <HistoryList model={new LabModel(lab, async () => {})} />,
  'list of what stands beside': () => <BesideList model={busy()} />,
  analyses: () => (
    <Analyses shown={analysed as unknown as Parameters<typeof Analyses>[0]['shown']} />
  ),
  claim: () => <RunHere claim={claim} ours={ours} seeds={3} />,
  'picture of a claim': () => (
    <Whiskers claim={claim} rows={[{ name: '', kind: 'ours', ...ours }]} />
  ),
};

/** What keeps its name in every language. */
const NAMES = /WebGPU|WebAssembly|JavaScript/g;

describe('another language', () => {
  it.each(Object.entries(parts))('is all that the %s speaks', (_, part) => {
    const text = spoken(renderToString(part())).replace(NAMES, '');
    expect(text).toMatch(/[А-я]/);
    expect(text).not.toMatch(/[A-Za-z]{2,}/);
  });

  it('is what the lab says of entries, files and addresses that it cannot take', async () => {
    const model = busy();
    const said = (action: () => unknown) => {
      try {
        action();
      } catch (error) {
        return (error as Error).message;
      }
      return 'nothing was refused';
    };
    const refusals = [
      said(() => readValue('network.depth', '…')),
      said(() => readValue('landscape.points', '…')),
      said(() => readValue('training.schedule.milestones', '…')),
      said(() => labStateOf('#lab?v=1&n=9')),
      said(() => labStateOf('#lab?v=1&n=1&1=1')),
      said(() => labStateOf('#lab?v=9')),
      said(() => Array.from({ length: 5 }, () => model.add())),
    ];
    for (const refusal of refusals) expect(refusal).not.toMatch(/[A-Za-z]{2,}/);
    await openFiles(
      model,
      Array.from({ length: 13 }, () => new File([], '…')),
    );
    expect(model.said.value?.words).toMatch(/13/);
    expect(model.said.value?.words).not.toMatch(/[A-Za-z]/);
  });
});
