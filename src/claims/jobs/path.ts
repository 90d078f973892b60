import type { ExperimentInput } from '@/engine/experiment/schema';
import { gradientAt } from '@/engine/gradients';
import { difference, dot } from '@/engine/linear/vectors';
import { randomStream } from '@/engine/random';
import { pca } from '@/engine/trajectory/pca';
import { orthonormal, pointOfPlane } from '@/engine/trajectory/project';
import type { JobContext } from './jobs';
import { prepare, trainToEnd } from './prepare';

export interface PathArgument {
  readonly experiment: ExperimentInput;
  /** Points of the path, both ends included. */
  readonly points: number;
}

export interface PathResult {
  /** Share of the squared displacement from the end along two principal components. */
  readonly explained: number;
  /** The same share within a random plane through the end. */
  readonly randomPlane: number;
  /** For every step |cos| between it and ∇L, both within the plane, at the step's middle. */
  readonly againstLoss: readonly number[];
  /** The same against ∇(L + ½λ‖θ‖²), λ the weight decay. */
  readonly againstObjective: readonly number[];
}

/** Steps shorter than this share of the path's length have no direction worth the name. */
const SHORTEST = 1e-5;
const NO_STATISTICS = new Float32Array(0);

/** The job `path`: the angles are those that a picture of the plane shows. */
export async function path(argument: PathArgument, context: JobContext): Promise<PathResult> {
  const prepared = await prepare(argument.experiment, context);
  const { steps, weightDecay } = prepared.experiment.training;
  const checkpointEvery = Math.ceil(steps / (argument.points - 1));
  const training = { ...prepared.experiment.training, checkpointEvery };
  const experiment = { ...prepared.experiment, training };
  const { checkpoints } = await trainToEnd({ ...prepared, experiment }, context);
  const points = checkpoints.map(({ parameters }) => parameters);
  const plane = pca(points, { centred: false });
  const { coordinates, directions, origin } = plane;

  const moves = coordinates.slice(1).map((to, t) => to.map((c, k) => c - coordinates[t]![k]!));
  const total = moves.reduce((sum, move) => sum + Math.hypot(...move), 0);
  const moving = [...moves.keys()].filter((t) => Math.hypot(...moves[t]!) > SHORTEST * total);
  const middles = moving.map((t) =>
    pointOfPlane(
      origin,
      directions,
      coordinates[t]!.map((c, k) => (c + coordinates[t + 1]![k]!) / 2),
    ),
  );
  const { spec, dataset } = prepared;
  const gradients: Float32Array[] = [];
  for (const parameters of middles) {
    const { gradient } = await gradientAt(
      { spec, samples: dataset.train, statistics: 'batch', parameters, running: NO_STATISTICS },
      context.executor,
    );
    gradients.push(gradient);
  }
  const cosines = (decay: number) =>
    moving.map((t, n) => {
      const slope = directions.map((d) => dot(gradients[n]!, d) + decay * dot(middles[n]!, d));
      return absoluteCosine(moves[t]!, slope);
    });
  return {
    explained: plane.explained[0]! + plane.explained[1]!,
    randomPlane: shareInRandomPlane(points, experiment.seed),
    againstLoss: cosines(0),
    againstObjective: cosines(weightDecay),
  };
}

function absoluteCosine(a: readonly number[], b: readonly number[]): number {
  const product = a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  return Math.abs(product) / (Math.hypot(...a) * Math.hypot(...b));
}

/** The plane goes through the last point, where displacements start. */
function shareInRandomPlane(points: readonly Float32Array[], seed: number): number {
  const end = points[points.length - 1]!;
  const stream = randomStream(seed, 'claims/random-plane');
  const random = [0, 1].map(() => end.map(() => stream.normal()));
  const basis = orthonormal(random);
  let [within, total] = [0, 0];
  for (const point of points) {
    const displacement = difference(point, end);
    total += dot(displacement, displacement);
    for (const direction of basis) within += dot(displacement, direction) ** 2;
  }
  return within / total;
}
