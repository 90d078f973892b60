import type { Claim } from '../claim';
import type { Perform } from '../jobs/jobs';
import type { SurfaceNumbers } from '../jobs/train';
import { spearman } from '../statistics';
import {
  ADAM,
  BARE_WORDS,
  BOTH,
  bare,
  FASHION,
  type Net,
  NORMED_WORDS,
  normed,
  SPIRALS,
  VIEW,
} from './nets';

const NO_NORM =
  'No normalisation, He initialisation, width 16, branches scaled by 1/√blocks; Adam, rate 0.001 falling as a cosine, batch 64, 2,000 steps. Surface: 51 × 51 points of [−1, 1]², two random filter-normalised directions, 256 training samples.';

async function surface(net: Net, perform: Perform): Promise<SurfaceNumbers> {
  return (await perform('train', { experiment: normed(net), views: VIEW })).surfaces[0]!;
}

async function bareSurface(net: Net, perform: Perform): Promise<SurfaceNumbers> {
  const experiment = bare({ ...net, training: ADAM });
  return (await perform('train', { experiment, views: VIEW })).surfaces[0]!;
}

export const statement4: readonly Claim[] = [
  {
    id: 'depth-uneven-plain',
    statement: 4,
    text: 'With batch normalisation a plain network’s surface is more uneven at 32 layers than at 8.',
    source: 'Lecture, statement 4; Li et al. 2018, section 5',
    setup: NORMED_WORDS,
    measure: 'unevenness EV at 32 layers minus at 8 (0: every row and column has one valley)',
    unit: 'unevenness',
    direction: 'above',
    boundary: 0,
    refutedBy: 'EV does not grow with depth.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/the-effect-of-depth/#depth',
    async observe(data, seed, perform) {
      const ev = async (depth: number) =>
        (await surface({ data, depth, skip: false, seed }, perform)).ev;
      return [(await ev(32)) - (await ev(8))];
    },
  },
  {
    id: 'depth-even-skip',
    statement: 4,
    text: 'With batch normalisation and skip connections it is hardly more uneven at 56 layers than at 8 (EV + 0.05 at most).',
    source: 'Lecture, statement 4; Li et al. 2018, section 5',
    setup: NORMED_WORDS,
    measure: 'unevenness EV at 56 layers minus at 8',
    unit: 'unevenness',
    direction: 'below',
    boundary: 0.05,
    refutedBy: 'EV of skip networks grows with depth as well.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/the-effect-of-depth/#depth',
    async observe(data, seed, perform) {
      const ev = async (depth: number) =>
        (await surface({ data, depth, skip: true, seed }, perform)).ev;
      return [(await ev(56)) - (await ev(8))];
    },
  },
  {
    id: 'depth-many-minima',
    statement: 4,
    text: 'The slice of a plain network of 32 layers has more local minima than that of one of 8.',
    source: 'Lecture, statement 4',
    setup: NORMED_WORDS,
    measure: 'number of minima more persistent than 2% of the range, at 32 layers minus at 8',
    unit: 'minima',
    direction: 'above',
    boundary: 0,
    refutedBy: 'No more minima at 32 layers.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/the-effect-of-depth/#depth',
    async observe(data, seed, perform) {
      const minima = async (depth: number) =>
        (await surface({ data, depth, skip: false, seed }, perform)).minima;
      return [(await minima(32)) - (await minima(8))];
    },
  },
  {
    id: 'depth-chaotic-without-norm',
    statement: 4,
    text: 'Depth alone makes the surface chaotic: without normalisation, too, EV grows by more than 0.05 from 8 to 56 plain layers.',
    source: 'Lecture, statement 4, read without its setting',
    setup: NO_NORM,
    measure: 'unevenness EV at 56 layers minus at 8',
    unit: 'unevenness',
    direction: 'above',
    boundary: 0.05,
    refutedBy: 'Without normalisation the surface stays even: chaos needs depth and normalisation.',
    expected: 'contradicted',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/the-effect-of-depth/#depth',
    async observe(data, seed, perform) {
      const ev = async (depth: number) =>
        (await bareSurface({ data, depth, skip: false, seed }, perform)).ev;
      return [(await ev(56)) - (await ev(8))];
    },
  },
  {
    id: 'depth-narrow-without-norm',
    statement: 4,
    text: 'Without normalisation a plain network’s basin is narrower at 56 layers than at 8.',
    source: 'Our own reading of statement 4',
    setup: NO_NORM,
    measure: 'log₁₀ of the ratio of the radius r, 56 layers to 8',
    unit: 'decades',
    direction: 'below',
    boundary: 0,
    refutedBy: 'The basin is as wide at 56 layers.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/the-effect-of-depth/#depth',
    async observe(data, seed, perform) {
      const r = async (depth: number) =>
        (await bareSurface({ data, depth, skip: false, seed }, perform)).radius;
      const [deep, shallow] = [await r(56), await r(8)];
      return deep === undefined || shallow === undefined ? undefined : [Math.log10(deep / shallow)];
    },
  },
  {
    id: 'skips-removed-fragment',
    statement: 4,
    text: 'Without skip connections the low part of the surface falls into more pieces.',
    source: 'Lecture, statement 4',
    setup: `32 layers. ${NORMED_WORDS}`,
    measure: 'number of connected pieces of {loss < loss at the centre + ½ ln C}, plain minus skip',
    unit: 'pieces',
    direction: 'above',
    boundary: 0,
    refutedBy: 'As many pieces with skip connections.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/why-skip-connections/#skip-or-no-skip',
    async observe(data, seed, perform) {
      const pieces = async (skip: boolean) => (await surface({ data, skip, seed }, perform)).pieces;
      const [plain, skip] = [await pieces(false), await pieces(true)];
      return plain === undefined || skip === undefined ? undefined : [plain - skip];
    },
  },
  {
    id: 'skips-removed-elongate',
    statement: 4,
    text: 'Without skip connections the basin around the trained network is more elongated.',
    source: 'Lecture, statement 4',
    setup: `32 layers. ${NORMED_WORDS} The basin is the part of the plane seen from the centre, along 32 rays, below the loss there + ½ ln C.`,
    measure: 'log₁₀ of the ratio of the basins’ aspect ratios (long to short axis), plain to skip',
    unit: 'decades',
    direction: 'above',
    boundary: 0,
    refutedBy: 'The basins are as round.',
    expected: 'not supported',
    seeds: { full: 10, quick: 3 },
    conditions: [FASHION, SPIRALS, `${FASHION} without norm`],
    figure: 'chapters/why-skip-connections/#skip-or-no-skip',
    async observe(condition, seed, perform) {
      const [data, rest] = condition.split(' without ') as [string, string?];
      const aspect = async (skip: boolean) =>
        (await (rest ? bareSurface : surface)({ data, skip, seed }, perform)).aspect;
      const [plain, skip] = [await aspect(false), await aspect(true)];
      return plain === undefined || skip === undefined ? undefined : [Math.log10(plain / skip)];
    },
  },
  {
    id: 'initialisation-matters-without-skips',
    statement: 4,
    text: 'Without skip connections the initialisation decides more often whether a network trains at all.',
    source: 'Lecture, statement 4; Li et al. 2018, section 5',
    setup: `16 layers. ${BARE_WORDS}, 1,000 steps, from He’s initial values and from small uniform ones (±1/√fan_in).`,
    measure:
      'share of stuck runs (loss above 90% of chance), uniform minus He, of plain networks minus of skip networks',
    unit: 'points',
    direction: 'above',
    boundary: 0,
    refutedBy: 'Skip networks depend on their initialisation as much.',
    expected: 'supported',
    seeds: { full: 20, quick: 4 },
    conditions: BOTH,
    figure: 'chapters/the-effect-of-depth/#stuck',
    async observe(data, seed, perform) {
      const stuck = async (skip: boolean, scheme: 'uniform' | 'he') => {
        const experiment = bare({
          data,
          depth: 16,
          skip,
          seed,
          init: { scheme },
          training: { steps: 1000 },
        });
        const { train, classes } = await perform('train', { experiment });
        return train.loss < 0.9 * Math.log(classes) ? 0 : 1;
      };
      const cost = async (skip: boolean) =>
        (await stuck(skip, 'uniform')) - (await stuck(skip, 'he'));
      return [(await cost(false)) - (await cost(true))];
    },
  },
  {
    id: 'flatter-generalises',
    statement: 4,
    text: 'Among networks that differ in batch size, weight decay and rate, flatter minima (larger r) come with lower test errors.',
    source: 'Lecture, statement 4; Li et al. 2018, section 5',
    setup: `8 layers with skip connections, 18 networks a seed: batch 32, 128 or 512; weight decay 0, 5·10⁻⁴ or 5·10⁻³; rate 0.01 or 0.1. ${NORMED_WORDS.replace('batch 64, ', '').replace('rate 0.03', 'rate')}`,
    measure: 'Spearman’s rank correlation of r and test error within a seed',
    unit: 'correlation',
    direction: 'below',
    boundary: 0,
    refutedBy: 'No correlation, or flatter networks that do worse.',
    expected: 'depends on',
    seeds: { full: 6, quick: 2 },
    conditions: [FASHION, `${FASHION}, 20% wrong labels`, 'noisy moons', SPIRALS],
    figure: 'chapters/the-effect-of-depth/#flatness',
    async observe(data, seed, perform) {
      const nets = await variants(data, seed, perform);
      return nets.length < 4
        ? undefined
        : [
            spearman(
              nets.map((n) => n.radius),
              nets.map((n) => n.error),
            ),
          ];
    },
  },
  {
    id: 'flatter-generalises-at-equal-fit',
    statement: 4,
    text: 'The same among those of the networks that fit their data (training loss below 0.1).',
    source: 'Our own control of statement 4',
    setup: 'The networks of the claim above.',
    measure:
      'Spearman’s rank correlation of r and test error over the fitting networks of all seeds',
    unit: 'correlation',
    direction: 'below',
    boundary: 0,
    refutedBy: 'No correlation once all networks fit.',
    expected: 'unknown',
    seeds: { full: 6, quick: 2 },
    conditions: [FASHION, SPIRALS],
    figure: 'chapters/the-effect-of-depth/#flatness',
    async observe(data, seed, perform) {
      const nets = (await variants(data, seed, perform)).filter(({ loss }) => loss < 0.1);
      return nets.flatMap(({ radius, error }) => [radius, error]);
    },
    statistic(seeds) {
      const flat = seeds.flat();
      const pick = (offset: number) => flat.filter((_, i) => i % 2 === offset);
      return spearman(pick(0), pick(1));
    },
  },
];

/** The 18 networks of a seed that have a basin. */
async function variants(data: string, seed: number, perform: Perform) {
  const runs = [32, 128, 512].flatMap((batch) =>
    [0, 5e-4, 5e-3].flatMap((weightDecay) =>
      [0.01, 0.1].map((learningRate) =>
        perform('train', {
          experiment: normed({
            data,
            depth: 8,
            skip: true,
            seed,
            training: { batch, weightDecay, learningRate },
          }),
          views: VIEW,
        }),
      ),
    ),
  );
  return (await Promise.all(runs)).flatMap(({ train, test, surfaces }) => {
    const { radius } = surfaces[0]!;
    return radius === undefined ? [] : [{ radius, error: test.error, loss: train.loss }];
  });
}
