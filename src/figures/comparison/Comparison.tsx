import { useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Camera, HOME } from '@/plot/camera';
import { Link } from '@/plot/link';
import type { Point } from '@/plot/types';
import { Segments } from '@/ui/segments';
import { cameraIn, cameraText, type FigureState, fragmentOf } from '../parts/address';
import { BackendControl } from '../parts/backend-choice';
import { Share } from '../parts/share';
import { Timeline } from '../parts/timeline';
import { useSettingsAddress } from '../parts/use-address';
import { useLab } from '../parts/use-lab';
import { Controls } from './controls';
import type { Definition, Settings } from './definition';
import { ComparisonModel } from './model';
import { momentsOf } from './moments';
import type { ScaleChoice } from './plots';
import { Readout } from './readout';
import { regionIn } from './region';
import type { SetPhase } from './run-set';
import { blank } from './shown';
import { loadPlots, Stage } from './Stage';
import { Status } from './status';
import { Takings } from './takings';
import { useMoments } from './use-moments';

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
  const scale = useSignal<ScaleChoice>('shared');
  const difference = useSignal(false);
  useEffect(() => {
    void loadPlots().then(() => model.loadRecorded());
    return () => model.stop();
  }, [model]);

  const shown = model.shown.value;
  const moments = useComputed(() => momentsOf(model.shown.value ?? [])).value;
  const time = useMoments(moments.length);
  const settings = model.settings.value;
  const phase = model.phase.value;
  const running = model.runs.busy.value;
  const empty = !shown?.some(({ view }) => view) && !running;
  const change = (changed: Settings) => model.change(changed);
  const state = (): FigureState => ({
    settings,
    looks: {
      ...(scale.value === 'own' && { scale: 'own' }),
      ...(difference.value && { difference: 'shown' }),
      ...(camera.value !== HOME && { eye: cameraText(camera.value) }),
    },
  });
  const trouble = useSettingsAddress(model.addressed, model.settings, ({ settings, looks }) => {
    model.change(settings);
    scale.value = looks.scale === 'own' ? 'own' : 'shared';
    difference.value = looks.difference === 'shown';
    camera.set(cameraIn(looks.eye) ?? HOME);
  });
  const region = regionIn(settings.region);

  return (
    <>
      {empty && phase === 'ready' && !model.isRecorded.value && model.isDefault.value ? (
        // A box of its own: the browser tells when a box comes into view, not when a slot does.
        <div>{children}</div>
      ) : (
        <Stage
          definition={definition}
          shown={shown ?? model.variants.value.map(blank)}
          look={{ camera, crosshair, time, scale: scale.value, difference: difference.value }}
          onRegion={model.zooms.value ? (part) => model.zoom(part) : undefined}
        />
      )}
      {moments.length > 1 && (
        <Timeline
          time={time}
          count={moments.length}
          name={(index) => `step ${(moments[index] ?? 0).toLocaleString('en')}`}
          label="Step of the surfaces"
        />
      )}

      <div class="controls">
        {!definition.recordedOnly && (
          <>
            <button
              type="button"
              class="main"
              onClick={() => (running ? model.stop() : void model.train())}
            >
              {verbOf(phase)}
            </button>
            <button type="button" disabled={running} onClick={() => void model.nextSeed()}>
              Next seed
            </button>
            <button type="button" disabled={phase === 'ready'} onClick={() => model.reset()}>
              Reset
            </button>
          </>
        )}
        {region && (
          <button type="button" onClick={() => change({ region: '' })}>
            Whole surface
          </button>
        )}
        <Controls controls={definition.controls} settings={settings} onChange={change} />
      </div>
      {trouble && (
        <p class="notice" role="alert">
          {trouble}
        </p>
      )}
      <Status
        runs={model.runs}
        notice={status.notice}
        ready={
          definition.recordedOnly
            ? 'Recorded with “npm run record -- --all”: too long for a browser. Drag a relief to turn it.'
            : model.isRecorded.value
              ? 'A recorded run. Drag a relief to turn it; press Train for a run of your own.'
              : 'Press Train to start from the same initial values.'
        }
      />
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
            value={scale.value}
            options={[
              { value: 'shared', label: 'one scale' },
              { value: 'own', label: 'one each' },
            ]}
            onChange={(value) => {
              scale.value = value;
            }}
          />
          {model.variants.value.length > 1 && (
            <Segments
              label="Difference of the first two"
              value={difference.value ? 'shown' : 'hidden'}
              options={['hidden', 'shown'].map((value) => ({ value, label: value }))}
              onChange={(value) => {
                difference.value = value === 'shown';
              }}
            />
          )}
          <Controls controls={definition.more ?? []} settings={settings} onChange={change} />
          <BackendControl lab={lab} status={status} />
        </div>
        <p class="quiet backend">
          {status.backend ? `Computing with ${status.description}` : 'Not computing yet'}
          {model.runs.implementation.value === 'ops' && ', op by op'}
          {model.runs.implementation.value === 'kernel' && ', with our own kernels'}.
        </p>
      </details>
      <Takings
        figure={definition.id}
        shown={shown ?? []}
        fragment={() => fragmentOf(model.addressed, state())}
      />
      <Share fragment={() => fragmentOf(model.addressed, state())} />
    </>
  );
}

function verbOf(phase: SetPhase): string {
  if (phase === 'stopped') return 'Continue';
  if (phase === 'done') return 'Train again';
  return phase === 'ready' ? 'Train' : 'Stop';
}
