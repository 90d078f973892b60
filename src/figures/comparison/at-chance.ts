import { isAtChance } from '@/engine/landscape/measures';
import { say } from '@/words';
import { classesOf, measuresOf } from './measures';
import type { Shown } from './shown';

/**
 * What to say of a network that is dead or stuck after its training; nothing of one that has learnt,
 * of one that was not to learn, or of one whose training diverged, of which more is said elsewhere.
 */
export function chanceIn(shown: Shown): string | undefined {
  const { variant, evaluation, view, divergedAt } = shown;
  const { experiment, name } = variant;
  if (!evaluation || divergedAt !== undefined || experiment?.training.steps === 0) return undefined;
  const classes = shown.classes ?? classesOf(experiment);
  const { loss } = evaluation.train;
  if (!isAtChance(loss, classes)) return undefined;
  const measured = measuresOf(shown);
  // A slice that overflows about its centre has no shape either, but is not flat.
  const whole = view?.slice.loss.every(Number.isFinite) ?? false;
  const flat = whole && 'ev' in measured && measured.ev === undefined;
  return say().status.atChance(name, loss.toFixed(2), classes, flat);
}
