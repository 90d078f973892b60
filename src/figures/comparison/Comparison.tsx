import { useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Camera, HOME } from '@/plot/camera';
import { Link } from '@/plot/link';
import type { Point } from '@/plot/types';
import { Segments } from '@/ui/segments';
import { cameraIn, cameraText, type FigureState, fragmentOf } from '../parts/address';
import { BackendControl } from '../parts/backend-choice';
import { PlotPanel } from '../parts/plot-panel';
import { Share } from '../parts/share';
import { useAddress } from '../parts/use-address';
import { useLab } from '../parts/use-lab';
import { Controls } from './controls';
import { type Definition, type Settings, stageClass } from './definition';
import { ComparisonModel, type Shown } from './model';
import { curvesOf, type ScaleChoice, scalesOf, surfaceProps, surfaceShown } from './plots';
import { Readout } from './readout';
import { Status } from './status';

const loadRelief = () => import('@/plot/relief').then(({ Relief }) => Relief);
const loadContour = () => import('@/plot/contour').then(({ ContourMap }) => ContourMap);
const loadCurves = () => import('@/plot/curves').then(({ Curves }) => Curves);
const loadColourBar = () => import('@/plot/colourbar').then(({ ColourBar }) => ColourBar);

export interface ComparisonProps {
  readonly definition: Definition;
  /** The server-rendered stage, in place until the living one has something to draw. */
  readonly children?: ComponentChildren;
}

/** Networks side by side: trained in the reader's browser, with their loss surfaces. */
export function Comparison({ definition, children }: ComparisonProps) {
  const { lab, status } = useLab();
  const [model] = useState(() => new ComparisonModel(definition, lab));
  const [camera] = useState(() => new Link<Camera>(HOME));
  const [crosshair] = useState(() => new Link<Point | undefined>(undefined));
  const scaleChoice = useSignal<ScaleChoice>('shared');
  useEffect(() => {
    void model.loadRecorded();
    return () => model.stop();
  }, [model]);

  const surfaces = useComputed(() => model.shown.value?.map(surfaceShown) ?? []);
  const scales = useComputed(() => scalesOf(surfaces.value, scaleChoice.value));
  const curves = useComputed(() =>
    definition.curves && model.shown.value ? curvesOf(model.shown.value) : undefined,
  );
  const shown = model.shown.value;
  const count = model.variants.value.length;
  const settings = model.settings.value;
  const phase = model.phase.value;
  const running = phase === 'loading' || phase === 'training' || phase === 'slicing';
  const empty = !shown?.some(({ view }) => view) && !running;
  const change = (changed: Settings) => model.change(changed);
  const state = (): FigureState => ({
    settings,
    looks: {
      ...(scaleChoice.value === 'own' && { scale: 'own' }),
      ...(camera.value !== HOME && { eye: cameraText(camera.value) }),
    },
  });
  const trouble = useAddress(model.addressed, model.settings, ({ settings, looks }) => {
    model.change(settings);
    scaleChoice.value = looks.scale === 'own' ? 'own' : 'shared';
    camera.set(cameraIn(looks.eye) ?? HOME);
  });

  return (
    <>
      {empty && phase === 'ready' && !model.isRecorded.value && isDefault(settings, definition) ? (
        // A box of its own: the browser tells when a box comes into view, not when a slot does.
        <div>{children}</div>
      ) : (
        <div class={stageClass(definition, count)} style={{ '--columns': Math.min(4, count) }}>
          {definition.rows.map((row) =>
            (shown ?? model.variants.value.map(blank)).map((one, index) => {
              const props = surfaceProps(one, surfaces.value[index], scales.value[index]);
              const label = row === definition.rows[0] && (
                <PanelLabel shown={one} recorded={model.isRecorded.value} />
              );
              return row === 'relief' ? (
                <PlotPanel
                  key={`${row}-${one.variant.key}`}
                  class={`relief ${one.variant.key}`}
                  load={loadRelief}
                  plot={props && { ...props, camera, crosshair, morph: true }}
                  label={label}
                />
              ) : (
                <PlotPanel
                  key={`${row}-${one.variant.key}`}
                  class={`contour ${one.variant.key}`}
                  load={loadContour}
                  plot={props && { ...props, crosshair }}
                  label={label}
                />
              );
            }),
          )}
          {scaleChoice.value === 'shared' && (
            <PlotPanel
              class="colourbar"
              load={loadColourBar}
              plot={
                scales.value[0] && { scale: scales.value[0], surface: surfaces.value[0], crosshair }
              }
            />
          )}
          {definition.curves && <PlotPanel class="curves" load={loadCurves} plot={curves.value} />}
        </div>
      )}

      <div class="controls">
        {!definition.recordedOnly && (
          <>
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
            <button type="button" disabled={running} onClick={() => void model.nextSeed()}>
              Next seed
            </button>
            <button type="button" disabled={phase === 'ready'} onClick={() => model.reset()}>
              Reset
            </button>
          </>
        )}
        <Controls controls={definition.controls} settings={settings} onChange={change} />
      </div>
      {trouble && (
        <p class="notice" role="alert">
          {trouble}
        </p>
      )}
      <Status model={model} notice={status.notice} />
      <Readout
        figure={definition.id}
        shown={shown}
        measures={definition.measures}
        history={model.history}
        settings={settings}
      />
      <details class="more">
        <summary>More settings</summary>
        <div class="controls">
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
          <Controls controls={definition.more ?? []} settings={settings} onChange={change} />
          <BackendControl lab={lab} status={status} />
        </div>
        <p class="quiet backend">
          {status.backend ? `Computing with ${status.description}` : 'Not computing yet'}
          {model.implementation.value === 'ops' && ', op by op'}
          {model.implementation.value === 'kernel' && ', with our own kernels'}.
        </p>
      </details>
      <Share fragment={() => fragmentOf(model.addressed, state())} />
    </>
  );
}

function isDefault(settings: Settings, { defaults }: Definition): boolean {
  return Object.keys(defaults).every((key) => settings[key] === defaults[key]);
}

/** A variant before anything is known of it. */
function blank(variant: Shown['variant']): Shown {
  const log = { losses: new Float32Array(0), steps: 0 };
  return { variant, log, view: undefined, evaluation: undefined };
}

function PanelLabel({ shown, recorded }: { shown: Shown; recorded: boolean }) {
  const { variant, view, log } = shown;
  const loss = log.steps > 0 ? meanOfLast(log.losses, log.steps) : undefined;
  const words = [
    recorded && 'recorded',
    view && `step ${view.step.toLocaleString('en')}`,
    loss !== undefined && `loss ${loss.toPrecision(3)}`,
  ];
  return (
    <>
      <span class={`hue-${variant.hue}`}>{variant.name}</span>
      <small>{words.filter(Boolean).join(' · ')}</small>
    </>
  );
}

/** A single batch's loss jumps about; twenty of them say where the run is. */
function meanOfLast(losses: Float32Array, steps: number): number {
  const recent = losses.subarray(Math.max(0, steps - 20), steps);
  return recent.reduce((sum, loss) => sum + loss, 0) / recent.length;
}
