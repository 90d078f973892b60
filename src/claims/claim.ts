import type { Perform } from './jobs/jobs';

/*
 * A claim is one sentence that a measurement can refute: a set of experiments, a number for every
 * seed, and the side of a boundary on which the number is predicted to lie.
 */

export type Verdict = 'supported' | 'not supported' | 'contradicted' | 'depends on';

/** What one seed gives; `undefined` where the quantity does not exist (a basin of a net at chance). */
export type Observation = readonly number[] | undefined;

export interface Claim {
  readonly id: string;
  /** Which of the lecture's statements, 1 to 7. */
  readonly statement: Statement;
  /** The prediction, in one sentence. */
  readonly text: string;
  /** Who says so. */
  readonly source: string;
  /** What is trained on what, and how. */
  readonly setup: string;
  /** What the effect is, with its unit. */
  readonly measure: string;
  readonly unit: Unit;
  /** The claim predicts the effect on this side of the boundary. */
  readonly direction: 'above' | 'below';
  readonly boundary: number;
  /** What would refute it, in words. */
  readonly refutedBy: string;
  /** What earlier, exploratory runs (other code, other seeds) let us expect; written down before. */
  readonly expected: Verdict | 'unknown';
  /** How many seeds a condition gets, of the whole run and of `--quick`. */
  readonly seeds: { readonly full: number; readonly quick: number };
  /** Where it is tried: a name each. The verdict is “depends on” where they disagree. */
  readonly conditions: readonly string[];
  /** The figure that shows it, relative to the site's root. */
  readonly figure: string;
  /**
   * It is about recordings that the site ships: what stands for seeds are their numbers, from 0,
   * and nobody can draw fresh ones.
   */
  readonly recorded?: true;
  /** The numbers of one seed. Pure: equal arguments give equal numbers on the same backend. */
  observe(condition: string, seed: number, perform: Perform): Promise<Observation>;
  /** The effect from the observations of all seeds; by default the mean of their first numbers. */
  statistic?(observations: readonly (readonly number[])[]): number;
}

/** Of an effect; `decades` are powers of ten, `points` differences of shares. */
export type Unit =
  | 'decades'
  | 'share'
  | 'points'
  | 'nats'
  | 'unevenness'
  | 'minima'
  | 'pieces'
  | 'rates'
  | 'cosine'
  | 'correlation'
  | 'ratio';

export type Statement = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The lecture's statements, as it makes them. */
export const STATEMENTS: Readonly<Record<Statement, string>> = {
  1: 'Trainability depends on design choices: architecture, adaptive optimisers, initialisation, hyperparameters.',
  2: 'Skip connections smoothen the loss surface; gradients are then more representative of the direction to good minima.',
  3: 'Visualisations are to be taken with a grain of salt: the dimensionality is reduced dramatically.',
  4: 'Deeper networks are more uneven, chaotic, with many minima; removing skip connections fragments and elongates the surface, so that a good initialisation is needed; flatter minima come with lower test error.',
  5: 'In wider networks the conclusions are similar; width makes the surface even smoother and flatter.',
  6: 'Weight decay encourages trajectories perpendicular to isocurves; without it the optimiser often goes parallel to them.',
  7: 'A skip connection carries the gradient on untouched, so vanishing and exploding become less of a problem: stronger gradients, i.e. smoother.',
};

/** Seeds are 101, 102, …: none of them was used while figures and claims were being made. */
export const FIRST_SEED = 101;

/** @returns the seeds that a claim is tried on. */
export function seedsOf({ seeds, recorded }: Claim, run: 'full' | 'quick'): number[] {
  return Array.from({ length: seeds[run] }, (_, i) => (recorded ? 0 : FIRST_SEED) + i);
}
