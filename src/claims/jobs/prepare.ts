import { type Dataset, loadDataset } from '@/engine/data/dataset';
import { experiment as complete } from '@/engine/experiment/parse';
import type { Experiment, ExperimentInput } from '@/engine/experiment/schema';
import { networkSpec } from '@/engine/experiment/spec';
import type { NetworkSpec } from '@/engine/network/spec';
import { initialState, type TrainingState, train } from '@/engine/training/train';
import type { JobContext } from './jobs';

export interface Prepared {
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  readonly spec: NetworkSpec;
}

/** Loads what an experiment needs. */
export async function prepare(input: ExperimentInput, { read }: JobContext): Promise<Prepared> {
  const experiment = complete(input);
  const dataset = await loadDataset(experiment, read);
  return { experiment, dataset, spec: networkSpec(experiment, dataset) };
}

export interface Trained {
  readonly state: TrainingState;
  /** States at every multiple of `checkpointEvery`, the initial one first; else first and last. */
  readonly checkpoints: readonly TrainingState[];
  /** Of every step's batch, before the step, in nats. */
  readonly losses: readonly number[];
  readonly diverged: boolean;
}

/** Trains to the end and keeps the checkpoints. */
export async function trainToEnd(
  { experiment, dataset, spec }: Prepared,
  { executor }: JobContext,
): Promise<Trained> {
  const every = experiment.training.checkpointEvery;
  let state = initialState(experiment, spec);
  const checkpoints = [state];
  const losses: number[] = [];
  let diverged = false;
  for await (const progress of train(experiment, spec, dataset.train, executor)) {
    ({ state } = progress);
    losses.push(...progress.losses);
    diverged = progress.end === 'diverged';
    if (progress.end || (every > 0 && state.step % every === 0)) checkpoints.push(state);
  }
  return { state, checkpoints, losses, diverged };
}
