import { InputError } from '@/engine/errors';
import { layoutOf } from '@/engine/network/layout';
import type { NetworkSpec } from '@/engine/network/spec';
import type { FileTensor } from './safetensors';
import { quoted } from './words';

/** A network's state as the engine holds it. */
export interface FittedWeights {
  /** [P] */
  readonly parameters: Float32Array;
  /** [Q]; running means of 0 and variances of 1 where the file has none. */
  readonly running: Float32Array;
}

/** Names of each kind that a message lists. */
const MOST_NAMED = 4;

/**
 * Puts the weights of any safetensors file into a network: its tensors must have the names and
 * shapes of `layoutOf`, as a run file’s `parameters/…` have, with or without that beginning, and
 * `running` if batch norm’s statistics are to come along. Tensors with other names are passed over.
 *
 * @throws InputError that lists what is missing and what has another shape.
 */
export function fitWeights(
  tensors: Readonly<Record<string, FileTensor>>,
  spec: NetworkSpec,
): FittedWeights {
  const layout = layoutOf(spec);
  const parameters = new Float32Array(layout.size);
  const missing: string[] = [];
  const misshapen: string[] = [];
  for (const { name, shape, offset } of layout.parameters) {
    const found = own(tensors, `parameters/${name}`) ?? own(tensors, name);
    if (!found) missing.push(`${quoted(name)} [${shape.join(', ')}]`);
    else if (found.shape.join() !== shape.join()) {
      misshapen.push(
        `${quoted(name)} is [${found.shape.join(', ')}] instead of [${shape.join(', ')}]`,
      );
    } else parameters.set(found.data, offset);
  }
  if (missing.length + misshapen.length > 0) {
    const there = Object.keys(tensors).map((name) => quoted(name));
    throw new InputError(
      [
        'These weights do not fit the network.',
        missing.length > 0 && `Missing: ${some(missing)}.`,
        misshapen.length > 0 && `Of another shape: ${some(misshapen)}.`,
        missing.length > 0 && `The file holds ${some(there)}.`,
        'Nothing was changed.',
      ]
        .filter(Boolean)
        .join(' '),
    );
  }
  const odd = parameters.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    throw new InputError(
      `Weights must be finite numbers, but number ${odd} of these is ${parameters[odd]}. Nothing was changed.`,
    );
  }
  return { parameters, running: runningOf(own(tensors, 'running'), spec) };
}

function runningOf(found: FileTensor | undefined, spec: NetworkSpec): Float32Array {
  const { statisticsSize, statistics } = layoutOf(spec);
  const running = new Float32Array(statisticsSize);
  for (const { offset, channels } of statistics) {
    running.fill(1, offset + channels, offset + 2 * channels);
  }
  if (!found || found.data.length === 0) return running;
  if (found.data.length !== statisticsSize || !found.data.every(Number.isFinite)) {
    throw new InputError(
      `“running” must hold the ${statisticsSize} finite statistics of this network’s batch norms, but it has ${found.data.length} numbers. Nothing was changed.`,
    );
  }
  return Float32Array.from(found.data);
}

function own(tensors: Readonly<Record<string, FileTensor>>, name: string): FileTensor | undefined {
  return Object.hasOwn(tensors, name) ? tensors[name] : undefined;
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).join(', ');
  const more = names.length - MOST_NAMED;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
