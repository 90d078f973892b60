import { integerIn, numberIn, oneOf } from '../errors';
import type { Experiment } from '../experiment/schema';

/**
 * The learning rate of every step of a run.
 *
 * - constant: η; cosine: η·½(1 + cos(π t/T)), T the steps after warm-up (Loshchilov & Hutter 2017);
 *   step: η·factor^(milestones passed), milestones as shares of the whole run.
 * - warm-up: multiplied by (t + 1)/warmup over the first `warmup` steps.
 *
 * @returns [count] rates of the steps first … first + count − 1.
 * @throws InputError for an unknown schedule, a rate, factor or milestone that is not finite, or steps
 *   that are not whole.
 */
export function learningRates(
  { learningRate, schedule, steps }: Experiment['training'],
  first: number,
  count: number,
): Float32Array {
  oneOf('The schedule', schedule.name, ['constant', 'cosine', 'step']);
  numberIn('The learning rate', learningRate, 0, 1e6);
  integerIn('The first step', first, 0, 2 ** 31);
  integerIn('The number of steps', count, 0, 2 ** 31);
  const { warmup, milestones, factor } = schedule;
  integerIn('The steps of a run', steps, 0, 2 ** 31);
  integerIn('The steps of warm-up', warmup, 0, 2 ** 31);
  numberIn('The factor of a schedule', factor, 0, 1);
  for (const share of milestones) numberIn('A milestone', share, 0, 1);
  const rates = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const step = first + i;
    let rate = learningRate;
    if (schedule.name === 'cosine') {
      const progress = (step - warmup) / Math.max(1, steps - warmup);
      rate *= 0.5 * (1 + Math.cos(Math.PI * Math.min(1, Math.max(0, progress))));
    } else if (schedule.name === 'step') {
      rate *= factor ** milestones.filter((share) => step >= share * steps).length;
    }
    if (step < warmup) rate *= (step + 1) / warmup;
    rates[i] = rate;
  }
  return rates;
}
