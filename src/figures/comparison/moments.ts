import type { SliceView } from '@/lab/live-run';
import type { Shown } from './shown';

/** @returns the steps at which some network's surface was measured, ascending: the figure's times. */
export function momentsOf(shown: readonly Shown[]): number[] {
  const steps = shown.flatMap(({ frames, view }) => [...frames, ...(view ? [view] : [])]);
  return [...new Set(steps.map(({ step }) => step))].sort((a, b) => a - b);
}

/** @returns the newest surface of a network at or before a step, else its first. */
export function viewAt({ frames, view }: Shown, step: number): SliceView | undefined {
  if (!view || step >= view.step) return view;
  return frames.findLast((frame) => frame.step <= step) ?? frames[0] ?? view;
}
