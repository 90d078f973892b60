import { controlsIn } from '../comparison/in-words';
import { ownWords } from '../parts/own-words';
import type { ChartData, ChartDefinition, ChartPanel } from './definition';

type Say = (text: string) => string;

/** @returns a chart with its own texts in the page’s language, those of what it measures too. */
export function inWords(definition: ChartDefinition): ChartDefinition {
  const own = ownWords(definition.id);
  if (!own) return definition;
  const { controls, more, measures, verb, measure } = definition;
  const columns = Object.entries(measures).map(([key, column]) => [
    key,
    { ...column, name: own(column.name), meaning: own(column.meaning) },
  ]);
  return {
    ...definition,
    controls: controlsIn(controls, own),
    ...(more && { more: controlsIn(more, own) }),
    measures: Object.fromEntries(columns),
    verb: own(verb),
    measure: async (settings, tools) => {
      const show = (data: ChartData) => tools.show(dataWith(own, data));
      return dataWith(own, await measure(settings, { ...tools, show }));
    },
  };
}

/** @returns the data of a recorded chart in the page’s language. */
export function dataInWords(id: string, data: ChartData): ChartData {
  const own = ownWords(id);
  return own ? dataWith(own, data) : data;
}

function dataWith(own: Say, { panels, rows, time, views }: ChartData): ChartData {
  const others = Object.entries(views ?? {}).map(([key, view]) => [key, dataWith(own, view)]);
  return {
    panels: panels.map((panel) => panelWith(own, panel)),
    rows: rows.map((row) => ({ ...row, name: own(row.name) })),
    ...(time && { time }),
    ...(views && { views: Object.fromEntries(others) }),
  };
}

function panelWith(own: Say, panel: ChartPanel): ChartPanel {
  const title = own(panel.title);
  if (panel.kind === 'lines') {
    const { x, y, lines, baselines } = panel;
    return {
      ...panel,
      title,
      x: { ...x, label: own(x.label) },
      y: { ...y, label: own(y.label) },
      lines: lines.map((line) => ({ ...line, name: own(line.name) })),
      ...(baselines && {
        baselines: baselines.map((one) => ({ ...one, label: own(one.label) })),
      }),
    };
  }
  const { x, y, scale, paths } = panel;
  return {
    ...panel,
    title,
    x: own(x),
    y: own(y),
    scale: { ...scale, ...(scale.label && { label: own(scale.label) }) },
    ...(paths && { paths: paths.map((path) => ({ ...path, name: own(path.name) })) }),
  };
}
