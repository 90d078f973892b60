import { checkGradientRequest } from '../checked-executor';
import { integerIn, numberIn } from '../errors';
import type { Executor } from '../executor';
import { gradientAt, type NetworkPoint } from '../gradients';
import { normaliseDirection, randomDirection } from '../landscape/directions';
import { layoutOf } from '../network/layout';
import type { NetworkSpec } from '../network/spec';

export interface SharpnessOptions {
  /** ρ: no filter moves by more than this share of its own length. */
  readonly radius: number;
  /** Random directions of the average. */
  readonly directions?: number;
  /** Steps of the ascent. */
  readonly steps?: number;
  readonly seed?: number;
}

export interface Sharpness {
  /** Mean rise of the loss over random directions at radius ρ, both ways along each. */
  readonly average: number;
  /** Largest rise found within the ball: a lower bound of the largest there is (Keskar et al. 2017). */
  readonly worst: number;
  readonly loss: number;
}

/**
 * How much the loss rises near a network, in a ball that filter normalisation scales to it:
 * ‖δ_f‖ ≤ ρ‖θ_f‖ for every filter f. So it does not change when ReLU layers are rescaled against
 * each other, which raw balls do (Dinh et al. 2017). Biases and norm parameters stay.
 *
 * @throws InputError for a radius outside [10⁻⁶, 10], no directions or steps, or a point that does
 *   not fit its network.
 */
export async function sharpness(
  point: NetworkPoint,
  executor: Executor,
  { radius, directions = 10, steps = 20, seed = 0 }: SharpnessOptions,
): Promise<Sharpness> {
  numberIn('The radius of the ball', radius, 1e-6, 10);
  integerIn('The number of directions', directions, 1, 1000);
  integerIn('The number of ascent steps', steps, 1, 1000);
  const { spec, parameters, samples, statistics, running } = point;
  // Filters of a network that is not finite have no length.
  checkGradientRequest(point);
  const random = Array.from({ length: directions }, (_, index) =>
    normaliseDirection(randomDirection(spec, seed, index), parameters, spec, 'filter'),
  );
  const along = async (direction: Float32Array, points: Float32Array) =>
    (
      await executor.sliceLosses({
        spec,
        samples,
        statistics,
        centre: parameters,
        directions: direction,
        dimensions: 1,
        points,
        running,
      })
    ).losses;
  const rises = await Promise.all(
    random.map(async (direction) => {
      const [here, ahead, behind] = await along(direction, Float32Array.of(0, radius, -radius));
      return { loss: here!, mean: (ahead! + behind!) / 2 - here! };
    }),
  );
  const loss = rises[0]!.loss;

  // Projected ascent, every filter by a quarter of the radius a step.
  let offset: Float32Array = random[0]!.map((value) => 0.5 * radius * value);
  let worst = 0;
  for (let step = 0; step < steps; step++) {
    const there = parameters.map((value, i) => value + offset[i]!);
    const { loss: reached, gradient } = await gradientAt({ ...point, parameters: there }, executor);
    if (reached - loss > worst) worst = reached - loss;
    const uphill = normaliseDirection(gradient, parameters, spec, 'filter');
    offset = clipFilters(
      offset.map((value, i) => value + 0.25 * radius * uphill[i]!),
      parameters,
      spec,
      radius,
    );
  }
  const [end] = await along(offset, Float32Array.of(1));
  return {
    average: rises.reduce((sum, { mean }) => sum + mean, 0) / directions,
    worst: Math.max(worst, end! - loss),
    loss,
  };
}

/** Shortens every filter's displacement to ρ‖θ_f‖ where it is longer. */
function clipFilters(
  offset: Float32Array,
  centre: Float32Array,
  spec: NetworkSpec,
  radius: number,
): Float32Array {
  const rim = normaliseDirection(offset, centre, spec, 'filter');
  const result = offset.slice();
  for (const { kind, shape, offset: at, size } of layoutOf(spec).parameters) {
    if (kind !== 'kernel') continue;
    const filters = shape[shape.length - 1]!;
    for (let f = 0; f < filters; f++) {
      let [length, longest] = [0, 0];
      for (let i = at + f; i < at + size; i += filters) {
        length += offset[i]! ** 2;
        longest += (radius * rim[i]!) ** 2;
      }
      if (length <= longest) continue;
      for (let i = at + f; i < at + size; i += filters) result[i] = radius * rim[i]!;
    }
  }
  return result;
}
