import { InputError } from '@/engine/errors';
import type { Experiment } from '@/engine/experiment/schema';
import { surfaceMeasures } from '@/engine/landscape/measures';
import type { Slice } from '@/engine/landscape/slice';
import type { Measure } from './definition';
import type { Shown } from './shown';
import { say } from '@/words';

/** Measured values of a variant; undefined where a value does not exist (chance, flat, not finite). */
export type Measured = Readonly<Partial<Record<Measure, number>>>;

/** What the measures are taken of. */
type Measurable = Pick<Shown, 'variant' | 'view' | 'evaluation' | 'classes'>;

/** A slice too coarse for measures: the ones that follow a training. */
const SMALLEST = 21;

/** All measures of a finished variant; those of the surface only once it is complete. */
export function measuresOf({ variant, view, evaluation, classes }: Measurable): Measured {
  const scores = evaluation && {
    trainingLoss: finite(evaluation.train.loss),
    trainingError: finite(evaluation.train.error),
    testError: finite(evaluation.test.error),
  };
  const { experiment } = variant;
  const smallest = Math.min(SMALLEST, experiment?.landscape.points[0] ?? 3);
  if (view?.done !== 1 || view.slice.x.length < smallest) return { ...scores };
  let shape = shapes.get(view.slice);
  if (!shape) {
    shape = shapeOf(view.slice, classes ?? classesOf(experiment), experiment?.landscape.samples);
    shapes.set(view.slice, shape);
  }
  return { ...scores, ...shape };
}

/** Of complete slices, which change no more: the numbers are read at every progress of the others. */
const shapes = new WeakMap<Slice, Measured>();

/** Measures of a surface; none where it does not allow them: too coarse, uneven, not finite. */
function shapeOf({ x, y, loss }: Slice, classes: number, samples: number | undefined): Measured {
  try {
    const input = { x, y, loss, classes, ...(samples !== undefined && { samples }) };
    const { ev, laplacian, minima, radius } = surfaceMeasures(input);
    // Of a part of the plane the mean over all directions from the centre does not exist.
    const middle = (axis: Float64Array) => axis[0] === -axis[axis.length - 1]!;
    const whole = middle(x) && (y.length === 1 || middle(y));
    return {
      ev,
      laplacian,
      minima,
      ...(whole && radius !== undefined && { radius }),
    };
  } catch (error) {
    if (error instanceof InputError) return {};
    throw error;
  }
}

/** Ten of a surface whose data are not known: images, as a rule. */
export function classesOf(experiment: Experiment | undefined): number {
  const name = experiment?.dataset.name ?? 'fashion';
  return name === 'fashion' || name === 'cifar10' ? 10 : 2;
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

interface MeasureLook {
  readonly name: string;
  readonly meaning: string;
  readonly format: (value: number) => string;
}

/** @param format of its numbers; its words are asked when shown, in the page's language. */
const look = (measure: Measure, format: (value: number) => string): MeasureLook => ({
  get name() {
    return say().measures[measure].name;
  },
  get meaning() {
    return say().measures[measure].meaning;
  },
  format,
});

export const MEASURES: Readonly<Record<Measure, MeasureLook>> = {
  trainingLoss: look('trainingLoss', (value) => value.toPrecision(3)),
  trainingError: look('trainingError', percent),
  testError: look('testError', percent),
  ev: look('ev', digits),
  laplacian: look('laplacian', digits),
  minima: look('minima', (value) => Number(value.toFixed(1)).toString()),
  radius: look('radius', (value) => value.toFixed(3)),
};

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Two significant digits: what repeats between seeds is less. */
function digits(value: number): string {
  // Rounding in float32 leaves less than this where the true value is 0.
  if (Math.abs(value) < 1e-7) return '0';
  if (Math.abs(value) >= 1e-3) return Number(value.toPrecision(2)).toString();
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  const power = [...String(-exponent)].map((digit) => SUPERSCRIPTS[Number(digit)]).join('');
  return `${(value / 10 ** exponent).toFixed(0)}·10⁻${power}`;
}
