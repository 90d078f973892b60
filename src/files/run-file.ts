import * as v from 'valibot';
import { allFinite, InputError, integerIn } from '@/engine/errors';
import { parseExperiment } from '@/engine/experiment/parse';
import type { Experiment } from '@/engine/experiment/schema';
import type { Slice } from '@/engine/landscape/slice';
import { layoutOf } from '@/engine/network/layout';
import type { NetworkSpec } from '@/engine/network/spec';
import type { Run } from '@/engine/run';
import type { Evaluation } from '@/engine/training/evaluate';
import { areIndependent, project } from '@/engine/trajectory/project';
import { analysisOf, analysisText, type RecordedAnalysis } from './analysis';
import {
  type FileTensor,
  readSafetensors,
  type SafetensorsFile,
  writeSafetensors,
} from './safetensors';

/*
 * A run file is a safetensors file. T checkpoints, P parameters, Q running statistics.
 *
 * | Tensor | Type and shape | What it is |
 * |---|---|---|
 * | `log/loss` | F32 [steps] | mean cross-entropy of each step’s batch before the step, in nats |
 * | `slice/x`, `slice/y` | F64 [nx], [ny] | coordinates along the two directions; one y for a line |
 * | `slice/loss`, `slice/accuracy` | F32 [ny, nx] | at every point; accuracy as a share |
 * | `parameters/<name>` | F32 | weights in their own shapes: dense kernels [in, out], convolutions [height, width, in, out] |
 * | `running` | F32 [Q] | of every batch norm its running means, then its variances |
 * | `directions/0`, `directions/1` | F32 [P] | one unit along x and y, in the order of the parameters |
 * | `path/step` | I32 [T] | steps taken at each checkpoint |
 * | `path/x`, `path/y` | F64 [T] | the checkpoint’s image in the plane of the slice |
 * | `path/off-plane`, `path/distance` | F64 [T] | its distances from the plane and from the plane’s centre |
 * | `path/true-loss`, `path/plane-loss` | F32 [T] | loss of the checkpoint itself, and of its image |
 * | `checkpoints/parameters` | F32 [T, P] | the path itself |
 * | `checkpoints/running` | F32 [T, Q] | |
 *
 * Only `log`, `slice` and `running` are in every file; of `path` the last four come with an
 * analysis of the trajectory.
 *
 * Metadata, all JSON: `experiment`; `evaluation` {train, test: {loss, error}}; `made` {command,
 * backend, date, version}; `divergedAt`, a step, only where the run diverged; `analysis`, what the
 * experiment’s analysis asks for, without vectors of P numbers. What is not finite is null there.
 */

/** By whom and how a recorded run was made. */
export interface Made {
  readonly command: string;
  readonly backend: string;
  /** ISO date. */
  readonly date: string;
  /** Of this project. */
  readonly version: string;
}

/** The checkpoints of a run on the plane of its slice, in order. */
export interface RecordedPath {
  readonly steps: readonly number[];
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Distances from the plane and from its centre, and losses: where the trajectory was analysed. */
  readonly offPlane?: Float64Array;
  readonly distance?: Float64Array;
  readonly trueLoss?: Float32Array;
  readonly planeLoss?: Float32Array;
}

/** What is read back: a run whose parameters stay named tensors. */
export interface RecordedRun
  extends Omit<Run, 'state' | 'directions' | 'checkpoints' | 'analysis'> {
  readonly parameters: Readonly<Record<string, FileTensor>>;
  readonly running: Float32Array;
  readonly made: Made;
  readonly path?: RecordedPath;
  readonly analysis?: RecordedAnalysis;
}

/** What a run file holds beside log, slice and measures. */
export interface WriteOptions {
  /** The network’s weights; by default yes. */
  readonly parameters?: boolean;
  /** The directions of the slice, twice the size of the weights; by default no. */
  readonly directions?: boolean;
  /** The weights at every checkpoint; by default no. */
  readonly checkpoints?: boolean;
}

const FORMAT = 'depth-and-trainability-run-1';

/** @returns the bytes of a run file. */
export function writeRun(
  run: Run,
  spec: NetworkSpec,
  made: Made,
  { parameters = true, directions = false, checkpoints = false }: WriteOptions = {},
): Uint8Array<ArrayBuffer> {
  const { slice, state } = run;
  const grid = [slice.y.length, slice.x.length];
  const tensors: Record<string, FileTensor> = {
    'log/loss': { shape: [run.losses.length], data: run.losses },
    'slice/x': { shape: [slice.x.length], data: slice.x },
    'slice/y': { shape: [slice.y.length], data: slice.y },
    'slice/loss': { shape: grid, data: slice.loss },
    'slice/accuracy': { shape: grid, data: slice.accuracy },
    running: { shape: [state.running.length], data: state.running },
    ...pathTensors(run),
  };
  for (const { name, shape, offset, size } of parameters ? layoutOf(spec).parameters : []) {
    tensors[`parameters/${name}`] = { shape, data: state.parameters.slice(offset, offset + size) };
  }
  if (directions) {
    run.directions.forEach((data, k) => {
      tensors[`directions/${k}`] = { shape: [data.length], data };
    });
  }
  if (checkpoints && run.checkpoints) {
    tensors['checkpoints/parameters'] = stacked(run.checkpoints.map((one) => one.parameters));
    tensors['checkpoints/running'] = stacked(run.checkpoints.map((one) => one.running));
  }
  const metadata: Record<string, string> = {
    format: FORMAT,
    experiment: JSON.stringify(run.experiment),
    evaluation: JSON.stringify(run.evaluation),
    made: JSON.stringify(made),
  };
  if (run.divergedAt !== undefined) metadata.divergedAt = JSON.stringify(run.divergedAt);
  if (run.analysis) metadata.analysis = analysisText(run.analysis);
  return writeSafetensors({ tensors, metadata });
}

function pathTensors({
  checkpoints,
  directions,
  state,
  analysis,
}: Run): Record<string, FileTensor> {
  if (!checkpoints || checkpoints.length < 2 || !areIndependent(directions)) return {};
  const points = checkpoints.map(({ parameters }) => parameters);
  const images = project(points, state.parameters, directions);
  const along = (k: number) => images.map(({ coordinates }) => coordinates[k] ?? 0);
  const of = (data: FileTensor['data']): FileTensor => ({ shape: [data.length], data });
  const measured = analysis?.trajectory?.onPlane;
  return {
    'path/step': of(Int32Array.from(checkpoints, ({ step }) => step)),
    'path/x': of(Float64Array.from(along(0))),
    'path/y': of(Float64Array.from(along(1))),
    ...(measured && {
      'path/off-plane': of(Float64Array.from(measured.offPlane)),
      'path/distance': of(Float64Array.from(measured.distance)),
      'path/true-loss': of(measured.trueLoss),
      'path/plane-loss': of(measured.planeLoss),
    }),
  };
}

function stacked(rows: readonly Float32Array[]): FileTensor {
  const width = rows[0]!.length;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, t) => {
    data.set(row, t * width);
  });
  return { shape: [rows.length, width], data };
}

/** @returns whether a safetensors file calls itself a run of this project. */
export function isRun({ metadata }: SafetensorsFile): boolean {
  return metadata.format === FORMAT;
}

/**
 * Reads a run file of this project.
 *
 * @throws InputError in words when the file is damaged or of another kind.
 */
export function readRun(bytes: Uint8Array): RecordedRun {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.format !== FORMAT) {
    throw new InputError('This safetensors file holds no run of this site: its format is another.');
  }
  const experiment: Experiment = parseExperiment(json(metadata, 'experiment'));
  const [nx, ny] = experiment.landscape.points;
  const loss = tensor(tensors, 'slice/loss', [ny, nx]);
  const slice: Slice = {
    x: axisOf(tensors, 'slice/x', nx),
    y: axisOf(tensors, 'slice/y', ny),
    loss,
    accuracy: tensor(tensors, 'slice/accuracy', [ny, nx]),
  };
  const parameters: Record<string, FileTensor> = {};
  for (const [name, value] of Object.entries(tensors)) {
    if (name.startsWith('parameters/')) parameters[name.slice('parameters/'.length)] = value;
  }
  const losses = tensor(tensors, 'log/loss');
  if (losses.length > experiment.training.steps) {
    throw new InputError(
      `This run file is damaged: its log has ${losses.length} steps, but its experiment ${experiment.training.steps}.`,
    );
  }
  const diverged = metadata.divergedAt === undefined ? undefined : Number(metadata.divergedAt);
  if (diverged !== undefined) integerIn('The step of divergence', diverged, 0, losses.length);
  const path = pathOf(tensors);
  return {
    experiment,
    losses,
    evaluation: evaluationOf(json(metadata, 'evaluation')),
    slice,
    parameters,
    running: tensor(tensors, 'running'),
    made: madeOf(json(metadata, 'made')),
    divergedAt: diverged,
    ...(path && { path }),
    ...(metadata.analysis !== undefined && { analysis: analysisOf(metadata.analysis) }),
  };
}

function pathOf(tensors: Readonly<Record<string, FileTensor>>): RecordedPath | undefined {
  const steps = tensors['path/step'];
  if (!steps) return undefined;
  const [length = 0] = steps.shape;
  const doubles = (name: string) => axisOf(tensors, `path/${name}`, length);
  const singles = (name: string) => tensor(tensors, `path/${name}`, [length]);
  return {
    steps: Array.from(steps.data),
    x: doubles('x'),
    y: doubles('y'),
    ...(tensors['path/true-loss'] && {
      offPlane: doubles('off-plane'),
      distance: doubles('distance'),
      trueLoss: singles('true-loss'),
      planeLoss: singles('plane-loss'),
    }),
  };
}

const madeSchema = v.object({
  command: v.string(),
  backend: v.string(),
  date: v.string(),
  version: v.string(),
});

function madeOf(value: unknown): Made {
  const made = v.safeParse(madeSchema, value);
  if (made.success) return made.output;
  throw new InputError('This run file is damaged: it does not say how it was made.');
}

/**
 * @returns a file's named parameters as the engine's flat vector.
 * @throws InputError when one is missing or has another shape than the network's.
 */
export function flatParameters(
  named: Readonly<Record<string, FileTensor>>,
  spec: NetworkSpec,
): Float32Array {
  const layout = layoutOf(spec);
  const flat = new Float32Array(layout.size);
  for (const { name, shape, offset } of layout.parameters) {
    flat.set(tensor(named, name, shape), offset);
  }
  return flat;
}

function json(metadata: Readonly<Record<string, string>>, key: string): unknown {
  try {
    return JSON.parse(metadata[key] ?? '');
  } catch {
    throw new InputError(`This run file is damaged: its “${key}” is missing or not JSON.`);
  }
}

function evaluationOf(value: unknown): Evaluation {
  const numbers = (score: unknown) => {
    const { loss, error } = (score ?? {}) as { loss?: unknown; error?: unknown };
    // JSON has no NaN: a diverged run's loss comes back as null.
    return { loss: Number(loss ?? Number.NaN), error: Number(error ?? Number.NaN) };
  };
  const { train, test } = (value ?? {}) as { train?: unknown; test?: unknown };
  return { train: numbers(train), test: numbers(test) };
}

function tensor(
  tensors: Readonly<Record<string, FileTensor>>,
  name: string,
  shape?: readonly number[],
): Float32Array {
  const found = tensors[name];
  if (!found || !(found.data instanceof Float32Array)) {
    throw new InputError(`This run file is damaged: its tensor “${name}” is missing.`);
  }
  if (shape && shape.join() !== found.shape.join()) {
    throw new InputError(
      `This run file is damaged: “${name}” should be [${shape.join(', ')}] but is [${found.shape.join(', ')}].`,
    );
  }
  return found.data;
}

function axisOf(
  tensors: Readonly<Record<string, FileTensor>>,
  name: string,
  length: number,
): Float64Array {
  const found = tensors[name];
  if (!(found?.data instanceof Float64Array) || found.data.length !== length) {
    throw new InputError(`This run file is damaged: “${name}” should have ${length} numbers.`);
  }
  allFinite(`In a run file “${name}”`, found.data);
  return found.data;
}
