import { useState } from 'preact/hooks';
import { fieldsOf, flatten } from '@/engine/experiment/fields';
import type { LabStatus } from '@/lab/lab';
import { Choice } from '@/ui/choice';
import { download } from '@/ui/data-table';
import { Entry } from '@/ui/entry';
import { NumberField } from '@/ui/number-field';
import { Progress } from '@/ui/progress';
import { MEASURES } from '../comparison/measures';
import { say } from '@/words';
import { estimateOf } from './estimate';
import { applies } from './FieldControl';
import { LAB_MEASURES } from './measures';
import type { LabModel } from './model';
import { cellsOf, MOST_SEEDS, someValues, spreadAt, type SweepResult, sweepCsv } from './sweep';
import { fieldWords, TABLE, valueWords } from './table';
import { once } from '@/ui/once';

/** One field at several values, each from several seeds: a table that fills while one watches. */
export function SweepPanel({
  model,
  status,
}: {
  readonly model: LabModel;
  readonly status: LabStatus;
}) {
  const [trouble, setTrouble] = useState<string>();
  const base = model.current.value;
  const flat = flatten(base);
  const fields = fieldsOf(base).filter(
    ({ path }) => path !== 'seed' && !path.startsWith('analysis') && applies(path, flat),
  );
  const asked = model.sweepSettings.value;
  const chosen = asked && fields.some(({ path }) => path === asked.field) ? asked : undefined;
  const settings = chosen ?? {
    field: 'network.depth',
    values: someValues(base, 'network.depth'),
    seeds: 3,
  };
  const change = (changed: Partial<typeof settings>) => {
    setTrouble(undefined);
    model.isStep = false;
    model.sweepSettings.value = { ...settings, ...changed };
  };
  const { sweep } = model;
  const running = sweep.running.value;
  const words = say().lab.sweep;
  const { groups } = say().lab;
  const run = () => {
    try {
      setTrouble(undefined);
      model.isStep = false;
      model.sweepSettings.value = settings;
      model.runSweep();
    } catch (error) {
      setTrouble((error as Error).message);
    }
  };
  return (
    <>
      <div class="controls">
        <Choice
          label={words.vary}
          value={settings.field}
          options={fields.map(({ path }) => ({
            value: path,
            label: words.fieldOf(groups[TABLE[path]!.group], fieldWords(path).label),
          }))}
          onChange={(field) => change({ field, values: someValues(base, field) })}
        />
        <Entry
          label={words.values}
          value={settings.values}
          maxLength={200}
          onEnter={(values) => {
            change({ values });
            try {
              cellsOf(base, { ...settings, values });
              return undefined;
            } catch (error) {
              return (error as Error).message;
            }
          }}
        />
        <NumberField
          label={words.seedsEach}
          value={settings.seeds}
          min={1}
          max={MOST_SEEDS}
          onChange={(seeds) => change({ seeds })}
        />
        <button type="button" onClick={once(() => (running ? sweep.stop() : run()))}>
          {running ? words.stop : words.run}
        </button>
        <span class="quiet estimate">{planWords(model, settings, status)}</span>
      </div>
      {trouble && (
        <p class="notice" role="alert">
          {trouble}
        </p>
      )}
      <div class="status" role="status">
        {running && (
          <Progress
            what={words.what}
            detail={words.progress(sweep.results.value.length, sweep.cells.value.length)}
            done={sweep.share.value}
          />
        )}
        {!running && sweep.results.value.length > 0 && (
          <p>{words.measured(sweep.results.value.length, sweep.cells.value.length)}</p>
        )}
      </div>
      <Results model={model} field={settings.field} />
    </>
  );
}

function planWords(
  model: LabModel,
  settings: Parameters<typeof cellsOf>[1],
  status: LabStatus,
): string {
  try {
    const cells = cellsOf(model.current.value, settings);
    const experiments = cells.map(({ experiment }) => experiment);
    const { words } = estimateOf(experiments, model.speed, status, 4);
    return say().lab.sweep.plan(cells.length, words);
  } catch {
    return '';
  }
}

function Results({ model, field }: { readonly model: LabModel; readonly field: string }) {
  const { cells, results } = model.sweep;
  if (results.value.length === 0) return null;
  const values = [
    ...new Map(cells.value.map(({ value }) => [JSON.stringify(value), value])).values(),
  ];
  const words = say().lab.sweep;
  const failures = [...new Set(results.value.map(({ failure }) => failure))].filter(Boolean);
  const done = (value: unknown) =>
    results.value.filter((one) => JSON.stringify(one.value) === JSON.stringify(value)).length;
  return (
    <>
      <section class="scroll-x" tabIndex={0} aria-label={words.results}>
        <table class="readout sweep">
          <caption class="quiet">{words.caption}</caption>
          <thead>
            <tr>
              <th scope="col">{fieldWords(field).label}</th>
              <th scope="col">{words.seeds}</th>
              {LAB_MEASURES.map((measure) => (
                <th key={measure} scope="col" title={MEASURES[measure].meaning}>
                  {MEASURES[measure].name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {values.map((value) => (
              <tr key={JSON.stringify(value)}>
                <th scope="row">{valueWords(field, value)}</th>
                <td>{done(value)}</td>
                {LAB_MEASURES.map((measure) => (
                  <td key={measure}>{cell(results.value, value, measure)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {failures.map((failure) => (
        <p class="notice" key={failure}>
          {failure}
        </p>
      ))}
      <div class="controls">
        <button
          type="button"
          onClick={() => {
            const text = sweepCsv(field, results.value, LAB_MEASURES);
            download(new Blob([text], { type: 'text/csv' }), `sweep-${TABLE[field]!.key}.csv`);
          }}
        >
          {words.csv}
        </button>
      </div>
    </>
  );
}

function cell(
  results: readonly SweepResult[],
  value: SweepResult['value'],
  measure: (typeof LAB_MEASURES)[number],
): string {
  const spread = spreadAt(results, value, measure);
  if (!spread)
    return results.some((one) => JSON.stringify(one.value) === JSON.stringify(value))
      ? say().figure.none
      : '–';
  const { format } = MEASURES[measure];
  if (spread.seeds < 2) return format(spread.mean);
  return `${format(spread.mean)} ± ${format(spread.deviation)}`;
}
