import { InputError } from '@/engine/errors';
import type { Experiment } from '@/engine/experiment/schema';
import type { RunPart, TrainingPart } from '@/engine/run';
import type { TrainingState } from '@/engine/training/train';
import type { Checkpoint } from '@/engine/trajectory/recorder';
import { type FileTensor, readSafetensors, writeSafetensors } from '@/files/safetensors';

/*
 * An unfinished run on disk, a safetensors file for this command alone: for `training` and `other`
 * the state of network and optimiser, `NAME/parameters`, `/slots`, `/running`, and `/losses`; the
 * points of the slice so far, NaN where there are none; and the checkpoints. Sizes follow from the
 * experiment, so shapes are flat.
 */

const FORMAT = 'depth-and-trainability-part-1';

/** What a part must have in common with the run that goes on from it. */
export interface PartOwner {
  readonly experiment: Experiment;
  readonly backend: string;
  readonly version: string;
}

export function writePart(part: RunPart, owner: PartOwner): Uint8Array<ArrayBuffer> {
  const tensors: Record<string, FileTensor> = {};
  const put = (name: string, data: FileTensor['data']) => {
    tensors[name] = { shape: [data.length], data };
  };
  const progress: Record<string, { step: number; end?: string }> = {};
  for (const name of ['training', 'other'] as const) {
    const training = part[name];
    if (!training) continue;
    const { state, losses, end } = training;
    put(`${name}/parameters`, state.parameters);
    put(`${name}/slots`, state.slots);
    put(`${name}/running`, state.running);
    put(`${name}/losses`, losses);
    progress[name] = { step: state.step, ...(end && { end }) };
  }
  if (part.slice) {
    put('slice/loss', part.slice.loss);
    put('slice/accuracy', part.slice.accuracy);
  }
  part.path?.checkpoints.forEach(({ parameters, running }, t) => {
    put(`checkpoints/${t}/parameters`, parameters);
    put(`checkpoints/${t}/running`, running);
  });
  const path = part.path && {
    every: part.path.every,
    steps: part.path.checkpoints.map(({ step }) => step),
  };
  const metadata = {
    format: FORMAT,
    owner: ownerText(owner),
    progress: JSON.stringify(progress),
    ...(path && { path: JSON.stringify(path) }),
  };
  return writeSafetensors({ tensors, metadata });
}

function ownerText({ experiment, backend, version }: PartOwner): string {
  return JSON.stringify({ experiment, backend, version });
}

/**
 * @param file where the bytes come from, for messages.
 * @throws InputError when they are no part of this experiment on this backend.
 */
export function readPart(file: string, bytes: Uint8Array, owner: PartOwner): RunPart {
  const { tensors, metadata } = readSafetensors(bytes);
  if (metadata.format !== FORMAT || metadata.owner !== ownerText(owner)) {
    throw new InputError(
      `${file} is an unfinished run of another experiment, backend or version, so it cannot be gone on with. Delete it to begin anew, or move it away.`,
    );
  }
  const floats = (name: string): Float32Array => {
    const found = tensors[name]?.data;
    if (found instanceof Float32Array) return found;
    throw new InputError(`${file} is damaged: “${name}” is missing. Delete it to begin anew.`);
  };
  const progress = JSON.parse(metadata.progress!) as Record<
    string,
    { step: number; end?: NonNullable<TrainingPart['end']> }
  >;
  const training = (name: 'training' | 'other'): TrainingPart => {
    const { step, end } = progress[name]!;
    const state: TrainingState = {
      step,
      parameters: floats(`${name}/parameters`),
      slots: floats(`${name}/slots`),
      running: floats(`${name}/running`),
    };
    return { state, losses: floats(`${name}/losses`), ...(end && { end }) };
  };
  const path = metadata.path && (JSON.parse(metadata.path) as { every: number; steps: number[] });
  const checkpoint = (step: number, t: number): Checkpoint => ({
    step,
    parameters: floats(`checkpoints/${t}/parameters`),
    running: floats(`checkpoints/${t}/running`),
  });
  return {
    training: training('training'),
    ...(progress.other && { other: training('other') }),
    ...(tensors['slice/loss'] && {
      slice: { loss: floats('slice/loss'), accuracy: floats('slice/accuracy') },
    }),
    ...(path && { path: { every: path.every, checkpoints: path.steps.map(checkpoint) } }),
  };
}
