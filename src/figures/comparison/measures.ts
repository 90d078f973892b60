import { surfaceMeasures } from '@/engine/landscape/measures';
import type { Measure } from './definition';
import type { Shown } from './model';

/** Measured values of a variant; undefined where a value does not exist (chance, not finite). */
export type Measured = Readonly<Partial<Record<Measure, number>>>;

/** What the measures are taken of. */
type Measurable = Pick<Shown, 'variant' | 'view' | 'evaluation'>;

/** A slice too coarse for measures: the ones that follow a training. */
const SMALLEST = 21;

/** All measures of a finished variant; those of the surface only once it is complete. */
export function measuresOf({ variant, view, evaluation }: Measurable): Measured {
  const { dataset, landscape } = variant.experiment;
  const scores = evaluation && {
    trainingLoss: finite(evaluation.train.loss),
    trainingError: finite(evaluation.train.error),
    testError: finite(evaluation.test.error),
  };
  const complete =
    view?.done === 1 && view.slice.x.length >= Math.min(SMALLEST, landscape.points[0]);
  if (!complete || !view.slice.loss.some(Number.isFinite)) return { ...scores };
  const { x, y, loss } = view.slice;
  const classes = dataset.name === 'fashion' || dataset.name === 'cifar10' ? 10 : 2;
  const { ev, laplacian, minima, radius } = surfaceMeasures({
    x,
    y,
    loss,
    classes,
    samples: landscape.samples,
  });
  // Of a part of the plane the mean over all directions from the centre does not exist.
  const whole = x[0] === -x[x.length - 1]! && y[0] === -y[y.length - 1]!;
  return { ...scores, ev, laplacian, minima, ...(whole && radius !== undefined && { radius }) };
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

export const MEASURES: Readonly<
  Record<Measure, { name: string; meaning: string; format: (value: number) => string }>
> = {
  trainingLoss: {
    name: 'Training loss',
    meaning: 'mean cross-entropy over all training samples, in nats',
    format: (value) => value.toPrecision(3),
  },
  trainingError: {
    name: 'Training error',
    meaning: 'share of the training samples classified wrong',
    format: percent,
  },
  testError: {
    name: 'Test error',
    meaning: 'share of the test samples classified wrong',
    format: percent,
  },
  ev: {
    name: 'Unevenness EV',
    meaning: 'how far the rows and columns of the surface are from having one valley each; 0: one',
    format: digits,
  },
  laplacian: {
    name: 'Roughness Lap',
    meaning: 'mean absolute Laplacian of the log surface, in units of its range',
    format: digits,
  },
  minima: {
    name: 'Minima',
    meaning: 'local minima deeper than 2% of the range of the log surface',
    format: (value) => Number(value.toFixed(1)).toString(),
  },
  radius: {
    name: 'Radius r',
    meaning:
      'mean distance from the centre at which the loss has risen by half of ln C; larger is flatter',
    format: (value) => value.toFixed(3),
  },
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
