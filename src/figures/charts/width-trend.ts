import { evaluate } from '@/engine/training/evaluate';
import { type ChartData, defineChart, numberColumn, percentColumn } from '../chart/definition';
import { DATA_OPTIONS, type Data } from '../definitions/family';
import { surfaceOf } from './surface-of';
import { each, trained } from './trained';

const WIDTHS = [8, 16, 32, 64];
const CELLS = [false, true].flatMap((skip) => WIDTHS.map((width) => ({ skip, width })));

interface Cell {
  readonly radius: number | undefined;
  readonly error: number;
  readonly ev: number | undefined;
}

/** Radius, test error and unevenness against width, plain and with skip connections. */
export const widthTrend = defineChart({
  id: 'width-trend',
  statements: [5],
  defaults: { depth: 16, data: 'fashion' as Data, seed: 1 },
  controls: [
    { kind: 'choice', key: 'depth', label: 'Depth', options: [8, 16, 32] },
    { kind: 'choice', key: 'data', label: 'Data', options: DATA_OPTIONS },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  measures: {
    narrow: numberColumn('r, width 8', 'Radius of the valley along filter-normalised directions'),
    wide: numberColumn('r, width 64', 'The same of the widest'),
    narrowError: percentColumn('test error, width 8', 'Share of test samples classified wrongly'),
    wideError: percentColumn('test error, width 64', 'The same of the widest'),
    narrowEv: numberColumn(
      'EV, width 8',
      'Unevenness: 0 if every row and column has one valley',
      2,
    ),
    wideEv: numberColumn('EV, width 64', 'The same of the widest', 2),
  },
  headline: ['narrow', 'wide'],
  seed: 'seed',
  verb: 'Train all',
  async measure({ depth, data, seed }, tools) {
    const known = new Map<string, Cell>();
    const cell = (skip: boolean, width: number) => known.get(`${skip} ${width}`);
    const now = (): ChartData => {
      const panel = (title: string, label: string, of: (cell: Cell) => number | undefined) => ({
        kind: 'lines' as const,
        title,
        x: { label: 'units in a layer', kind: 'log' as const, domain: [8, 64] as const },
        y: { label },
        lines: [false, true].map((skip) => ({
          name: skip ? 'with skips' : 'plain',
          hue: skip ? 'skip' : 'plain',
          x: WIDTHS,
          y: WIDTHS.map((width) => {
            const found = cell(skip, width);
            return (found && of(found)) ?? Number.NaN;
          }),
        })),
      });
      return {
        panels: [
          panel('Radius of the valley', 'r', ({ radius }) => radius),
          panel('Test error', 'share wrong', ({ error }) => error),
          panel('Unevenness', 'EV', ({ ev }) => ev),
        ],
        rows: [false, true].map((skip) => {
          const [narrow, wide] = [cell(skip, 8), cell(skip, 64)];
          return {
            name: skip ? 'with skips' : 'plain',
            hue: skip ? 'skip' : 'plain',
            values: {
              narrow: narrow?.radius,
              wide: wide?.radius,
              narrowError: narrow?.error,
              wideError: wide?.error,
              narrowEv: narrow?.ev,
              wideEv: wide?.ev,
            },
          };
        }),
      };
    };
    await each(CELLS, tools, async ({ skip, width }) => {
      const net = await trained(
        {
          dataset: data === 'fashion' ? { name: data, side: 7 } : { name: data },
          network: { family: 'mlp', depth, width, skip },
          training: { steps: 600 },
          seed,
        },
        tools,
      );
      const { test } = await evaluate(net.spec, net.state, net.dataset, tools.executor);
      const { radius, ev } = await surfaceOf(net, tools, { points: 31 });
      known.set(`${skip} ${width}`, { radius, ev, error: test.error });
      tools.show(now());
    });
    return now();
  },
});
