import * as v from 'valibot';
import { InputError } from '../errors';
import { layoutOf } from '../network/layout';
import {
  EXPERIMENT_VERSION,
  type Experiment,
  type ExperimentInput,
  experimentSchema,
} from './schema';
import { dataShape, networkSpec } from './spec';

/**
 * Checks a value from anywhere (a link, a file, a figure) and fills in the defaults.
 *
 * @returns an experiment with every field present.
 * @throws InputError naming the field, what was expected and what came.
 */
export function parseExperiment(value: unknown): Experiment {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError('An experiment must be a JSON object, for example {"seed": 1}.');
  }
  const { version } = value as { version?: unknown };
  if (version !== undefined && version !== EXPERIMENT_VERSION) {
    const newer = typeof version === 'number' && version > EXPERIMENT_VERSION;
    throw new InputError(
      `This site reads experiments of version ${EXPERIMENT_VERSION}, but version ${JSON.stringify(version)} came. ${newer ? 'Reload the page to get the newest site.' : 'There was no such version: check the link or file, or leave the version out.'}`,
    );
  }
  const result = v.safeParse(experimentSchema, value);
  if (!result.success) {
    const issue = result.issues[0];
    const path = short(v.getDotPath(issue) ?? '');
    if (issue.type === 'strict_object' && issue.expected === 'never') {
      throw new InputError(
        `${path}: an experiment has no such field. Check its name, or leave it out.`,
      );
    }
    throw new InputError(path ? `${path}: ${short(issue.message)}` : short(issue.message));
  }
  return withOther(checkPath(withPath(checkTogether(result.output))));
}

/** Names and values from a file may be of any length. */
function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

/** The same for values written in our own code, where the types help. */
export function experiment(input: ExperimentInput = {}): Experiment {
  return parseExperiment(input);
}

/** Checkpoints of a path that nobody said how finely to record. */
const PATH_POINTS = 60;

function withPath(e: Experiment): Experiment {
  const needed = e.landscape.directions === 'pca' || e.analysis?.trajectory;
  if (!needed || e.training.checkpointEvery > 0) return e;
  const checkpointEvery = Math.max(1, Math.ceil(e.training.steps / PATH_POINTS));
  return { ...e, training: { ...e.training, checkpointEvery } };
}

/** A path too short for its components would be found out only after training. */
function checkPath(e: Experiment): Experiment {
  const { steps, checkpointEvery } = e.training;
  const needed = e.landscape.points[1] > 1 ? 3 : 2;
  const kept = 1 + Math.ceil(steps / checkpointEvery);
  if (e.landscape.directions === 'pca' && !(kept >= needed)) {
    throw new InputError(
      `training.steps: principal components need a path of ${needed} checkpoints or more, but ${steps} steps with one every ${checkpointEvery} give ${kept}.`,
    );
  }
  return e;
}

function withOther(e: Experiment): Experiment {
  const { landscape, seed } = e;
  if (landscape.directions !== 'solution' || landscape.otherSeed !== undefined) return e;
  return { ...e, landscape: { ...landscape, otherSeed: (seed + 1) % 2 ** 31 } };
}

/** Rules that tie fields of different parts together. */
function checkTogether(e: Experiment): Experiment {
  if (e.network.family === 'mlp' && e.network.depth % 2 !== 0) {
    throw new InputError(
      `network.depth: it counts a stem, pairs of layers and a head, so it must be even, but ${e.network.depth} came.`,
    );
  }
  if (e.network.family === 'conv') {
    if ((e.network.depth - 2) % 6 !== 0) {
      throw new InputError(
        `network.depth: a convolutional network has 6n + 2 layers (8, 14, 20, …), but ${e.network.depth} came.`,
      );
    }
    if (e.dataset.name !== 'fashion' && e.dataset.name !== 'cifar10') {
      throw new InputError(
        `network.family: a convolutional network needs images (fashion or cifar10), but the dataset is ${e.dataset.name}.`,
      );
    }
  }
  if (e.training.batch > e.dataset.train) {
    throw new InputError(
      `training.batch: a batch can hold at most the ${e.dataset.train} training samples, but ${e.training.batch} came.`,
    );
  }
  const available = e.landscape.split === 'train' ? e.dataset.train : e.dataset.test;
  if (e.landscape.samples > available) {
    throw new InputError(
      `landscape.samples: the ${e.landscape.split} split holds ${available} samples, but ${e.landscape.samples} came.`,
    );
  }
  const { analysis, landscape } = e;
  if (landscape.otherSeed !== undefined && landscape.directions !== 'solution') {
    throw new InputError(
      `landscape.otherSeed: only directions towards another solution have one, but these are ${landscape.directions}.`,
    );
  }
  if (landscape.otherSeed === e.seed) {
    throw new InputError(
      `landscape.otherSeed: another seed than the experiment's own was expected, but ${e.seed} came.`,
    );
  }
  if (analysis?.surface && (landscape.points[0] < 3 || landscape.points[1] === 2)) {
    throw new InputError(
      `analysis.surface: it needs a slice of 3 × 3 points or more, or a line of 3, but ${landscape.points.join(' × ')} came.`,
    );
  }
  if (analysis?.curvature) checkCurvature(e, analysis.curvature);
  return e;
}

function checkCurvature(
  e: Experiment,
  {
    largest,
    smallest,
    maxSteps,
    probes,
  }: NonNullable<NonNullable<Experiment['analysis']>['curvature']>,
) {
  const wanted = largest + smallest;
  if (maxSteps < wanted) {
    throw new InputError(
      `analysis.curvature.maxSteps: ${wanted} eigenvalues take ${wanted} Lanczos steps or more, but ${maxSteps} came.`,
    );
  }
  const { size } = layoutOf(networkSpec(e, dataShape(e)));
  if (wanted > size) {
    throw new InputError(
      `analysis.curvature.largest: the Hessian of this network has ${size} eigenvalues, but ${largest} of the largest and ${smallest} of the smallest came.`,
    );
  }
  if (probes === 1) {
    throw new InputError(
      'analysis.curvature.probes: 2 or more give a trace with its error, and 0 leaves it out, but 1 came.',
    );
  }
}
