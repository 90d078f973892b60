import { surfaceMeasures } from '@/engine/landscape/measures';
import { planeOf } from '@/engine/landscape/plane';
import { axis, slice } from '@/engine/landscape/slice';
import type { Tools } from '../chart/definition';
import { numbers, type trained } from './trained';

interface SurfaceOptions {
  /** A side. */
  readonly points: number;
  readonly normalisation?: 'filter' | 'none';
  /** How far the slice goes, in units of the directions. */
  readonly reach?: number;
}

/** Measures of the slice about a trained network. */
export async function surfaceOf(
  { experiment, spec, state, dataset }: Awaited<ReturnType<typeof trained>>,
  tools: Tools,
  { points, normalisation = 'filter', reach = 1 }: SurfaceOptions,
) {
  const landscape = {
    ...experiment.landscape,
    normalisation,
    points: [points, points] as [number, number],
  };
  const plane = await planeOf({ ...experiment, landscape }, spec, state, dataset, tools);
  const at = axis([-reach, reach], points);
  let loss: number[] = [];
  for await (const { slice: seen } of slice(plane, { x: at, y: at }, tools.executor)) {
    loss = numbers(seen.loss);
  }
  return surfaceMeasures({
    x: at,
    y: at,
    loss,
    classes: dataset.classes,
    samples: landscape.samples,
  });
}
