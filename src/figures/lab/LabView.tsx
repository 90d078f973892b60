import { useComputed, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Camera, HOME } from '@/plot/camera';
import { Link } from '@/plot/link';
import type { Point } from '@/plot/types';
import { Choice } from '@/ui/choice';
import { Segments } from '@/ui/segments';
import { say } from '@/words';
import { chanceIn } from '../comparison/at-chance';
import { momentsOf } from '../comparison/moments';
import type { ScaleChoice } from '../comparison/plots';
import { Readout } from '../comparison/readout';
import { saveableOf } from '../comparison/saveables';
import { Stage } from '../comparison/Stage';
import { Status } from '../comparison/status';
import { useMoments } from '../comparison/use-moments';
import { cameraIn, cameraText } from '../parts/address';
import { BackendControl } from '../parts/backend-choice';
import { figureFacts } from '../parts/figure-facts';
import { firstSign } from '../parts/first-sign';
import type { Looks } from '../parts/fragment';
import { SaveAs } from '../parts/save-as';
import { Share } from '../parts/share';
import { TakeAway } from '../parts/take-away';
import { Timeline } from '../parts/timeline';
import { useAddress } from '../parts/use-address';
import { useLab, useWhile } from '../parts/use-lab';
import { Analyses } from './Analyses';
import { BesideList } from './BesideList';
import { DropZone } from './DropZone';
import { Editor } from './Editor';
import { estimateOf } from './estimate';
import { HistoryList } from './HistoryList';
import { LAB } from './link';
import { LAB_MEASURES } from './measures';
import { PRESETS } from './members';
import { LabModel } from './model';
import { SweepPanel } from './SweepPanel';
import { once } from '@/ui/once';

/** Two rows of panels and the curves. */
const LAYOUT = { rows: ['relief', 'contour'], curves: true } as const;

/** The lab: any experiment, up to four side by side, sweeps, kept runs, the reader's own files. */
export function LabView({ children }: { readonly children?: ComponentChildren }) {
  const { lab, status, use } = useLab();
  const [model] = useState(() => new LabModel(lab, firstSign));
  const [camera] = useState(() => new Link<Camera>(HOME));
  const [crosshair] = useState(() => new Link<Point | undefined>(undefined));
  const takings = useRef<HTMLDetailsElement>(null);
  const scale = useSignal<ScaleChoice>('shared');
  const difference = useSignal(false);
  useEffect(() => {
    void model.loadRecorded();
    void model.kept.load();
    return () => model.stop();
  }, [model]);

  const show = (looks: Looks) => {
    scale.value = looks['scale'] === 'own' ? 'own' : 'shared';
    difference.value = looks['difference'] === 'shown';
    camera.set(cameraIn(looks['eye']) ?? HOME);
  };
  const trouble = useAddress({
    id: LAB,
    fragment: model.fragment,
    apply: (fragment) => show(model.apply(fragment)),
    isStep: () => model.isStep,
    ownsPage: true,
  });
  // After the address has had its say.
  useEffect(() => void model.resume(), [model]);
  const looks = (): Looks => ({
    ...(scale.value === 'own' && { scale: 'own' }),
    ...(difference.value && { difference: 'shown' }),
    ...(camera.value !== HOME && { eye: cameraText(camera.value) }),
  });

  const shown = useComputed(() => model.shown.value).value;
  const moments = useComputed(() => momentsOf(model.shown.value)).value;
  const time = useMoments(moments.length);
  const busy = model.runs.busy.value;
  const phase = model.runs.phase.value;
  useWhile(busy, use);
  const fresh = model.isDefault.value && !shown.some(({ view }) => view) && phase === 'ready';
  const { question, said } = model;
  const experiments = model.variants.value.map(({ experiment }) => experiment);
  const words = say();
  const estimate = estimateOf(experiments, model.speed, status);

  return (
    <div class="bench">
      <div class="setup">
        <div class="begin">
          <Choice
            label={words.lab.startFrom}
            value={presetIn(model)}
            options={[
              { value: '', label: words.lab.yourOwn },
              ...PRESETS.map(({ id }) => ({ value: id, label: words.lab.presets[id] })),
            ]}
            onChange={(id) => {
              const preset = PRESETS.find((one) => one.id === id);
              if (preset) model.start(preset);
            }}
          />
        </div>
        <div class="controls">
          <button
            type="button"
            class="main"
            onClick={once(() => (busy ? model.stop() : model.train()))}
          >
            {verbOf(model)}
          </button>
          <button type="button" disabled={busy} onClick={() => model.reset()}>
            {words.figure.reset}
          </button>
          <span class="quiet estimate">{estimate.words}</span>
        </div>
        {question.value && (
          <div class="notice question" role="alert">
            <p>{question.value.words}</p>
            <div class="controls">
              <button type="button" onClick={() => question.value?.go()}>
                {words.lab.cost.go}
              </button>
              <button
                type="button"
                onClick={() => {
                  question.value = undefined;
                }}
              >
                {words.lab.cost.notNow}
              </button>
            </div>
          </div>
        )}
        {trouble && (
          <p class="notice" role="alert">
            {words.lab.unchanged(trouble)}
          </p>
        )}
        {said.value && (
          <p
            class={said.value.trouble ? 'notice' : 'said'}
            role={said.value.trouble ? 'alert' : 'status'}
          >
            {said.value.words}
          </p>
        )}
        <Status
          runs={model.runs}
          notice={status.notice}
          recorded={shown.filter(({ origin }) => origin).map(chanceIn)}
          ready={
            shown.some(({ origin }) => origin === 'recorded')
              ? words.lab.readyRecorded
              : words.lab.ready
          }
        />
        <Editor model={model} busy={busy} />
        <DropZone model={model} />
      </div>
      <div class="results">
        {fresh ? (
          // A box of its own: the browser tells when a box comes into view, not when a slot does.
          <div>{children}</div>
        ) : (
          <Stage
            definition={LAYOUT}
            shown={shown}
            look={{ camera, crosshair, time, scale: scale.value, difference: difference.value }}
            onRegion={undefined}
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
        <BesideList model={model} />
        <Readout figure={words.lab.title} shown={shown} measures={LAB_MEASURES} />
        <Analyses shown={shown} />
        <details class="more">
          <summary>{words.lab.looks}</summary>
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
            {shown.length > 1 && (
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
            <BackendControl lab={lab} status={status} onChoose={use} />
          </div>
          <p class="quiet backend">
            {status.backend ? words.backend.computing(status.description) : words.backend.idle}
            {model.runs.implementation.value === 'ops' && words.backend.opByOp}
            {model.runs.implementation.value === 'kernel' && words.backend.kernels}.
            {status.lack && words.backend.lacking[status.lack]}
          </p>
        </details>
        <details class="more takings" ref={takings}>
          <summary>{words.lab.takeAway}</summary>
          <SaveAs items={shown.map((one, i) => saveableOf(one, LAB, runFile(model, i)))} />
          <TakeAway
            figure={takings}
            facts={(element) =>
              figureFacts(element, model.fragment.value, JSON.stringify(experiments))
            }
            file={LAB}
          />
        </details>
        <Share fragment={() => model.link(looks())} />
      </div>
      <details class="more panel-below" open={model.sweepSettings.value !== undefined}>
        <summary>{words.lab.sweep.title}</summary>
        <SweepPanel model={model} status={status} />
      </details>
      <details class="more panel-below">
        <summary>{words.lab.kept.title(model.kept.list.value.length)}</summary>
        <HistoryList model={model} />
      </details>
    </div>
  );
}

function verbOf(model: LabModel): string {
  const phase = model.runs.phase.value;
  const words = say().figure;
  if (model.runs.busy.value) return words.stop;
  if (model.onlyMeasures.value) return say().lab.measure;
  const runs = model.variants.value.map((variant) => model.runs.of(variant)?.run.phase.value);
  if (runs.every((one) => one === 'done')) return words.again(words.train);
  return phase === 'stopped' ? words.continue : words.train;
}

/** @returns the preset that the experiments are, if they are one. */
function presetIn(model: LabModel): string {
  return model.preset.value?.id ?? '';
}

/** How to get the run file of what stands at a place, if it is a run. */
function runFile(model: LabModel, at: number) {
  const variants = model.variants.value;
  const variant = variants[at];
  if (variant) {
    const run = model.runs.of(variant)?.run;
    if (run?.phase.value === 'done') return async () => model.fileOf(run);
    return model.recordedFile(variant.experiment);
  }
  return model.besideFile(at - variants.length);
}
