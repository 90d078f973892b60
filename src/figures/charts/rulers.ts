import { hessianSpectrum } from '@/engine/curvature/spectrum';
import { evaluate } from '@/engine/training/evaluate';
import { type ChartData, defineChart, numberColumn, percentColumn } from '../chart/definition';
import { byRecipe, CLOUD_DATA, type CloudData, RECIPES } from './recipes';
import { surfaceOf } from './surface-of';
import { each, mean, pointOf, trained } from './trained';

const DECAYS = [
  { decay: 0, name: 'no decay', hue: 'skip' },
  { decay: 5e-4, name: 'decay 0.0005', hue: 'orange' },
  { decay: 5e-3, name: 'decay 0.005', hue: 'plain' },
] as const;

interface Net {
  readonly decay: number;
  readonly filter: number;
  readonly raw: number;
  readonly sharpness: number;
  readonly error: number;
}

/** The same networks' flatness by three rulers, against their test errors. */
export const rulers = defineChart({
  id: 'rulers',
  statements: [4],
  defaults: { data: 'fashion' as CloudData, seed: 1 },
  controls: [
    { kind: 'choice', key: 'data', label: 'Data', options: CLOUD_DATA },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  measures: {
    filter: numberColumn('r, filter-normalised', 'Mean radius over the networks of this decay'),
    raw: numberColumn('r, raw', 'The same along directions as they are drawn'),
    sharpness: numberColumn('λmax', 'Mean of the Hessian’s largest eigenvalue, 256 samples'),
    error: percentColumn('test error', 'Mean share of test samples classified wrongly'),
  },
  headline: ['filter', 'raw', 'sharpness'],
  seed: 'seed',
  verb: 'Train all',
  async measure({ data, seed }, tools) {
    const nets: Net[] = [];
    const now = (): ChartData => {
      const panel = (title: string, label: string, of: (net: Net) => number, log = false) => ({
        kind: 'lines' as const,
        title,
        x: { label, kind: log ? ('log' as const) : ('linear' as const) },
        y: { label: 'test error' },
        lines: DECAYS.map(({ decay, name, hue }) => {
          const own = nets.filter((net) => net.decay === decay).sort((a, b) => of(a) - of(b));
          return { name, hue, dots: true, x: own.map(of), y: own.map(({ error }) => error) };
        }),
      });
      return {
        panels: [
          panel('Filter-normalised', 'radius r: flatter to the right', ({ filter }) => filter),
          panel('Raw directions', 'radius r: flatter to the right', ({ raw }) => raw),
          panel('Curvature', 'λmax: sharper to the right', ({ sharpness }) => sharpness, true),
        ],
        rows: DECAYS.map(({ decay, name, hue }) => {
          const own = nets.filter((net) => net.decay === decay);
          const average = (of: (net: Net) => number) =>
            own.length > 0 ? mean(own.map(of)) : undefined;
          return {
            name,
            hue,
            values: {
              filter: average(({ filter }) => filter),
              raw: average(({ raw }) => raw),
              sharpness: average(({ sharpness }) => sharpness),
              error: average(({ error }) => error),
            },
          };
        }),
      };
    };
    await each(RECIPES, tools, async (recipe) => {
      const net = await trained(byRecipe(recipe, data, seed), tools);
      const { test } = await evaluate(net.spec, net.state, net.dataset, tools.executor);
      const filter = await surfaceOf(net, tools, { points: 25 });
      const raw = await surfaceOf(net, tools, { points: 25, normalisation: 'none', reach: 0.5 });
      const { largest } = await hessianSpectrum(pointOf(net), tools.executor, {
        largest: 1,
        smallest: 0,
        tolerance: 5e-2,
        maxSteps: 14,
        // Good to about 1%, which is enough for an axis of powers of ten, and many times as fast.
        method: 'differences',
      });
      if (filter.radius !== undefined && raw.radius !== undefined) {
        nets.push({
          decay: recipe.weightDecay,
          filter: filter.radius,
          raw: raw.radius,
          sharpness: largest[0]!.value,
          error: test.error,
        });
      }
      tools.show(now());
    });
    return now();
  },
});
