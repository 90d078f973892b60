import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MEASURES } from '@/figures/comparison/measures';
import { Readout } from '@/figures/comparison/readout';
import { Status } from '@/figures/comparison/status';
import { Takings } from '@/figures/comparison/takings';
import { Share } from '@/figures/parts/share';
import { ownScale } from '@/plot/scale';
import { curvesWords, surfaceWords } from '@/plot/summary';
import { DataTable } from '@/ui/data-table';
import { NumberField } from '@/ui/number-field';
import { Player } from '@/ui/player';
import { duration, Progress } from '@/ui/progress';
import { addWords, say, speak, words } from '@/words';
import { en } from '@/words/en';
import { mirror, spoken, turned } from './mirror';

beforeAll(() => {
  addWords('xx', mirror);
  speak('xx');
});
afterAll(() => speak('en'));

const view = {
  slice: {
    x: Float64Array.of(-1, 0, 1),
    y: Float64Array.of(-1, 0, 1),
    loss: Float32Array.of(3, 2, 3, 2, 1, 2, 3, 2, 3),
    accuracy: new Float32Array(9),
  },
  done: 1,
  stride: 1,
  step: 20,
};
const shown = [
  {
    variant: { key: 'a', name: '1', hue: 'plain' },
    log: { losses: new Float32Array(20).fill(1), steps: 20 },
    view,
    frames: [],
    evaluation: undefined,
  },
] as unknown as Parameters<typeof Readout>[0]['shown'];

/** A set of runs in some phase, as far as its status is read. */
const runs = (phase: string) =>
  ({
    phase: signal(phase),
    steps: signal({ taken: 1200, of: 2000 }),
    progress: signal(0.5),
    resumed: signal(undefined),
    diverged: signal(phase === 'done'),
    messages: signal([]),
    runs: signal([{ variant: { experiment: { landscape: { points: [51, 51], samples: 256 } } } }]),
  }) as unknown as Parameters<typeof Status>[0]['runs'];

const parts: Readonly<Record<string, () => VNode>> = {
  progress: () => <Progress what="" done={0.3} />,
  'number field': () => <NumberField label="" value={1} min={0} max={9} onChange={() => {}} />,
  player: () => <Player index={0} count={3} name={() => ''} label="" onIndex={() => {}} />,
  share: () => <Share fragment={() => ''} />,
  takings: () => <Takings figure="" shown={shown!} fragment={() => ''} />,
  table: () => (
    <DataTable
      summary=""
      file=""
      table={() => ({ caption: '', columns: [], rows: [], csv: () => '' })}
    />
  ),
  readout: () => <Readout figure="" shown={shown} measures={Object.keys(MEASURES) as never} />,
  ...Object.fromEntries(
    ['loading', 'training', 'slicing', 'done', 'stopped', 'analysing'].map((phase) => [
      `status: ${phase}`,
      () => <Status runs={runs(phase)} ready="" notice={undefined} />,
    ]),
  ),
};

describe('another language', () => {
  it.each(Object.entries(parts))('is all that the %s speaks', (_, part) => {
    const text = spoken(renderToString(part()));
    expect(text).not.toMatch(/[A-Za-z]{2,}/);
  });

  it('is what plots tell those who do not see them', () => {
    const surface = { x: view.slice.x, y: view.slice.y, z: view.slice.loss };
    const path = { x: [0, 1, 1], y: [0, 0, 1], current: 1 };
    const axes = { x: '↔', y: '↕', z: '…' };
    expect(surfaceWords(surface, ownScale(surface, { kind: 'log' }), axes, path)).not.toMatch(
      /[A-Za-z]/,
    );
    const line = { name: '', x: [0, 1], y: [2, 1] };
    expect(curvesWords([line, { ...line, y: [Number.NaN, Number.NaN] }], '↔', '↕')).not.toMatch(
      /[A-Za-z]/,
    );
  });

  it('has its own times and numbers', () => {
    expect(duration(30_000)).toBe(turned('30 s'));
    expect(spoken(renderToString(parts['status: stopped']!()))).toContain('1.200');
  });

  it('is found by its tag, and English where there is none', () => {
    expect(words('xx-YY')).toBe(mirror);
    expect(words('tlh')).toBe(en);
    expect(say()).toBe(mirror);
  });
});
