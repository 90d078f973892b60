import type { Claim } from '../claim';

/*
 * Claims about the convolutional networks that the site ships. There is one recording of each, so
 * the observations are pairs of recordings and not seeds; they cannot be paired with fresh ones.
 */

const WORDS =
  'Convolutional networks of the architecture of He et al. 2016, Fashion-MNIST at 14 × 14 pixels, 4,096 training images, 640 steps; slices of 25 × 25 points with frozen statistics. One recording each, all of seed 1: the interval is over pairs of recordings, so few that it says little.';
const FIGURE = 'chapters/at-the-papers-scale/#convolutional';
const PAIRS = ['recorded pairs'];

const narrow = (kind: 'plain' | 'skip', depth: number) => ({
  name: `convolutional-${kind}-${depth}`,
});
const wide = (kind: 'plain' | 'skip', depth: number) => ({
  name: `convolutional-wide-${kind}-${depth}`,
});

/** Plain and with shortcuts at equal depth and width. */
const SAME_DEPTH = [
  ...[8, 20, 56].map((depth) => [narrow('plain', depth), narrow('skip', depth)] as const),
  ...[8, 20].map((depth) => [wide('plain', depth), wide('skip', depth)] as const),
];
/** The same without the shallow ones, of which nobody expects a difference. */
const DEEP = SAME_DEPTH.filter(([{ name }]) => !name.endsWith('-8'));
/** Deep and shallow plain networks of equal width. */
const SAME_WIDTH = [
  ...[20, 56].map((depth) => [narrow('plain', depth), narrow('plain', 8)] as const),
  [wide('plain', 20), wide('plain', 8)] as const,
];

export const recordedRougher: Claim = {
  id: 'recorded-conv-rougher',
  statement: 2,
  text: 'Recorded convolutional networks: without shortcuts the surface is rougher at equal depth and width.',
  source: 'Lecture, statement 2; Li et al. 2018, section 5',
  setup: `8, 20 and 56 layers of 16, 32 and 64 maps; 8 and 20 of twice as many. ${WORDS}`,
  measure: 'log₁₀ of the ratio of the roughness Lap, without shortcuts to with them',
  unit: 'decades',
  direction: 'above',
  boundary: 0,
  refutedBy: 'The recorded surfaces without shortcuts are as smooth.',
  expected: 'unknown',
  seeds: { full: SAME_DEPTH.length, quick: SAME_DEPTH.length },
  recorded: true,
  conditions: PAIRS,
  figure: FIGURE,
  async observe(_, pair, perform) {
    const [plain, skip] = SAME_DEPTH[pair]!;
    const [a, b] = await Promise.all([perform('recording', plain), perform('recording', skip)]);
    return [Math.log10(a.surface.laplacian / b.surface.laplacian)];
  },
};

export const recordedDeeperUneven: Claim = {
  id: 'recorded-conv-uneven-with-depth',
  statement: 4,
  text: 'Recorded convolutional networks: without shortcuts the surface of 20 and 56 layers is more uneven than that of 8.',
  source: 'Lecture, statement 4; Li et al. 2018, section 5',
  setup: `20 and 56 layers against 8 at equal width, without shortcuts. ${WORDS}`,
  measure: 'unevenness EV, the deeper minus the shallower',
  unit: 'unevenness',
  direction: 'above',
  boundary: 0,
  refutedBy: 'The deeper recordings are as even.',
  expected: 'unknown',
  seeds: { full: SAME_WIDTH.length, quick: SAME_WIDTH.length },
  recorded: true,
  conditions: PAIRS,
  figure: FIGURE,
  async observe(_, pair, perform) {
    const [deep, shallow] = SAME_WIDTH[pair]!;
    const [a, b] = await Promise.all([perform('recording', deep), perform('recording', shallow)]);
    return [a.surface.ev - b.surface.ev];
  },
};

export const recordedErrs: Claim = {
  id: 'recorded-conv-errs',
  statement: 4,
  text: 'Recorded convolutional networks: from 20 layers on, the test error without shortcuts is higher.',
  source: 'Li et al. 2018, table 1; He et al. 2016',
  setup: `20 and 56 layers, and 20 of twice the width. ${WORDS}`,
  measure: 'test error (share), without shortcuts minus with them',
  unit: 'points',
  direction: 'above',
  boundary: 0,
  refutedBy: 'Without shortcuts they err as seldom.',
  expected: 'unknown',
  seeds: { full: DEEP.length, quick: DEEP.length },
  recorded: true,
  conditions: PAIRS,
  figure: FIGURE,
  async observe(_, pair, perform) {
    const [plain, skip] = DEEP[pair]!;
    const [a, b] = await Promise.all([perform('recording', plain), perform('recording', skip)]);
    return [a.testError - b.testError];
  },
};
