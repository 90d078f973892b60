import { useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Camera, HOME } from '@/plot/camera';
import { Link } from '@/plot/link';
import type { Point } from '@/plot/types';
import { Segments } from '@/ui/segments';
import { cameraIn, cameraText, type FigureState, fragmentOf } from '../parts/address';
import { BackendControl } from '../parts/backend-choice';
import { firstSign } from '../parts/first-sign';
import { Share } from '../parts/share';
import { Timeline } from '../parts/timeline';
import { useSettingsAddress } from '../parts/use-address';
import { useLab, useWhile } from '../parts/use-lab';
import { chanceIn } from './at-chance';
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
import { say } from '@/words';
import { once } from '@/ui/once';

export interface ComparisonProps {
  readonly definition: Definition;
  /** Of the figure, in the page’s language. */
  readonly title: string;
  /** The server-rendered stage, in place until the living one has something to draw. */
  readonly children?: ComponentChildren;
}

/** Networks side by side: trained in the reader's browser, with their loss surfaces. */
export function Comparison({ definition, title, children }: ComparisonProps) {
  const { lab, status, use } = useLab();
  const [model] = useState(() => new ComparisonModel(definition, lab));
  const [camera] = useState(() => new Link<Camera>(HOME));
  const [crosshair] = useState(() => new Link<Point | undefined>(undefined));
  const scale = useSignal<ScaleChoice>('shared');
  const difference = useSignal(false);
  useEffect(() => {
    void firstSign().then(async () => {
      await loadPlots();
      await model.loadRecorded();
    });
    return () => model.stop();
  }, [model]);

  const shown = model.shown.value;
  const moments = useComputed(() => momentsOf(model.shown.value ?? [])).value;
  const time = useMoments(moments.length);
  const settings = model.settings.value;
  const phase = model.phase.value;
  const running = model.runs.busy.value;
  useWhile(running, use);
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
  // After the address has had its say.
  useEffect(() => void model.resume(), [model]);
  const region = regionIn(settings.region);
  const words = say();

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
          name={(index) => words.figure.step((moments[index] ?? 0).toLocaleString(words.locale))}
          label={words.figure.stepOfSurfaces}
        />
      )}

      <div class="controls">
        {!definition.recordedOnly && (
          <>
            <button
              type="button"
              class="main"
              onClick={once(() => (running ? model.stop() : void model.train()))}
            >
              {verbOf(phase)}
            </button>
            <button type="button" disabled={running} onClick={() => void model.nextSeed()}>
              {words.figure.nextSeed}
            </button>
            <button type="button" disabled={phase === 'ready'} onClick={() => model.reset()}>
              {words.figure.reset}
            </button>
          </>
        )}
        {region && (
          <button type="button" onClick={() => change({ region: '' })}>
            {words.figure.wholeSurface}
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
        recorded={shown?.filter(({ origin }) => origin).map(chanceIn)}
        ready={
          definition.recordedOnly || model.isRecorded.value
            ? recordedWords(definition)
            : words.status.ready
        }
      />
      <Readout
        figure={title}
        shown={shown}
        measures={definition.measures}
        history={model.history}
        settings={settings}
      />
      <details class="more">
        <summary>{words.figure.more}</summary>
        <div class="controls">
          <Segments
            label={words.figure.heightAndColour}
            value={scale.value}
            options={[
              { value: 'shared', label: words.figure.oneScale },
              { value: 'own', label: words.figure.oneEach },
            ]}
            onChange={(value) => {
              scale.value = value;
            }}
          />
          {model.variants.value.length > 1 && (
            <Segments
              label={words.figure.difference}
              value={difference.value ? 'shown' : 'hidden'}
              options={(['hidden', 'shown'] as const).map((value) => ({
                value,
                label: words.figure[value],
              }))}
              onChange={(value) => {
                difference.value = value === 'shown';
              }}
            />
          )}
          <Controls controls={definition.more ?? []} settings={settings} onChange={change} />
          <BackendControl lab={lab} status={status} onChoose={use} />
        </div>
        <p class="quiet backend">
          {status.backend ? words.backend.computing(status.description) : words.backend.idle}
          {model.runs.implementation.value === 'ops' && words.backend.opByOp}
          {model.runs.implementation.value === 'kernel' && words.backend.kernels}.
          {status.lack && words.backend.lacking[status.lack]}
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

/** What there is to do with recorded runs. */
function recordedWords({ recordedOnly, rows }: Definition): string {
  const words = say().status;
  const said = recordedOnly ? words.recordedOnly : words.recorded;
  return rows.includes('relief') ? `${said} ${words.turn}` : said;
}

function verbOf(phase: SetPhase): string {
  const words = say().figure;
  if (phase === 'stopped') return words.continue;
  if (phase === 'done') return words.again(words.train);
  return phase === 'ready' ? words.train : words.stop;
}
