import type { SurfaceToSave } from '@/files/save';
import { fileName, type Saveable } from '../parts/save-as';
import type { Shown } from './shown';

/** @returns what can be saved of a variant: its surface or line once complete, its log, its experiment. */
export function saveableOf(
  { variant, view, log, path }: Shown,
  prefix: string,
  run?: Saveable['run'],
): Saveable {
  const { name, experiment } = variant;
  return {
    name,
    file: `${prefix}-${fileName(name)}`,
    surface: view?.done === 1 ? surfaceToSave(name, view.slice, path) : undefined,
    run,
    log:
      log.steps > 0
        ? async () => (await import('@/files/save')).logCsv(log.losses.subarray(0, log.steps))
        : undefined,
    experiment,
  };
}

function surfaceToSave(
  name: string,
  { x, y, loss, accuracy }: NonNullable<Shown['view']>['slice'],
  path: Shown['path'],
): SurfaceToSave {
  // A surface from elsewhere may come without accuracies.
  const known = accuracy.some(Number.isFinite);
  return { name, x, y, loss, ...(known && { accuracy }), ...(path && { path }) };
}
