import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Link } from '@/plot/link';
import type { Region } from '@/plot/types';
import { Progress } from '@/ui/progress';
import { Controls } from '../comparison/controls';
import type { Settings } from '../comparison/definition';
import { useMoments } from '../comparison/use-moments';
import { fragmentOf } from '../parts/address';
import { BackendControl } from '../parts/backend-choice';
import { PlotPanel } from '../parts/plot-panel';
import { firstSign } from '../parts/first-sign';
import { Share } from '../parts/share';
import { Timeline } from '../parts/timeline';
import { useSettingsAddress } from '../parts/use-address';
import { useLab, useWhile } from '../parts/use-lab';
import { useLink } from '../parts/use-link';
import type { ChartDefinition, ChartPanel, Numbers } from './definition';
import { ChartModel } from './model';
import { contourProps, curvesProps, pathsAt } from './plots';
import { Table } from './table';
import { ChartTakings } from './takings';
import { say } from '@/words';
import { once } from '@/ui/once';

const loadContour = () => import('@/plot/contour').then(({ ContourMap }) => ContourMap);
const loadCurves = () => import('@/plot/curves').then(({ Curves }) => Curves);

/** The still stays until what draws the living plots is there, so that no box stands empty. */
const loadPlots = () => Promise.all([loadContour(), loadCurves()]);

const NO_TIMES: Numbers = [];

export interface ChartViewProps {
  readonly definition: ChartDefinition;
  /** Of the figure, in the page’s language. */
  readonly title: string;
  /** The server-rendered stage, in place until the living one has something to draw. */
  readonly children?: ComponentChildren;
}

/** A measurement that the reader can repeat: its controls, its lines or map, its numbers. */
export function ChartView({ definition, title, children }: ChartViewProps) {
  const { lab, status, use } = useLab();
  const [model] = useState(() => new ChartModel(definition, lab));
  useEffect(() => {
    void firstSign().then(async () => {
      await loadPlots();
      await model.loadRecorded();
    });
    return () => model.stop();
  }, [model]);
  const trouble = useSettingsAddress(model.addressed, model.settings, ({ settings }) =>
    model.change(settings),
  );
  const data = useComputed(() => model.data.value).value;
  const settings = model.settings.value;
  const phase = model.phase.value;
  const measuring = phase === 'measuring';
  useWhile(measuring, use);
  const change = (changed: Settings) => model.change(changed);
  const { verb } = definition;
  const words = say();
  const times = data?.time ?? NO_TIMES;
  const time = useMoments(times.length);
  const regions = model.addressed.controls.filter(
    ({ kind, key }) => kind === 'region' && settings[key] !== '',
  );
  const fragment = () => fragmentOf(model.addressed, { settings, looks: {} });

  return (
    <>
      {data ? (
        <div class={stageOf(data.panels.length)}>
          {data.panels.map((panel, index) => (
            <Panel
              key={`${index} ${panel.kind}`}
              panel={panel}
              time={time}
              times={times}
              onRegion={(key, region) => void model.zoom(key, region)}
            />
          ))}
        </div>
      ) : phase === 'ready' && isDefault(settings, definition) ? (
        // A box of its own: the browser tells when a box comes into view, not when a slot does.
        <div>{children}</div>
      ) : (
        <p class="quiet waiting">
          {measuring ? words.status.firstLines : words.status.press(verb)}
        </p>
      )}
      {times.length > 1 && (
        <Timeline
          time={time}
          count={times.length}
          name={(index) => words.figure.step((times[index] ?? 0).toLocaleString(words.locale))}
          label={words.figure.stepOfLines}
          rate={16}
        />
      )}
      <div class="controls">
        <button
          type="button"
          class="main"
          onClick={once(() => (measuring ? model.stop() : void model.measure()))}
        >
          {measuring ? words.figure.stop : phase === 'done' ? words.figure.again(verb) : verb}
        </button>
        <button type="button" disabled={measuring} onClick={() => void model.nextSeed()}>
          {words.figure.nextSeed}
        </button>
        <button
          type="button"
          disabled={phase === 'ready' && isDefault(settings, definition)}
          onClick={() => model.reset()}
        >
          {words.figure.reset}
        </button>
        {regions.map(({ key }) => (
          <button type="button" key={key} onClick={() => change({ [key]: '' })}>
            {words.figure.wholeMap}
          </button>
        ))}
        <Controls controls={definition.controls} settings={settings} onChange={change} />
      </div>
      {[trouble, status.notice, model.message.value].map(
        (message) =>
          message && (
            <p class="notice" role="alert" key={message}>
              {message}
            </p>
          ),
      )}
      <div class="status" role="status">
        {measuring && <Progress what={words.status.measuring} done={model.progress.value} />}
        {phase === 'done' && <p>{words.status.measured}</p>}
        {phase === 'stopped' && !model.message.value && <p>{words.status.stopped}</p>}
        {phase === 'ready' && model.isRecorded.value && (
          <p class="quiet">{words.status.recordedValues(verb)}</p>
        )}
      </div>
      <Table
        figure={title}
        definition={definition}
        data={data}
        history={model.history}
        settings={settings}
      />
      <details class="more">
        <summary>{words.figure.more}</summary>
        <div class="controls">
          <Controls controls={definition.more ?? []} settings={settings} onChange={change} />
          <BackendControl lab={lab} status={status} onChoose={use} />
        </div>
        <p class="quiet backend">
          {status.backend ? words.backend.computing(status.description) : words.backend.idle}.
          {status.lack && words.backend.lacking[status.lack]}
        </p>
      </details>
      <ChartTakings figure={definition.id} data={data} settings={settings} fragment={fragment} />
      <Share fragment={fragment} />
    </>
  );
}

/** Classes of the stage, server-rendered and living alike, so that the boxes are the same. */
export function stageOf(panels: number): string {
  return `stage chart of-${Math.min(4, panels)}`;
}

interface PanelProps {
  readonly panel: ChartPanel;
  readonly time: Link<number>;
  readonly times: Numbers;
  readonly onRegion: (key: string, region: Region) => void;
}

function Panel({ panel, time, times, onRegion }: PanelProps) {
  const index = useLink(time);
  const title = <span>{panel.title}</span>;
  const now = index < times.length - 1 ? times[index] : undefined;
  const curves = useMemo(
    () =>
      panel.kind === 'lines'
        ? { ...curvesProps(panel), ...(panel.timed && times.length > 1 && { time, times }) }
        : undefined,
    [panel, time, times],
  );
  // The surface must stay the same object while time runs over it.
  const ground = useMemo(() => (panel.kind === 'map' ? contourProps(panel) : undefined), [panel]);
  if (panel.kind === 'lines') {
    return <PlotPanel class="lines" load={loadCurves} plot={curves} label={title} />;
  }
  const { zooms } = panel;
  const map = ground && {
    ...ground,
    paths: pathsAt(panel, now),
    ...(zooms && { onRegion: (region: Region) => onRegion(zooms, region) }),
  };
  return <PlotPanel class="map" load={loadContour} plot={map} label={title} />;
}

function isDefault(settings: Settings, { defaults }: ChartDefinition): boolean {
  return Object.keys(defaults).every((key) => settings[key] === defaults[key]);
}
