import type { Executor, GradientRequest, SliceRequest, TrainRequest } from '@/engine/executor';
import type { NetworkPoint } from '@/engine/gradients';
import { layoutOf } from '@/engine/network/layout';
import type { MlpSpec } from '@/engine/network/spec';

/** The smallest network of the dense family: its 17 parameters carry the quadratic. */
export const quadraticSpec: MlpSpec = {
  family: 'mlp',
  inputs: 2,
  classes: 2,
  depth: 2,
  width: 3,
  activation: 'relu',
  norm: 'none',
  skip: false,
  branchScale: 1,
};
export const QUADRATIC_SIZE = layoutOf(quadraticSpec).size;

/**
 * An executor whose loss is ½ Σ λ_i θ_i², whatever the network and samples: everything about it is
 * known in closed form.
 */
export function quadraticExecutor(curvatures: readonly number[]): Executor {
  const lossAt = (theta: Float32Array) =>
    theta.reduce((sum, value, i) => sum + 0.5 * curvatures[i]! * value * value, 0);
  const gradient = (theta: Float32Array) => theta.map((value, i) => curvatures[i]! * value);
  const common = { implementation: 'ops' as const, computeTime: 1 };
  return {
    description: 'a quadratic',
    width: 2,
    async trainSteps({ state, rates }: TrainRequest) {
      let parameters = state.parameters;
      const losses = rates.map((rate) => {
        const loss = lossAt(parameters);
        const g = gradient(parameters);
        parameters = parameters.map((value, i) => value - rate * g[i]!);
        return loss;
      });
      return { state: { ...state, parameters }, losses, ...common };
    },
    async sliceLosses({ centre, directions, dimensions, points }: SliceRequest) {
      const size = curvatures.length;
      const replicas = centre.length / size;
      const count = points.length / dimensions;
      const losses = new Float32Array(replicas * count);
      for (let r = 0; r < replicas; r++) {
        for (let g = 0; g < count; g++) {
          const theta = centre.slice(r * size, (r + 1) * size).map((value, i) => {
            let at = value;
            for (let k = 0; k < dimensions; k++) {
              at += points[g * dimensions + k]! * directions[(r * dimensions + k) * size + i]!;
            }
            return at;
          });
          losses[r * count + g] = lossAt(theta);
        }
      }
      return { losses, accuracies: losses.map(() => 0), ...common };
    },
    async gradients({ parameters, tangent }: GradientRequest) {
      return {
        loss: lossAt(parameters),
        gradient: gradient(parameters),
        ...(tangent && { product: gradient(tangent) }),
        taps: [],
        computeTime: 1,
      };
    },
  };
}

/** A network at a point of the quadratic. */
export function quadraticPoint(parameters: Float32Array): NetworkPoint {
  return {
    spec: quadraticSpec,
    parameters,
    samples: { x: new Float32Array(4), labels: Int32Array.of(0, 1), count: 2 },
    statistics: 'batch',
    running: new Float32Array(0),
  };
}
