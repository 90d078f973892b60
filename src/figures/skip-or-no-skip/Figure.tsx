import { useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { type Camera, HOME } from '@/plot/camera';
import type { ContourProps } from '@/plot/contour';
import type { CurvesProps } from '@/plot/curves';
import { Link } from '@/plot/link';
import type { ReliefProps } from '@/plot/relief';
import { ownScale, type Scale, sharedScale } from '@/plot/scale';
import type { Point, Surface } from '@/plot/types';
import { Choice } from '@/ui/choice';
import { NumberField } from '@/ui/number-field';
import { Progress } from '@/ui/progress';
import { Segments } from '@/ui/segments';
import { BackendControl } from '../parts/backend-choice';
import { PlotPanel } from '../parts/plot-panel';
import { surfaceOf } from '../parts/surface';
import { useLab } from '../parts/use-lab';
import { DEPTHS, STEPS, WIDTHS } from './experiments';
import { KINDS, type Kind, type Pair, type Shown, SkipOrNoSkipModel } from './model';
import { Readout } from './readout';

const NAMES: Pair<string> = { plain: 'Plain', skip: 'With skip connections' };
const DATASETS = [
  { value: 'fashion', label: 'Fashion-MNIST, 7 × 7' },
  { value: 'spirals', label: 'two spirals' },
  { value: 'moons', label: 'moons' },
  { value: 'circles', label: 'circles' },
] as const;
const LOSS = 'training loss (nats)';

const loadRelief = () => import('@/plot/relief').then(({ Relief }) => Relief);
const loadContour = () => import('@/plot/contour').then(({ ContourMap }) => ContourMap);
const loadCurves = () => import('@/plot/curves').then(({ Curves }) => Curves);

export interface FigureProps {
  /** Server-rendered pictures of the recorded run. */
  readonly plainRelief?: ComponentChildren;
  readonly skipRelief?: ComponentChildren;
  readonly plainContour?: ComponentChildren;
  readonly skipContour?: ComponentChildren;
}

/** Two networks that differ by the identity alone, trained side by side, and their loss surfaces. */
export default function SkipOrNoSkip(stills: FigureProps) {
  const { lab, status } = useLab();
  const [model] = useState(() => new SkipOrNoSkipModel(lab));
  const scaleChoice = useSignal<'shared' | 'own'>('shared');
  const [camera] = useState(() => new Link<Camera>(HOME));
  const [crosshair] = useState(() => new Link<Point | undefined>(undefined));
  useEffect(() => {
    void model.loadRecorded();
    return () => model.stop();
  }, [model]);

  const surfaces = useComputed(() => mapPair(model.shown.value, surfaceShown));
  const scales = useComputed(() => scalesOf(surfaces.value, scaleChoice.value));
  const phase = model.phase.value;
  const running = phase === 'loading' || phase === 'training' || phase === 'slicing';
  const settings = model.settings.value;
  const shown = model.shown.value;
  const steps = shown ? Math.min(shown.plain.log.steps, shown.skip.log.steps) : 0;

  const reliefs = useMemo(
    () =>
      eachKind((kind): ReliefProps | undefined => {
        const [surface, scale] = [surfaces.value?.[kind], scales.value?.[kind]];
        if (!surface || !scale) return undefined;
        return {
          surface,
          scale,
          camera,
          crosshair,
          label: `Loss surface of the network ${kind === 'plain' ? 'without' : 'with'} skip connections, as a relief`,
          axes: { x: 'direction 1', y: 'direction 2', z: 'loss' },
        };
      }),
    [surfaces.value, scales.value],
  );
  const contours = useMemo(
    () =>
      eachKind((kind): ContourProps | undefined => {
        const [surface, scale] = [surfaces.value?.[kind], scales.value?.[kind]];
        if (!surface || !scale) return undefined;
        return {
          surface,
          scale,
          crosshair,
          label: `Loss surface of the network ${kind === 'plain' ? 'without' : 'with'} skip connections, as a contour map`,
          axes: { x: 'direction 1', y: 'direction 2' },
        };
      }),
    [surfaces.value, scales.value],
  );
  const curves = useMemo(
    () => (shown ? curvesOf(shown, settings.steps) : undefined),
    [shown?.plain.log, shown?.skip.log, settings.steps],
  );

  return (
    <>
      <div class="stage skip-or-no-skip">
        {KINDS.map((kind) => (
          <PlotPanel
            key={kind}
            class={`relief ${kind}`}
            load={loadRelief}
            plot={reliefs[kind]}
            still={stills[`${kind}Relief`]}
            label={
              <PanelLabel kind={kind} shown={shown?.[kind]} recorded={model.isRecorded.value} />
            }
          />
        ))}
        {KINDS.map((kind) => (
          <PlotPanel
            key={`${kind}-contour`}
            class={`contour ${kind}`}
            load={loadContour}
            plot={contours[kind]}
            still={stills[`${kind}Contour`]}
          />
        ))}
        <PlotPanel class="curves" load={loadCurves} plot={curves} />
      </div>

      <div class="controls">
        <button
          type="button"
          class="main"
          onClick={() => (running ? model.stop() : void model.train())}
        >
          {running
            ? 'Stop'
            : phase === 'stopped'
              ? 'Continue'
              : phase === 'done'
                ? 'Train again'
                : 'Train'}
        </button>
        <button
          type="button"
          disabled={phase === 'ready' && model.isRecorded.value}
          onClick={() => model.reset()}
        >
          Reset
        </button>
        <Choice
          label="Depth"
          value={settings.depth}
          options={DEPTHS.map((value) => ({ value, label: `${value} layers` }))}
          onChange={(depth) => model.change({ depth })}
        />
        <Choice
          label="Width"
          value={settings.width}
          options={WIDTHS}
          onChange={(width) => model.change({ width })}
        />
        <Choice
          label="Data"
          value={settings.dataset}
          options={DATASETS}
          onChange={(dataset) => model.change({ dataset })}
        />
        <NumberField
          label="Seed"
          value={settings.seed}
          min={0}
          max={9999}
          onChange={(seed) => model.change({ seed })}
        />
        <Segments
          label="Height and colour"
          value={scaleChoice.value}
          options={[
            { value: 'shared', label: 'one scale' },
            { value: 'own', label: 'one each' },
          ]}
          onChange={(value) => {
            scaleChoice.value = value;
          }}
        />
      </div>

      <div class="status" role="status">
        {phase === 'loading' && 'Fetching the data…'}
        {phase === 'training' && (
          <Progress
            what="Training both networks"
            detail={`step ${steps.toLocaleString('en')} of ${settings.steps.toLocaleString('en')}`}
            done={model.progress.value}
          />
        )}
        {phase === 'slicing' && (
          <Progress
            what="Measuring both surfaces"
            detail="51 × 51 points, 256 samples each"
            done={model.progress.value}
          />
        )}
        {phase === 'done' && <p>Both networks trained, both surfaces measured.</p>}
        {phase === 'stopped' && (
          <p>Stopped at step {steps.toLocaleString('en')}; what was computed stays.</p>
        )}
        {phase === 'ready' && model.isRecorded.value && (
          <p class="quiet">
            A recorded run, seed 1. Drag a relief to turn it; press Train for one of your own.
          </p>
        )}
        {phase === 'ready' && !model.isRecorded.value && (
          <p class="quiet">Press Train to start both networks from the same initial values.</p>
        )}
      </div>
      {[status.notice, ...model.messages.value].map(
        (message) =>
          message && (
            <p class="notice" key={message}>
              {message}
            </p>
          ),
      )}

      <Readout shown={shown} classes={settings.dataset === 'fashion' ? 10 : 2} />

      <details class="more">
        <summary>More settings</summary>
        <div class="controls">
          <Choice
            label="Training steps"
            value={settings.steps}
            options={STEPS}
            onChange={(steps) => model.change({ steps })}
          />
          <BackendControl lab={lab} status={status} />
          <p class="quiet backend">
            {status.backend ? `Computing with ${status.description}` : 'Not computing yet'}
            {model.implementation.value === 'ops' && ', op by op'}
            {model.implementation.value === 'kernel' && ', with our own kernels'}.
          </p>
        </div>
      </details>
    </>
  );
}

function PanelLabel({
  kind,
  shown,
  recorded,
}: {
  kind: Kind;
  shown: Shown | undefined;
  recorded: boolean;
}) {
  const view = shown?.view;
  const log = shown?.log;
  const last = log && log.steps > 0 ? meanOfLast(log.losses, log.steps) : undefined;
  return (
    <>
      <span class={`hue-${kind}`}>{NAMES[kind]}</span>
      <small>
        {recorded && 'recorded · '}
        {view && `step ${view.step.toLocaleString('en')}`}
        {last !== undefined && ` · loss ${last.toPrecision(3)}`}
      </small>
    </>
  );
}

/** A single batch's loss jumps about; twenty of them say where the run is. */
function meanOfLast(losses: Float32Array, steps: number): number {
  const recent = losses.subarray(Math.max(0, steps - 20), steps);
  return recent.reduce((sum, loss) => sum + loss, 0) / recent.length;
}

function eachKind<T>(make: (kind: Kind) => T): Pair<T> {
  return { plain: make('plain'), skip: make('skip') };
}

function mapPair<A, B>(pair: Pair<A> | undefined, map: (a: A) => B): Pair<B> | undefined {
  return pair && { plain: map(pair.plain), skip: map(pair.skip) };
}

function surfaceShown({ view }: Shown): Surface | undefined {
  return view && surfaceOf(view.slice, view.done === 1 ? 1 : view.stride);
}

/** The log of the loss: a shared scale shows who gets low, one each shows the ruggedness. */
function scalesOf(
  surfaces: Pair<Surface | undefined> | undefined,
  choice: 'shared' | 'own',
): Pair<Scale | undefined> | undefined {
  if (!surfaces) return undefined;
  const options = { kind: 'log', label: LOSS } as const;
  if (choice === 'own') return mapPair(surfaces, (s) => s && ownScale(s, options));
  const present = [surfaces.plain, surfaces.skip].filter((s) => s !== undefined);
  const scale = present.length > 0 ? sharedScale(present, options) : undefined;
  return { plain: scale, skip: scale };
}

function curvesOf(shown: Pair<Shown>, steps: number): CurvesProps {
  const index = Float32Array.from({ length: steps }, (_, i) => i);
  return {
    label: 'Training loss of both networks against the step',
    x: { label: 'step', domain: [0, steps] },
    y: { label: 'batch loss (nats)', kind: 'log' },
    series: KINDS.map((kind) => ({
      name: NAMES[kind],
      hue: kind,
      x: index,
      y: shown[kind].log.losses,
      count: shown[kind].log.steps,
      smooth: 20,
    })),
  };
}
