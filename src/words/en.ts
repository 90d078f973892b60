import { address } from './en/address';
import { claims } from './en/claims';
import { comparison } from './en/comparison';
import { fields } from './en/fields';
import { lab } from './en/lab';
import { measures } from './en/measures';
import { plot } from './en/plot';
import { plural } from './en/plural';
import { status } from './en/status';
import { take } from './en/take';

/*
 * What the site's own parts say in English, by room in `en/`. Elsewhere stand:
 * - titles, captions and prose, in content/;
 * - the settings, columns and lines of a figure, in its definition, and what a claim claims, in its
 *   file. Another language says them by their English texts, in `figures` below;
 * - what `engine`, `lab` and `files` refuse, where it is thrown, with the values in it. These
 *   sentences stay English in every language, and so do the names of fields in their messages, the
 *   files that a reader takes away and what the commands print.
 * Numbers and signs are not words: they stay in the code.
 */

/** By a figure’s id, or `every`: from a text of its definition to the same in another language. */
type OwnWords = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const en = {
  /** For numbers and dates. */
  locale: 'en',

  site: {
    chapter: (n: number) => `Chapter ${n}`,
    colophon: 'Depth and Trainability, an online lecture. Text and code under the MIT licence.',
    claims: 'The claims, measured',
    teaching: 'Reading and teaching',
    glossary: 'Glossary',
    /** Folded out under a question of a chapter. */
    answer: 'Answer',
    /** What a browser lacks stands for the dots. */
    browserNeeds:
      'This browser is too old for the figures to come alive: it lacks …. The text, the formulas and the recorded pictures are all here; to train networks, open the page in a current Firefox, Chrome, Edge or Safari.',
    browserWants: 'This browser lacks …: the figures work, but networks train slowly in it.',
  },

  /** Controls that all figures share. */
  ui: {
    left: (time: string) => `${time} left`,
    time: {
      brief: 'under 1 s',
      seconds: (n: number) => `${n} s`,
      minutes: (n: number) => `${n} min`,
      hours: (n: number) => `${n} h`,
      days: (n: number) => plural(n, 'day', 'days'),
    },
    wholeNumber: (min: number, max: number) => `a whole number, ${min} to ${max}`,
    allNumbers: 'All numbers as CSV',
    player: {
      play: 'Play',
      pause: 'Pause',
      back: 'One back',
      on: 'One on',
      speed: 'Speed',
      nothing: 'nothing yet',
    },
  },

  figure: {
    name: 'Figure',
    step: (n: string) => `step ${n}`,
    loss: (value: string) => `loss ${value}`,
    more: 'More settings',
    nextSeed: 'Next seed',
    reset: 'Reset',
    stop: 'Stop',
    again: (verb: string) => `${verb} again`,
    train: 'Train',
    continue: 'Continue',
    wholeSurface: 'Whole surface',
    wholeMap: 'Whole map',
    heightAndColour: 'Height and colour',
    oneScale: 'one scale',
    oneEach: 'one each',
    difference: 'Difference of the first two',
    hidden: 'hidden',
    shown: 'shown',
    stepOfSurfaces: 'Step of the surfaces',
    stepOfLines: 'Step',
    measuredValues: (figure: string) => `Measured values: ${figure}`,
    measured: 'Measured',
    overSeeds: (n: number) => `Mean ± sd, ${n} seeds`,
    none: 'n/a',
  },

  /** Where a panel’s run or surface comes from, if it is none of this visit. */
  origin: {
    recorded: 'recorded',
    kept: 'kept',
    file: 'from a file',
    weights: 'weights from a file',
  },

  backend: {
    label: 'Compute with',
    auto: 'best on this machine',
    cpu: 'JavaScript (slow)',
    computing: (what: string) => `Computing with ${what}`,
    idle: 'Not computing yet',
    lacking: {
      webgpu: ' This browser has no WebGPU.',
      adapter: ' This browser has WebGPU, but no graphics adapter for it.',
      hardware: ' WebGPU has only a software adapter here, which is slower.',
    },
    opByOp: ', op by op',
    kernels: ', with our own kernels',
  },

  /** Under a figure's caption: what was measured with its defaults over a few seeds. */
  spread: {
    measured: 'Measured',
    with: (of: string) => `with these settings, ${of}:`,
    seeds: (seeds: readonly number[]) =>
      `seeds ${seeds.join(', ').replace(/, (\d+)$/, ' and $1')}, mean ± standard deviation`,
    recorded: 'one recording each, so without a spread',
    statement: (number: number) => `Statement ${number}`,
    all: 'All values',
    allOf: (figure: string) => `All values over seeds: ${figure}`,
    meanAndDeviation: 'Mean ± sd',
    none: 'n/a',
    takes: (seconds: string) =>
      `One run takes ${seconds} seconds of one processor core; two cores share it.`,
    file: 'From one file',
    writtenBy: 'which is written by',
  },

  /** How many dimensions the networks have. */
  dimensions: {
    network: 'Network',
    parameters: 'Parameters P',
    inPlane: 'In a plane, 2/P',
    along: 'Along a random direction, 1/√P',
    dense: (depth: number, width: number) => `${depth} layers, ${width} wide`,
    resNet: (depth: number) => `ResNet-${depth}, chapter 10`,
  },

  address,
  claims,
  comparison,
  fields,
  lab,
  measures,
  plot,
  status,
  take,

  /** What another language says for the English texts of a figure’s definition: see `own-words.ts`. */
  figures: {} as OwnWords,
};
