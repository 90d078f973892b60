import type { SliceView } from '@/lab/live-run';
import type { ContourProps } from '@/plot/contour';
import type { CurvesProps } from '@/plot/curves';
import type { ReliefProps } from '@/plot/relief';
import { ownScale, type Scale, sharedScale } from '@/plot/scale';
import type { Surface } from '@/plot/types';
import { surfaceOf } from '../parts/surface';
import type { Shown } from './shown';
import { say } from '@/words';

export type ScaleChoice = 'shared' | 'own';

/** What the axes of a surface are called. */
export const axes = () => say().comparison.axes;

/** How losses are drawn and coloured. */
export const lossScale = () => ({ kind: 'log', label: say().comparison.lossAxis }) as const;

/** A surface as far as it is computed; a line is none. */
export function surfaceShown(view: SliceView | undefined): Surface | undefined {
  if (!view || view.slice.y.length < 2) return undefined;
  return surfaceOf(view.slice, view.done === 1 ? 1 : view.stride);
}

/** The log of the loss: one scale for all shows who gets low, one each shows the ruggedness. */
export function scalesOf(
  surfaces: readonly (Surface | undefined)[],
  choice: ScaleChoice,
): readonly (Scale | undefined)[] {
  const options = lossScale();
  if (choice === 'own') return surfaces.map((surface) => surface && ownScale(surface, options));
  const present = surfaces.filter((surface) => surface !== undefined);
  const scale = present.length > 0 ? sharedScale(present, options) : undefined;
  return surfaces.map(() => scale);
}

/** What reliefs and contour maps share. */
export function surfaceProps(
  shown: Shown,
  surface: Surface | undefined,
  scale: Scale | undefined,
): Pick<ReliefProps & ContourProps, 'surface' | 'scale' | 'label' | 'axes' | 'path'> | undefined {
  if (!surface || !scale) return undefined;
  const { path, variant } = shown;
  return {
    surface,
    scale,
    label: say().comparison.surface(variant.name),
    axes: axes(),
    path: path && {
      x: path.x,
      y: path.y,
      ...(path.steps && {
        labels: path.steps.map((step) => say().figure.step(step.toLocaleString(say().locale))),
      }),
    },
  };
}

/** The losses along a line, of all that were measured along one. */
export function linesOf(
  shown: readonly Shown[],
  views: readonly (SliceView | undefined)[],
): CurvesProps | undefined {
  const lines = shown.flatMap((one, i) => {
    const view = views[i];
    return view && view.slice.y.length === 1 ? [{ ...one, slice: view.slice }] : [];
  });
  if (lines.length === 0) return undefined;
  const ends = lines.flatMap(({ slice: { x } }) => [x[0]!, x[x.length - 1]!]);
  return {
    label: say().comparison.alongLine,
    x: { label: axes().x, domain: [Math.min(...ends), Math.max(...ends)] },
    y: lossScale(),
    // A copy, since the slice's arrays still grow.
    series: lines.map(({ variant, slice }) => ({
      name: variant.name,
      hue: variant.hue,
      x: slice.x,
      y: slice.loss.slice(),
    })),
  };
}

/** The training loss of every variant; those that share a training share a line. */
export function curvesOf(shown: readonly Shown[]): CurvesProps | undefined {
  const steps = Math.max(
    0,
    ...shown.map(({ variant, log }) => variant.experiment?.training.steps ?? log.steps),
  );
  if (steps === 0) return undefined;
  const index = Float32Array.from({ length: steps }, (_, i) => i);
  const trained = shown.filter(({ variant }) => variant.experiment);
  const words = say().comparison;
  const logs = new Map(trained.map((one) => [one.log.losses, one]));
  return {
    label: words.trainingLoss,
    x: { label: words.stepAxis, domain: [0, steps] },
    y: { label: words.batchLossAxis, kind: 'log' },
    series: [...logs.values()].map(({ variant, log, divergedAt }) => ({
      // The line ends where the run left the finite numbers, and says so.
      name:
        divergedAt === undefined
          ? variant.name
          : say().status.diverged(variant.name, divergedAt.toLocaleString(say().locale)),
      hue: variant.hue,
      x: index,
      y: log.losses,
      count: log.steps,
      smooth: 20,
    })),
  };
}
