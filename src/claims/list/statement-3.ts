import { randomWalkExplained } from '@/engine/trajectory/random-walk';
import type { Claim } from '../claim';
import type { Perform } from '../jobs/jobs';
import { deviation } from '../statistics';
import { BARE_WORDS, BOTH, bare, NORMED_WORDS, normed } from './nets';

/** Points of a path or walk whose principal components are taken. */
const POINTS = 60;
const BOTH_VIEWS = [{ normalisation: 'filter' }, { normalisation: 'none' }] as const;
const RESCALED = `8 layers, plain. ${BARE_WORDS}, 2,000 steps. Then in every block the first layer is multiplied by 10 and the second divided by 10.`;
const DECAY = `8 layers with skip connections. ${NORMED_WORDS} Weight decay 0.005 against 0.`;

export const statement3: readonly Claim[] = [
  {
    id: 'random-walk-looks-planar',
    statement: 3,
    text: 'Two principal components explain more than 85% of a pure random walk.',
    source: 'Antognini & Sohl-Dickstein 2018',
    setup: `Walks of ${POINTS} points with Gaussian steps in 10,000 dimensions; displacements from the end, as in Li et al. 2018.`,
    measure: 'share of the squared displacement along two principal components',
    unit: 'share',
    direction: 'above',
    boundary: 0.85,
    refutedBy: 'The plane explains little of a random walk, so that a high share means something.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: ['random walk'],
    figure: 'chapters/a-grain-of-salt/#random-walk',
    async observe(_, seed, perform) {
      return [(await perform('walk', { points: POINTS, size: 10_000, seed })).explained];
    },
  },
  {
    id: 'paths-flatter-than-walks',
    statement: 3,
    text: 'Two principal components explain more of a training path than of a random walk.',
    source: 'Li et al. 2018, section 7, against Antognini & Sohl-Dickstein 2018',
    setup: `8 layers with skip connections. ${BARE_WORDS}, 2,000 steps; ${POINTS} points, displacements from the end.`,
    measure: 'share explained by two components, the path’s minus the random walk’s expected share',
    unit: 'points',
    direction: 'above',
    boundary: 0,
    refutedBy: 'The path is no flatter than a random walk of as many points.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/a-grain-of-salt/#random-walk',
    async observe(data, seed, perform) {
      const experiment = bare({ data, depth: 8, skip: true, seed });
      const { explained } = await perform('path', { experiment, points: POINTS });
      const [first, second] = randomWalkExplained(POINTS, { centred: false });
      return [explained - first! - second!];
    },
  },
  {
    id: 'random-plane-misses-the-path',
    statement: 3,
    text: 'A random plane through the end holds less than 5% of a training path’s displacement.',
    source: 'Li et al. 2018, section 7',
    setup: `8 layers with skip connections. ${BARE_WORDS}, 2,000 steps; ${POINTS} points, displacements from the end.`,
    measure: 'share of the squared displacement within a random plane',
    unit: 'share',
    direction: 'below',
    boundary: 0.05,
    refutedBy: 'Random planes show the path.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/weight-decay/#weight-decay',
    async observe(data, seed, perform) {
      const experiment = bare({ data, depth: 8, skip: true, seed });
      return [(await perform('path', { experiment, points: POINTS })).randomPlane];
    },
  },
  {
    id: 'one-plane-is-an-anecdote',
    statement: 3,
    text: 'Roughness varies between random planes of one network at least half as much as between networks.',
    source: 'Our own control of statement 3',
    setup: `32 layers, plain. ${NORMED_WORDS} 5 pairs of directions a network.`,
    measure:
      'spread (standard deviation of log₁₀ Lap) over planes of one network, over the spread over networks in one plane each',
    unit: 'ratio',
    direction: 'above',
    boundary: 0.5,
    refutedBy: 'Planes of one network look alike: one is enough.',
    expected: 'unknown',
    seeds: { full: 12, quick: 4 },
    conditions: BOTH,
    figure: 'chapters/a-grain-of-salt/#directions',
    async observe(data, seed, perform) {
      const views = [0, 1, 2, 3, 4].map((direction) => ({ seed: direction }));
      const experiment = normed({ data, skip: false, seed });
      const { surfaces } = await perform('train', { experiment, views });
      return surfaces.map(({ laplacian }) => Math.log10(laplacian));
    },
    statistic(networks) {
      const within = networks.reduce((sum, one) => sum + deviation(one) ** 2, 0) / networks.length;
      const planes = networks[0]!.map((_, k) => deviation(networks.map((one) => one[k]!)) ** 2);
      const between = planes.reduce((a, b) => a + b, 0) / planes.length;
      return Math.sqrt(within / between);
    },
  },
  {
    id: 'rescaling-keeps-filter-radius',
    statement: 3,
    text: 'Rescaling ReLU layers leaves the radius r of a filter-normalised slice as it is (within 1%).',
    source: 'Li et al. 2018, section 4',
    setup: RESCALED,
    measure: '|log₁₀| of the ratio of r, rescaled to trained (0.0043 is 1%)',
    unit: 'decades',
    direction: 'below',
    boundary: Math.log10(1.01),
    refutedBy: 'Filter normalisation does not remove the scale.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/seeing-a-loss-surface/#rescaling',
    async observe(data, seed, perform) {
      const experiment = bare({ data, depth: 8, skip: false, seed });
      const { before, after } = await perform('rescale', { experiment, factor: 10 });
      return logRatio(after.filter, before.filter)?.map(Math.abs);
    },
  },
  {
    id: 'rescaling-sharpens-raw-radius',
    statement: 3,
    text: 'The same rescaling, which leaves the function as it is, at least halves r of a slice along raw directions.',
    source: 'Dinh et al. 2017',
    setup: RESCALED,
    measure: 'log₁₀ of the ratio of r along raw directions, rescaled to trained (−0.30 is a half)',
    unit: 'decades',
    direction: 'below',
    boundary: Math.log10(0.5),
    refutedBy: 'Raw directions do not see the scale either.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/seeing-a-loss-surface/#rescaling',
    async observe(data, seed, perform) {
      const experiment = bare({ data, depth: 8, skip: false, seed });
      const { before, after } = await perform('rescale', { experiment, factor: 10 });
      return logRatio(after.raw, before.raw);
    },
  },
  {
    id: 'raw-slices-call-decay-sharp',
    statement: 3,
    text: 'Along raw directions the network with weight decay looks sharper.',
    source: 'Li et al. 2018, section 4',
    setup: DECAY,
    measure: 'log₁₀ of the ratio of r along raw directions, with decay to without',
    unit: 'decades',
    direction: 'below',
    boundary: 0,
    refutedBy: 'Raw directions show the network with decay as flat or flatter.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/flat-and-sharp/#rulers',
    async observe(data, seed, perform) {
      const [without, decayed] = await decayPair(data, seed, perform);
      return logRatio(decayed.surfaces[1]!.radius, without.surfaces[1]!.radius);
    },
  },
  {
    id: 'normalised-slices-call-decay-flat',
    statement: 3,
    text: 'Along filter-normalised directions the same network with weight decay looks flatter.',
    source: 'Li et al. 2018, section 4',
    setup: DECAY,
    measure: 'log₁₀ of the ratio of r along filter-normalised directions, with decay to without',
    unit: 'decades',
    direction: 'above',
    boundary: 0,
    refutedBy: 'Filter normalisation does not reverse the order.',
    expected: 'supported',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/flat-and-sharp/#rulers',
    async observe(data, seed, perform) {
      const [without, decayed] = await decayPair(data, seed, perform);
      return logRatio(decayed.surfaces[0]!.radius, without.surfaces[0]!.radius);
    },
  },
];

/** The network trained without weight decay and with it, each seen in both kinds of slice. */
function decayPair(data: string, seed: number, perform: Perform) {
  const of = (weightDecay: number) =>
    perform('train', {
      experiment: normed({ data, depth: 8, skip: true, seed, training: { weightDecay } }),
      views: BOTH_VIEWS,
    });
  return Promise.all([of(0), of(5e-3)] as const);
}

/** @returns nothing where one of the radii does not exist. */
function logRatio(a: number | undefined, b: number | undefined): number[] | undefined {
  return a === undefined || b === undefined ? undefined : [Math.log10(a / b)];
}
