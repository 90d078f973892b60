import type { ReadFile } from '@/engine/data/dataset';
import type { Executor } from '@/engine/executor';
import { type DescentArgument, type DescentResult, descent } from './descent';
import { type GradientsArgument, type GradientsResult, gradients } from './gradients';
import { type PathArgument, type PathResult, path } from './path';
import { type RecordingArgument, type RecordingResult, recording } from './recording';
import { type RescaleArgument, type RescaleResult, rescale } from './rescale';
import { type TrainArgument, type TrainResult, train } from './train';
import { type WalkArgument, type WalkResult, walk } from './walk';

/** What a job computes with. */
export interface JobContext {
  readonly executor: Executor;
  readonly read: ReadFile;
  /** Reads a recording that the site ships, by its name without ending. */
  readonly recording?: ReadFile;
}

/*
 * The units of work that claims are made of. Arguments and results are JSON values, so a job can be
 * sent to any worker, and two claims that ask for the same one share it.
 */
export interface JobTypes {
  /** Trains a network, evaluates it and measures slices of its loss surface. */
  train: { argument: TrainArgument; result: TrainResult };
  /** Trains a network and follows its path in the plane of the path's principal components. */
  path: { argument: PathArgument; result: PathResult };
  /** Trains a network and compares its gradients with the way to where it ends. */
  descent: { argument: DescentArgument; result: DescentResult };
  /** Takes gradients of an untrained network. */
  gradients: { argument: GradientsArgument; result: GradientsResult };
  /** Trains a ReLU network and rescales its layers without changing its function. */
  rescale: { argument: RescaleArgument; result: RescaleResult };
  /** Measures the surface of a recorded run. */
  recording: { argument: RecordingArgument; result: RecordingResult };
  /** Walks at random and looks at the walk's principal components. */
  walk: { argument: WalkArgument; result: WalkResult };
}
export type JobName = keyof JobTypes;

/** Carries out a job, somewhere. */
export type Perform = <N extends JobName>(
  name: N,
  argument: JobTypes[N]['argument'],
) => Promise<JobTypes[N]['result']>;

type Jobs = {
  [N in JobName]: (
    argument: JobTypes[N]['argument'],
    context: JobContext,
  ) => Promise<JobTypes[N]['result']>;
};
export const JOBS: Jobs = { train, path, descent, gradients, rescale, recording, walk };

/** @returns a `Perform` on this thread's executor. */
export function performOn(context: JobContext): Perform {
  return (name, argument) => JOBS[name](argument, context);
}

/** @returns the same `Perform`, which does equal jobs once. */
export function sharing(perform: Perform): Perform {
  const known = new Map<string, Promise<unknown>>();
  return <N extends JobName>(name: N, argument: JobTypes[N]['argument']) => {
    const key = `${name} ${JSON.stringify(argument)}`;
    let work = known.get(key);
    if (!work) known.set(key, (work = perform(name, argument)));
    return work as Promise<JobTypes[N]['result']>;
  };
}
