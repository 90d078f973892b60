import { allFinite, InputError, lengthIs, numberIn } from '../errors';
import { dot } from '../linear/vectors';
import type { Grid, Plane } from './slice';

/**
 * The part of the training objective that weight decay adds, (λ/2)‖θ‖², at every point of a slice:
 * the loss plus this is what L2-regularised training descends. In a plane it is a quadratic, so it
 * takes six products and no network.
 *
 * @param weightDecay λ, on every parameter as in training
 * @returns [nx · ny], element j·nx + i at (x_i, y_j)
 * @throws InputError for a λ outside [0, 10], no direction or one of another length, or numbers that
 *   are not finite.
 */
export function decayTerm(
  { centre, directions }: Pick<Plane, 'centre' | 'directions'>,
  { x, y }: Grid,
  weightDecay: number,
): Float32Array {
  numberIn('The weight decay', weightDecay, 0, 10);
  if (directions.length === 0) {
    throw new InputError('A slice needs a direction or two, but 0 came.');
  }
  for (const direction of directions) lengthIs('A direction', direction, centre.length);
  for (const vector of [centre, ...directions]) allFinite('The centre and its directions', vector);
  for (const coordinates of [x, y]) allFinite('The coordinates of a grid', coordinates);
  const [a, b = new Float32Array(centre.length)] = directions;
  const [cc, ca, cb] = [dot(centre, centre), dot(centre, a!), dot(centre, b)];
  const [aa, ab, bb] = [dot(a!, a!), dot(a!, b), dot(b, b)];
  return Float32Array.from({ length: x.length * y.length }, (_, index) => {
    const u = x[index % x.length]!;
    const v = y[Math.floor(index / x.length)]!;
    const squared = cc + 2 * (u * ca + v * cb) + u * u * aa + 2 * u * v * ab + v * v * bb;
    return 0.5 * weightDecay * squared;
  });
}
