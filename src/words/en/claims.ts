import { plural } from './plural';

/** Around the claims; what they claim, and of what, is theirs to say (`src/claims/list`). */
export const claims = {
  verdicts: {
    supported: 'supported',
    'depends on': 'depends on',
    'not supported': 'not supported',
    contradicted: 'contradicted',
  },
  /** What follows an effect; shares carry their sign themselves. */
  units: {
    decades: 'powers of ten',
    share: '',
    points: 'percentage points',
    nats: 'nats',
    unevenness: 'of EV',
    minima: 'minima',
    pieces: 'pieces',
    rates: 'rates of 8',
    cosine: 'of the cosine',
    correlation: '(rank correlation)',
    ratio: '(ratio)',
  },
  directions: { above: 'above', below: 'below' },
  factor: (of: string, from: string, to: string) => `a factor of ${of}, from ${from} to ${to}`,
  seeds: (n: number) => plural(n, 'seed', 'seeds'),
  recordedPairs: (n: number) => plural(n, 'pair of recordings', 'pairs of recordings'),
  pairs: (n: number) => plural(n, 'pair', 'pairs'),

  /** How the whole file was measured; the date and the command stand between. */
  measuredOn: 'Measured on',
  byVersion: (version: string) => `by version ${version} with`,
  machine: (backend: string, threads: number, minutes: number) =>
    `${backend}, ${threads} threads, ${minutes} minutes.`,
  everyObservation: 'Every observation',
  inOneFile: 'is in one file.',

  statement: (n: number) => `Statement ${n}`,
  expected: (verdict: string) => `we had expected: ${verdict}`,
  how: 'How it was measured',
  source: 'Source',
  setUp: 'Set-up',
  predicted: 'Predicted',
  anEffect: (direction: string, value: string, unit: string) =>
    `an effect ${direction} ${value} ${unit}`,
  refutedIf: 'Refuted if',
  condition: (estimate: string, seeds: string, verdict: string) =>
    `${estimate}, ${seeds}: ${verdict}`,
  noNumber: (n: number) => ` (${n} more gave no number)`,
  notTested: 'What was not tested',
  whiskers: (rows: string, direction: string, boundary: string) =>
    `Effect and 95% interval. ${rows}. Predicted: ${direction} ${boundary}.`,

  /** A claim tried again by the reader. */
  run: 'Run it here',
  again: 'Run it again',
  fresh: (n: number) => `with ${n} fresh seeds, in your browser`,
  trying: (first: number | undefined, last: number | undefined) =>
    `Trying seeds ${first} to ${last}`,
  recordings: (n: number) => `measures our ${n} pairs of recordings again, in your browser`,
  measuring: 'Measuring',
  ours: 'ours',
  yours: 'yours',
  triedRecordings: 'our recordings',
  triedSeeds: (first: number | undefined, last: number | undefined) => `seeds ${first} to ${last}`,
  yourEffect: 'Yours:',
  yourVerdict: (unit: string, tried: string) => ` ${unit}, ${tried}: `,
  ourEffect: (over: string, estimate: string, verdict: string) =>
    `. Ours, with ${over}: ${estimate}: ${verdict}.`,
  few: 'Few seeds make wide intervals; that yours decides otherwise is information all the same.',
};
