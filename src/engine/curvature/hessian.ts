import { InputError, lengthIs, oneOf } from '../errors';
import type { Executor } from '../executor';
import { gradientAt, type NetworkPoint } from '../gradients';
import { addScaled, norm, type Vector } from '../linear/vectors';

/**
 * How a product with the Hessian is taken.
 *
 * - exact: by two reverse passes, to float32 rounding (about 10⁻⁵ of the largest eigenvalue)
 * - differences: (∇L(θ + εv) − ∇L(θ − εv))/2ε by any training kernel, good to about 1%. Where a
 *   step crosses a kink of ReLU it takes in that kink's curvature, which the exact product leaves
 *   out: with few samples the two can then differ by more.
 */
export type HessianMethod = 'exact' | 'differences';

/** Multiplies a vector by the Hessian of the loss at a point: v [P] → Hv [P]. */
export type HessianOperator = (vector: Vector) => Promise<Float64Array>;

/**
 * Length of the displacement, as a share of ‖θ‖. Measured on small networks against exact products:
 * rounding errs by 0.1% at this length, by 1% at a tenth of it; at ten times it kinks take over.
 */
export const RELATIVE_STEP = 5e-5;

/** @returns `exact` where the executor has it for this network, else `differences`. */
export function bestMethod({ spec }: NetworkPoint, executor: Executor): HessianMethod {
  return executor.gradients && spec.family === 'mlp' ? 'exact' : 'differences';
}

/**
 * @returns the Hessian of the mean cross-entropy over the point's samples, as an operator.
 * @throws InputError for an unknown method, and for vectors of another length or of length 0.
 */
export function hessianOperator(
  point: NetworkPoint,
  executor: Executor,
  method: HessianMethod = bestMethod(point, executor),
): HessianOperator {
  oneOf('The method of Hessian products', method, ['exact', 'differences']);
  return async (vector) => {
    lengthIs('A vector to multiply by the Hessian', vector, point.parameters.length);
    const length = norm(vector);
    if (!(length > 0) || !Number.isFinite(length)) {
      throw new InputError(
        `The Hessian multiplies vectors of a finite length above 0, but one of length ${length} came.`,
      );
    }
    if (method === 'exact') {
      const tangent = Float32Array.from(vector, (value) => value / length);
      const { product } = await gradientAt({ ...point, tangent }, executor);
      return Float64Array.from(product!, (value) => value * length);
    }
    const step = (RELATIVE_STEP * Math.max(1, norm(point.parameters))) / length;
    const [ahead, behind] = await Promise.all(
      [step, -step].map(async (by) => {
        const parameters = point.parameters.slice();
        addScaled(parameters, by, vector);
        return (await gradientAt({ ...point, parameters }, executor)).gradient;
      }),
    );
    return Float64Array.from(ahead!, (value, i) => (value - behind![i]!) / (2 * step));
  };
}
