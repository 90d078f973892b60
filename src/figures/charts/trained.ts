import { type Prepared, prepare, type Trained, trainToEnd } from '@/claims/jobs/prepare';
import type { ExperimentInput } from '@/engine/experiment/schema';
import type { NetworkPoint } from '@/engine/gradients';
import { firstSamples } from '@/engine/landscape/plane';
import { initialState, type TrainingState } from '@/engine/training/train';
import type { Tools } from '../chart/definition';

/** Trains a network of an experiment to the end. */
export async function trained(input: ExperimentInput, tools: Tools): Promise<Prepared & Trained> {
  const prepared = await prepare(input, tools);
  return { ...prepared, ...(await trainToEnd(prepared, tools)) };
}

/** The network of an experiment before its first step. */
export async function untrained(
  input: ExperimentInput,
  tools: Tools,
): Promise<Prepared & { readonly state: TrainingState }> {
  const prepared = await prepare(input, tools);
  return { ...prepared, state: initialState(prepared.experiment, prepared.spec) };
}

/** A network with its first training samples, normalised by their own statistics. */
export function pointOf(
  { spec, dataset, state }: Prepared & { readonly state: TrainingState },
  samples = 256,
): NetworkPoint {
  return {
    spec,
    samples: firstSamples(dataset.train, Math.min(samples, dataset.train.count)),
    statistics: 'batch',
    parameters: state.parameters,
    running: state.running,
  };
}

/** Works through a list, a few at a time, and says how far it is. */
export async function each<T, R>(
  items: readonly T[],
  tools: Tools,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  let done = 0;
  let next = 0;
  const results = new Array<R>(items.length);
  // Twice the workers: while one result is taken in, every worker has its next request.
  const lanes = Array.from({ length: 2 * Math.max(1, tools.executor.width) }, async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]!, index);
      tools.progress(++done / items.length);
    }
  });
  await Promise.all(lanes);
  return results;
}

export const numbers = (values: ArrayLike<number>): number[] => Array.from(values);

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
