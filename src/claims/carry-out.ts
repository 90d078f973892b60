import type { Claim, Observation, Verdict } from './claim';
import { seedsOf } from './claim';
import type { Perform } from './jobs/jobs';
import { bootstrap, type Estimate, meanOfFirst, verdictOf } from './statistics';

/** What one condition of a claim gave. */
export interface ConditionResult extends Estimate {
  readonly name: string;
  readonly verdict: Exclude<Verdict, 'depends on'>;
  /** Seeds that gave a number. */
  readonly seeds: number;
  /** Seeds whose quantity does not exist. */
  readonly missing: number;
  /** One entry a seed, in their order. */
  readonly observations: readonly (readonly number[] | null)[];
}

/** A claim's effect, pooled over its conditions by their mean, and its verdict. */
export interface ClaimResult extends Estimate {
  readonly id: string;
  /** The number of the lecture's statement. */
  readonly statement: number;
  readonly verdict: Verdict;
  readonly seeds: number;
  readonly conditions: readonly ConditionResult[];
}

export interface CarryOutOptions {
  /** The full run's seeds by default. */
  readonly seeds?: readonly number[];
  /** Called once for every seed of every condition. */
  readonly onObservation?: () => void;
}

/** Observes a claim for all conditions and seeds and draws its verdict. */
export async function carryOut(
  claim: Claim,
  perform: Perform,
  { seeds = seedsOf(claim, 'full'), onObservation = () => {} }: CarryOutOptions = {},
): Promise<ClaimResult> {
  const observe = async (condition: string, seed: number): Promise<Observation> => {
    const observation = await claim.observe(condition, seed, perform);
    onObservation();
    return observation;
  };
  const observed = await Promise.all(
    claim.conditions.map((name) => Promise.all(seeds.map((seed) => observe(name, seed)))),
  );
  return conclude(claim, observed);
}

/**
 * Draws the verdict from observations, one row a condition, one entry a seed. Observations that do
 * not exist or are not finite are left out and counted.
 */
export function conclude(claim: Claim, observed: readonly (readonly Observation[])[]): ClaimResult {
  const statistic = claim.statistic ?? meanOfFirst;
  const present = observed.map((group) => group.filter(isPresent));
  const conditions = claim.conditions.map((name, c): ConditionResult => {
    const estimate = bootstrap([present[c]!], statistic, `${claim.id}/${name}`);
    return {
      name,
      ...estimate,
      verdict: verdictOf(estimate, claim),
      seeds: present[c]!.length,
      missing: observed[c]!.length - present[c]!.length,
      observations: observed[c]!.map((one) => (isPresent(one) ? one : null)),
    };
  });
  const verdicts = new Set(conditions.map(({ verdict }) => verdict));
  return {
    id: claim.id,
    statement: claim.statement,
    ...bootstrap(present, statistic, claim.id),
    verdict: verdicts.size > 1 ? 'depends on' : conditions[0]!.verdict,
    seeds: observed[0]!.length,
    conditions,
  };
}

function isPresent(observation: Observation): observation is readonly number[] {
  return observation?.every(Number.isFinite) ?? false;
}
