import type { ExperimentInput } from '@/engine/experiment/schema';
import { surfaceMeasures } from '@/engine/landscape/measures';
import { planeOf } from '@/engine/landscape/plane';
import { axis, slice } from '@/engine/landscape/slice';
import { layoutOf } from '@/engine/network/layout';
import type { NetworkSpec } from '@/engine/network/spec';
import type { TrainingState } from '@/engine/training/train';
import type { JobContext } from './jobs';
import { prepare, trainToEnd } from './prepare';

export interface RescaleArgument {
  /** Of a dense ReLU network without norm. */
  readonly experiment: ExperimentInput;
  /** α of Dinh et al. 2017. */
  readonly factor: number;
}

/** r along filter-normalised and along raw directions; undefined of a network at chance. */
export interface Radii {
  readonly filter: number | undefined;
  readonly raw: number | undefined;
}
export interface RescaleResult {
  readonly before: Radii;
  readonly after: Radii;
}

/** The job `rescale`. */
export async function rescale(
  argument: RescaleArgument,
  context: JobContext,
): Promise<RescaleResult> {
  const prepared = await prepare(argument.experiment, context);
  const { experiment, dataset, spec } = prepared;
  const { state } = await trainToEnd(prepared, context);
  const radius = async (of: TrainingState, normalisation: 'filter' | 'none') => {
    const landscape = { ...experiment.landscape, normalisation };
    const plane = await planeOf({ ...experiment, landscape }, spec, of, dataset, context);
    const [nx, ny] = landscape.points;
    const grid = { x: axis(landscape.x, nx), y: axis(landscape.y, ny) };
    let result: number | undefined;
    for await (const { slice: seen, done } of slice(plane, grid, context.executor, 200)) {
      if (done === nx * ny) {
        result = surfaceMeasures({ ...seen, classes: dataset.classes }).radius;
      }
    }
    return result;
  };
  const radii = async (of: TrainingState): Promise<Radii> => ({
    filter: await radius(of, 'filter'),
    raw: await radius(of, 'none'),
  });
  const rescaled = { ...state, parameters: rescaleBlocks(spec, state.parameters, argument.factor) };
  return { before: await radii(state), after: await radii(rescaled) };
}

/**
 * Multiplies the first layer of every block by α and divides the second one's kernel by it. ReLU
 * passes a positive factor through, so the network's function stays (Dinh et al. 2017, section 3).
 */
export function rescaleBlocks(
  spec: NetworkSpec,
  parameters: Float32Array,
  factor: number,
): Float32Array {
  const result = parameters.slice();
  for (const { name, offset, size } of layoutOf(spec).parameters) {
    const by = /\/first\/(kernel|bias)$/.test(name)
      ? factor
      : name.endsWith('/second/kernel')
        ? 1 / factor
        : 1;
    for (let i = offset; i < offset + size; i++) result[i] = result[i]! * by;
  }
  return result;
}
