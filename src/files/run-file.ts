import { InputError } from '@/engine/errors';
import { parseExperiment } from '@/engine/experiment/parse';
import type { Experiment } from '@/engine/experiment/schema';
import type { Slice } from '@/engine/landscape/slice';
import { layoutOf } from '@/engine/network/layout';
import type { NetworkSpec } from '@/engine/network/spec';
import type { Run } from '@/engine/run';
import type { Evaluation } from '@/engine/training/evaluate';
import {
  type FileTensor,
  readSafetensors,
  type SafetensorsFile,
  writeSafetensors,
} from './safetensors';

/*
 * A run file is a safetensors file.
 *
 * Tensors: `log/loss` [steps]; `slice/x` [nx], `slice/y` [ny] (float64), `slice/loss` and
 * `slice/accuracy` [ny, nx]; `parameters/<name>` in their own shapes (kernels [in, out] or
 * [height, width, in, out]), which a file may leave out; `running` [Q], per batch norm its means, then its variances.
 *
 * Metadata, all JSON: `experiment`; `evaluation` {train, test: {loss, error}}; `made` {command,
 * backend, date, version}; `divergedAt`, a step, only where the run diverged.
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

/** What is read back: a run whose parameters stay named tensors. */
export interface RecordedRun extends Omit<Run, 'state'> {
  readonly parameters: Readonly<Record<string, FileTensor>>;
  readonly running: Float32Array;
  readonly made: Made;
}

const FORMAT = 'depth-and-trainability-run-1';

/**
 * @param withParameters whether the file holds the network's weights too.
 * @returns the bytes of a run file.
 */
export function writeRun(
  run: Run,
  spec: NetworkSpec,
  made: Made,
  withParameters = true,
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
  };
  for (const { name, shape, offset, size } of withParameters ? layoutOf(spec).parameters : []) {
    tensors[`parameters/${name}`] = { shape, data: state.parameters.slice(offset, offset + size) };
  }
  const metadata: Record<string, string> = {
    format: FORMAT,
    experiment: JSON.stringify(run.experiment),
    evaluation: JSON.stringify(run.evaluation),
    made: JSON.stringify(made),
  };
  if (run.divergedAt !== undefined) metadata.divergedAt = JSON.stringify(run.divergedAt);
  return writeSafetensors({ tensors, metadata });
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
  const diverged = metadata.divergedAt;
  return {
    experiment,
    losses: tensor(tensors, 'log/loss'),
    evaluation: evaluationOf(json(metadata, 'evaluation')),
    slice,
    parameters,
    running: tensor(tensors, 'running'),
    made: json(metadata, 'made') as Made,
    divergedAt: diverged === undefined ? undefined : Number(diverged),
  };
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
    throw new InputError(`This run file is damaged: its axis “${name}” does not fit the slice.`);
  }
  return found.data;
}
