import { useMemo } from 'preact/hooks';
import type { SliceView } from '@/lab/live-run';
import type { Camera } from '@/plot/camera';
import type { Link } from '@/plot/link';
import type { Point, Region } from '@/plot/types';
import { PlotPanel } from '../parts/plot-panel';
import { useLink } from '../parts/use-link';
import { columnsOf, type Definition, stageClass } from './definition';
import { differenceOf } from './difference';
import type { Shown } from './shown';
import { momentsOf, viewAt } from './moments';
import { curvesOf, linesOf, type ScaleChoice, scalesOf, surfaceProps, surfaceShown } from './plots';
import { say } from '@/words';

const loadRelief = () => import('@/plot/relief').then(({ Relief }) => Relief);
const loadContour = () => import('@/plot/contour').then(({ ContourMap }) => ContourMap);
const loadCurves = () => import('@/plot/curves').then(({ Curves }) => Curves);
const loadColourBar = () => import('@/plot/colourbar').then(({ ColourBar }) => ColourBar);

/** The still stays until what draws the living plots is there, so that no box stands empty. */
export const loadPlots = () =>
  Promise.all([loadRelief(), loadContour(), loadCurves(), loadColourBar()]);

/** How a stage is looked at: what its panels share. */
export interface Look {
  readonly camera: Link<Camera>;
  readonly crosshair: Link<Point | undefined>;
  /** Index into the moments. */
  readonly time: Link<number>;
  readonly scale: ScaleChoice;
  readonly difference: boolean;
}

export interface StageProps {
  readonly definition: Pick<Definition, 'rows' | 'curves'>;
  readonly shown: readonly Shown[];
  readonly look: Look;
  readonly onRegion: ((region: Region) => void) | undefined;
}

/** All panels of a comparison, at one moment of its time. */
export function Stage({ definition, shown, look, onRegion }: StageProps) {
  const { camera, crosshair, time } = look;
  const index = useLink(time);
  const moments = useMemo(() => momentsOf(shown), [shown]);
  const past = moments.length > 1 && index < moments.length - 1;
  const step = past ? moments[index]! : Number.POSITIVE_INFINITY;
  const views = shown.map((one) => viewAt(one, step));
  const surfaces = useMemo(() => views.map(surfaceShown), views);
  const scales = useMemo(() => scalesOf(surfaces, look.scale), [surfaces, look.scale]);
  const curves = useMemo(() => (definition.curves ? curvesOf(shown) : undefined), [shown]);
  const difference = useMemo(
    () => (look.difference ? differenceOf(shown, surfaces) : undefined),
    [look.difference, surfaces],
  );
  const lines = useMemo(() => linesOf(shown, views), views);
  const scale = scales.find((one) => one !== undefined);
  const columns = columnsOf(shown.length);
  // Row by row: as many side by side as there are columns.
  const indices = shown.flatMap((one, i) => (isLine(one, views[i]) ? [] : [i]));
  const surfaced = Array.from({ length: Math.ceil(indices.length / columns) }, (_, part) =>
    indices.slice(part * columns, (part + 1) * columns),
  );
  return (
    <div class={stageClass(definition, shown.length)} style={{ '--columns': columns }}>
      {surfaced.map((part) =>
        definition.rows.map((row, order) =>
          part.map((i, column) => {
            const one = shown[i]!;
            const props = surfaceProps(one, surfaces[i], scales[i]);
            const label = order === 0 && <PanelLabel shown={one} step={views[i]?.step} />;
            const classes = `${row} ${one.variant.key}${column === 0 ? ' first' : ''}`;
            return row === 'relief' ? (
              <PlotPanel
                key={`${row}-${one.variant.key}`}
                class={classes}
                load={loadRelief}
                plot={props && { ...props, camera, crosshair, morph: true }}
                label={label}
              />
            ) : (
              <PlotPanel
                key={`${row}-${one.variant.key}`}
                class={classes}
                load={loadContour}
                plot={props && { ...props, crosshair, onRegion }}
                label={label}
              />
            );
          }),
        ),
      )}
      {lines && <PlotPanel class="curves" load={loadCurves} plot={lines} />}
      {look.scale === 'shared' && surfaced.length > 0 && (
        <PlotPanel
          class="colourbar"
          load={loadColourBar}
          plot={scale && { scale, surface: surfaces.find((surface) => surface), crosshair }}
        />
      )}
      {definition.curves && (
        <PlotPanel
          class="curves"
          load={loadCurves}
          plot={curves && { ...curves, ...(moments.length > 1 && { time, times: moments }) }}
        />
      )}
      {difference && (
        <>
          <PlotPanel
            class="difference"
            load={loadContour}
            plot={{ ...difference, crosshair, onRegion }}
            label={<span>{difference.label}</span>}
          />
          <PlotPanel
            class="colourbar"
            load={loadColourBar}
            plot={{ scale: difference.scale, surface: difference.surface, crosshair }}
          />
        </>
      )}
    </div>
  );
}

/** Measured along a line, or to be. */
function isLine({ variant: { experiment } }: Shown, view: SliceView | undefined): boolean {
  return (experiment ? experiment.landscape.points[1] : view?.slice.y.length) === 1;
}

interface PanelLabelProps {
  readonly shown: Shown;
  readonly step: number | undefined;
}

function PanelLabel({ shown: { variant, log, origin, layer }, step }: PanelLabelProps) {
  const steps = Math.min(log.steps, step ?? log.steps);
  const words = say().figure;
  const said = [
    layer,
    step !== undefined &&
      (steps > 0 || variant.experiment) &&
      words.step(step.toLocaleString(say().locale)),
    steps > 0 && words.loss(meanOfLast(log.losses, steps).toPrecision(3)),
  ].filter(Boolean);
  return (
    <>
      <span class={`hue-${variant.hue}`}>{variant.name}</span>
      <small>
        {origin && (
          <span class="origin">
            {say().origin[origin]}
            {said.length > 0 && <span> · </span>}
          </span>
        )}
        {said.join(' · ')}
      </small>
    </>
  );
}

/** A single batch's loss jumps about; twenty of them say where the run is. */
function meanOfLast(losses: Float32Array, steps: number): number {
  const recent = losses.subarray(Math.max(0, steps - 20), steps);
  return recent.reduce((sum, loss) => sum + loss, 0) / recent.length;
}
