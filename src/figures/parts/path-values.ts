import type { RecordedRun } from '@/files/run-file';
import { percent } from './recorded';

/** What a recorded path can be quoted by. */
export type PathValue =
  | 'explained'
  | 'explainedByWalk'
  | 'cosLoss'
  | 'cosObjective'
  | 'startLoss'
  | 'startPlaneLoss';

const two = (value: number | undefined) =>
  value !== undefined && Number.isFinite(value) ? value.toFixed(2) : undefined;
const share = (values: readonly number[] | undefined) =>
  values && percent(values.slice(0, 2).reduce((a, b) => a + b, 0));

/** Numbers of the analysis of a path, in words; nothing where a recording has none. */
export const PATH_VALUES: Readonly<Record<PathValue, (run: RecordedRun) => string | undefined>> = {
  /** Share of the squared displacement that two principal components hold. */
  explained: ({ analysis }) => share(analysis?.trajectory?.uncentred.explained),
  /** What they would hold of a random walk of as many points. */
  explainedByWalk: ({ analysis }) => share(analysis?.trajectory?.uncentred.nullExplained),
  /** Mean |cos| between steps and the gradient of the loss, in the plane. */
  cosLoss: ({ analysis }) => two(analysis?.trajectory?.angles.mean.loss),
  /** The same with the gradient of loss and decay together. */
  cosObjective: ({ analysis }) => two(analysis?.trajectory?.angles.mean.regularised),
  /** Loss of the first checkpoint, and of its image in the plane. */
  startLoss: ({ path }) => two(path?.trueLoss?.[0]),
  startPlaneLoss: ({ path }) => two(path?.planeLoss?.[0]),
};
