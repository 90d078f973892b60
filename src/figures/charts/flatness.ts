import { spearman } from '@/claims/statistics';
import { evaluate } from '@/engine/training/evaluate';
import { type ChartData, countColumn, defineChart, numberColumn } from '../chart/definition';
import { byRecipe, CLOUD_DATA, type CloudData, RECIPES } from './recipes';
import { surfaceOf } from './surface-of';
import { each, trained } from './trained';

/** A network that fits: below this training loss, in nats. */
const FITS = 0.25;

interface Net {
  readonly radius: number;
  readonly error: number;
  readonly fits: boolean;
}

/** Do flatter minima err less? Eighteen networks, one dot each. */
export const flatness = defineChart({
  id: 'flatness',
  statements: [4],
  defaults: { data: 'fashion' as CloudData, seed: 1 },
  controls: [
    { kind: 'choice', key: 'data', label: 'Data', options: CLOUD_DATA },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  measures: {
    correlation: numberColumn(
      'rank correlation',
      'Spearman’s, of radius r and test error: −1 if the flatter always errs less',
      2,
    ),
    nets: countColumn('networks', 'How many there are that have a valley'),
  },
  headline: ['correlation'],
  seed: 'seed',
  verb: 'Train all',
  async measure({ data, seed }, tools) {
    const nets: Net[] = [];
    const now = (): ChartData => {
      const groups = [
        { name: `fits: training loss below ${FITS}`, hue: 'skip', of: nets.filter((n) => n.fits) },
        { name: 'does not fit', hue: 'grey', of: nets.filter((n) => !n.fits) },
      ];
      const correlation = (of: readonly Net[]) =>
        of.length < 4
          ? undefined
          : spearman(
              of.map(({ radius }) => radius),
              of.map(({ error }) => error),
            );
      return {
        panels: [
          {
            kind: 'lines',
            title: 'Flatness and test error',
            x: { label: 'radius r of the valley: flatter to the right' },
            y: { label: 'test error' },
            lines: groups.map(({ name, hue, of }) => {
              const sorted = [...of].sort((a, b) => a.radius - b.radius);
              return {
                name,
                hue,
                dots: true,
                x: sorted.map(({ radius }) => radius),
                y: sorted.map(({ error }) => error),
              };
            }),
          },
        ],
        rows: [
          { name: 'all networks', values: { correlation: correlation(nets), nets: nets.length } },
          {
            name: 'those that fit',
            hue: 'skip',
            values: { correlation: correlation(groups[0]!.of), nets: groups[0]!.of.length },
          },
        ],
      };
    };
    await each(RECIPES, tools, async (recipe) => {
      const net = await trained(byRecipe(recipe, data, seed), tools);
      const { train, test } = await evaluate(net.spec, net.state, net.dataset, tools.executor);
      const { radius } = await surfaceOf(net, tools, { points: 25 });
      if (radius !== undefined) nets.push({ radius, error: test.error, fits: train.loss < FITS });
      tools.show(now());
    });
    return now();
  },
});
