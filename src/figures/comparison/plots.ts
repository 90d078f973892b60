import type { SliceView } from '@/lab/live-run';
import type { ContourProps } from '@/plot/contour';
import type { CurvesProps } from '@/plot/curves';
import type { ReliefProps } from '@/plot/relief';
import { ownScale, type Scale, sharedScale } from '@/plot/scale';
import type { Surface } from '@/plot/types';
import { surfaceOf } from '../parts/surface';
import type { Shown } from './model';

export type ScaleChoice = 'shared' | 'own';

export const AXES = { x: 'direction 1', y: 'direction 2', z: 'loss' } as const;
const SCALE = { kind: 'log', label: 'loss (nats)' } as const;

/** A surface as far as it is computed. */
export function surfaceShown(view: SliceView | undefined): Surface | undefined {
  return view && surfaceOf(view.slice, view.done === 1 ? 1 : view.stride);
}

/** The log of the loss: one scale for all shows who gets low, one each shows the ruggedness. */
export function scalesOf(
  surfaces: readonly (Surface | undefined)[],
  choice: ScaleChoice,
): readonly (Scale | undefined)[] {
  if (choice === 'own') return surfaces.map((surface) => surface && ownScale(surface, SCALE));
  const present = surfaces.filter((surface) => surface !== undefined);
  const scale = present.length > 0 ? sharedScale(present, SCALE) : undefined;
  return surfaces.map(() => scale);
}

/** What reliefs and contour maps share. */
export function surfaceProps(
  shown: Shown,
  surface: Surface | undefined,
  scale: Scale | undefined,
): Pick<ReliefProps & ContourProps, 'surface' | 'scale' | 'label' | 'axes'> | undefined {
  if (!surface || !scale) return undefined;
  return { surface, scale, label: `Loss surface: ${shown.variant.name}`, axes: AXES };
}

/** The training loss of every variant; those that share a training share a line. */
export function curvesOf(shown: readonly Shown[]): CurvesProps | undefined {
  const steps = Math.max(0, ...shown.map(({ variant }) => variant.experiment.training.steps));
  if (steps === 0) return undefined;
  const index = Float32Array.from({ length: steps }, (_, i) => i);
  const logs = new Map(shown.map((one) => [one.log.losses, one]));
  return {
    label: 'Training loss against the step',
    x: { label: 'step', domain: [0, steps] },
    y: { label: 'batch loss (nats)', kind: 'log' },
    series: [...logs.values()].map(({ variant, log }) => ({
      name: variant.name,
      hue: variant.hue,
      x: index,
      y: log.losses,
      count: log.steps,
      smooth: 20,
    })),
  };
}
