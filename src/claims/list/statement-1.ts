import type { Claim } from '../claim';
import type { Perform } from '../jobs/jobs';
import { ADAM, BARE_WORDS, BOTH, bare, type Net, NORMED_WORDS, normed } from './nets';

/** 1 if a run is stuck: its loss over all training samples ends above 90% of chance, ln C. */
async function stuck(net: Net, perform: Perform): Promise<number> {
  const experiment = bare({ ...net, training: { steps: 1000, ...net.training } });
  const { train, classes } = await perform('train', { experiment });
  // A run that diverged has no finite loss.
  return train.loss < 0.9 * Math.log(classes) ? 0 : 1;
}

const SETUP = `${BARE_WORDS}, 1,000 steps; He initialisation unless said otherwise.`;
const STUCK = 'stuck: the loss over all training samples ends above 90% of chance (ln C)';

export const statement1: readonly Claim[] = [
  {
    id: 'stuck-depth',
    statement: 1,
    text: 'A plain network gets stuck more often at 56 layers than at 8.',
    source: 'Lecture, statement 1; Li et al. 2018, section 5',
    setup: SETUP,
    measure: `share of stuck runs at 56 layers minus at 8 (${STUCK})`,
    unit: 'points',
    direction: 'above',
    boundary: 0,
    refutedBy: 'No more stuck runs at 56 layers than at 8.',
    expected: 'supported',
    seeds: { full: 20, quick: 4 },
    conditions: BOTH,
    figure: 'chapters/the-effect-of-depth/#stuck',
    async observe(data, seed, perform) {
      const at = (depth: number) => stuck({ data, depth, skip: false, seed }, perform);
      return [(await at(56)) - (await at(8))];
    },
  },
  {
    id: 'stuck-architecture',
    statement: 1,
    text: 'At 56 layers a plain network gets stuck more often than one with skip connections.',
    source: 'Lecture, statement 1; He et al. 2016',
    setup: SETUP,
    measure: `share of stuck runs, plain minus skip (${STUCK})`,
    unit: 'points',
    direction: 'above',
    boundary: 0,
    refutedBy: 'As many stuck runs with skip connections as without.',
    expected: 'supported',
    seeds: { full: 20, quick: 4 },
    conditions: BOTH,
    figure: 'chapters/the-effect-of-depth/#stuck',
    async observe(data, seed, perform) {
      const of = (skip: boolean) => stuck({ data, depth: 56, skip, seed }, perform);
      return [(await of(false)) - (await of(true))];
    },
  },
  {
    id: 'stuck-initialisation',
    statement: 1,
    text: 'A plain network of 16 layers gets stuck more often from small uniform initial values (±1/√fan_in) than from He’s.',
    source: 'Lecture, statement 1; He et al. 2015',
    setup: SETUP,
    measure: `share of stuck runs, uniform minus He (${STUCK})`,
    unit: 'points',
    direction: 'above',
    boundary: 0,
    refutedBy: 'As many stuck runs from He’s initial values as from small ones.',
    expected: 'supported',
    seeds: { full: 20, quick: 4 },
    conditions: BOTH,
    figure: 'chapters/the-effect-of-depth/#stuck',
    async observe(data, seed, perform) {
      const from = (scheme: 'uniform' | 'he') =>
        stuck({ data, depth: 16, skip: false, seed, init: { scheme } }, perform);
      return [(await from('uniform')) - (await from('he'))];
    },
  },
  {
    id: 'stuck-optimiser',
    statement: 1,
    text: 'At 56 plain layers an adaptive optimiser (Adam, rate 0.001) gets stuck less often than momentum.',
    source: 'Lecture, statement 1',
    setup: SETUP,
    measure: `share of stuck runs, momentum minus Adam (${STUCK})`,
    unit: 'points',
    direction: 'above',
    boundary: 0,
    refutedBy: 'As many stuck runs with Adam as with momentum.',
    expected: 'supported',
    seeds: { full: 20, quick: 4 },
    conditions: BOTH,
    figure: 'chapters/the-effect-of-depth/#stuck',
    async observe(data, seed, perform) {
      const by = (training?: Net['training']) =>
        stuck({ data, depth: 56, skip: false, seed, ...(training && { training }) }, perform);
      return [(await by()) - (await by(ADAM))];
    },
  },
  {
    id: 'adaptive-gains-with-depth',
    statement: 1,
    text: 'What an adaptive optimiser (Adam) gains over momentum grows with depth: more runs are saved at 56 plain layers than at 8.',
    source: 'Lecture, statement 1, taken together with statement 4',
    setup: `${SETUP} Momentum at rate 0.03, Adam at rate 0.001.`,
    measure: `share of stuck runs, momentum minus Adam, at 56 layers minus the same at 8 (${STUCK})`,
    unit: 'points',
    direction: 'above',
    boundary: 0,
    refutedBy: 'Adam saves as many runs at 8 layers as at 56.',
    expected: 'supported',
    seeds: { full: 20, quick: 4 },
    conditions: BOTH,
    figure: 'chapters/the-effect-of-depth/#stuck',
    async observe(data, seed, perform) {
      const gain = async (depth: number) =>
        (await stuck({ data, depth, skip: false, seed }, perform)) -
        (await stuck({ data, depth, skip: false, seed, training: ADAM }, perform));
      return [(await gain(56)) - (await gain(8))];
    },
  },
  {
    id: 'deep-plain-untrainable',
    statement: 1,
    text: 'Deep plain networks cannot be trained: at 56 layers most runs get stuck, with Adam too.',
    source: 'A common reading of Li et al. 2018, section 5, and He et al. 2016',
    setup: `${SETUP} Adam at rate 0.001.`,
    measure: `share of stuck runs (${STUCK})`,
    unit: 'share',
    direction: 'above',
    boundary: 0.5,
    refutedBy: 'Most runs train.',
    expected: 'contradicted',
    seeds: { full: 20, quick: 4 },
    conditions: BOTH,
    figure: 'chapters/the-effect-of-depth/#stuck',
    async observe(data, seed, perform) {
      return [await stuck({ data, depth: 56, skip: false, seed, training: ADAM }, perform)];
    },
  },
  {
    id: 'rates-that-train',
    statement: 1,
    text: 'Of the learning rates 0.001 to 3, more train a network with skip connections than a plain one.',
    source: 'Lecture, statement 1 (hyperparameters)',
    setup: `32 layers. ${NORMED_WORDS} 1,000 steps at each of the rates 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3.`,
    measure:
      'number of rates, of 8, at which the last 20 batches’ loss is below half of chance, skip minus plain',
    unit: 'rates',
    direction: 'above',
    boundary: 0,
    refutedBy: 'As many rates train the plain network.',
    expected: 'unknown',
    seeds: { full: 10, quick: 3 },
    conditions: BOTH,
    figure: 'chapters/what-makes-a-network-trainable/#trainability',
    async observe(data, seed, perform) {
      const count = async (skip: boolean) => {
        const runs = RATES.map((learningRate) =>
          perform('train', {
            experiment: normed({ data, skip, seed, training: { steps: 1000, learningRate } }),
          }),
        );
        return (await Promise.all(runs)).filter(
          ({ recentLoss, classes }) => recentLoss < 0.5 * Math.log(classes),
        ).length;
      };
      return [(await count(true)) - (await count(false))];
    },
  },
];

const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];
