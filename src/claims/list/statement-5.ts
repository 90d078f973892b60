import type { Claim } from '../claim';
import type { Perform } from '../jobs/jobs';
import { BOTH, FASHION, type Net, NORMED_WORDS, normed, VIEW } from './nets';

const SETUP = `16 layers, width 64 against 8. ${NORMED_WORDS.replace(', width 16', '')}`;

async function measured(net: Net, perform: Perform) {
  const { surfaces, test } = await perform('train', { experiment: normed(net), views: VIEW });
  return { ...surfaces[0]!, test };
}

export const statement5: readonly Claim[] = [
  {
    id: 'width-smoother',
    statement: 5,
    text: 'A wider plain network’s surface is less uneven.',
    source: 'Lecture, statement 5; Li et al. 2018, section 5',
    setup: SETUP,
    measure: 'unevenness EV of the plain network, width 64 minus width 8',
    unit: 'unevenness',
    direction: 'below',
    boundary: 0,
    refutedBy: 'The wide network’s surface is as uneven.',
    expected: 'supported',
    seeds: { full: 8, quick: 2 },
    conditions: BOTH,
    figure: 'chapters/width/#width',
    async observe(data, seed, perform) {
      const ev = async (width: number) =>
        (await measured({ data, depth: 16, width, skip: false, seed }, perform)).ev;
      return [(await ev(64)) - (await ev(8))];
    },
  },
  {
    id: 'width-flatter',
    statement: 5,
    text: 'With skip connections the wider network’s minimum is flatter.',
    source: 'Lecture, statement 5; Li et al. 2018, section 5',
    setup: SETUP,
    measure: 'log₁₀ of the ratio of the radius r with skip connections, width 64 to width 8',
    unit: 'decades',
    direction: 'above',
    boundary: 0,
    refutedBy: 'The wide network’s minimum is as sharp.',
    expected: 'supported',
    seeds: { full: 8, quick: 2 },
    conditions: BOTH,
    figure: 'chapters/width/#width-trend',
    async observe(data, seed, perform) {
      const r = async (width: number) =>
        (await measured({ data, depth: 16, width, skip: true, seed }, perform)).radius;
      const [wide, narrow] = [await r(64), await r(8)];
      return wide === undefined || narrow === undefined ? undefined : [Math.log10(wide / narrow)];
    },
  },
  {
    id: 'width-generalises',
    statement: 5,
    text: 'With skip connections the wider network’s test error is lower.',
    source: 'Li et al. 2018, table 1',
    setup: SETUP,
    measure: 'test error (share) with skip connections, width 64 minus width 8',
    unit: 'points',
    direction: 'below',
    boundary: 0,
    refutedBy: 'The wide network errs as often.',
    expected: 'supported',
    seeds: { full: 8, quick: 2 },
    conditions: BOTH,
    figure: 'chapters/width/#width-trend',
    async observe(data, seed, perform) {
      const error = async (width: number) =>
        (await measured({ data, depth: 16, width, skip: true, seed }, perform)).test.error;
      return [(await error(64)) - (await error(8))];
    },
  },
  {
    id: 'skips-smoothen-wide-networks',
    statement: 5,
    text: 'At width 64, too, a plain network’s surface is rougher than with skip connections.',
    source: 'Lecture, statement 5; Li et al. 2018, section 5',
    setup: `16 layers, width 64. ${NORMED_WORDS.replace(', width 16', '')}`,
    measure: 'log₁₀ of the ratio of the roughness Lap, plain to skip',
    unit: 'decades',
    direction: 'above',
    boundary: 0,
    refutedBy: 'Skip connections make no difference to wide networks.',
    expected: 'supported',
    seeds: { full: 8, quick: 2 },
    conditions: [FASHION],
    figure: 'chapters/width/#width',
    async observe(data, seed, perform) {
      const lap = async (skip: boolean) =>
        (await measured({ data, depth: 16, width: 64, skip, seed }, perform)).laplacian;
      return [Math.log10((await lap(false)) / (await lap(true)))];
    },
  },
];
