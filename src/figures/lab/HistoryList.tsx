import { useState } from 'preact/hooks';
import { say } from '@/words';
import { download } from '@/ui/data-table';
import { MEASURES } from '../comparison/measures';
import { fileName } from '../parts/save-as';
import type { KeptRun } from './kept-runs';
import { LONGEST_NAME, MOST_MEMBERS, summaryOf } from './members';
import type { LabModel } from './model';

const COLUMNS = ['trainingLoss', 'testError', 'ev', 'radius'] as const;

/** The finished runs of this browser: to compare, set up again, rename, save and delete. */
export function HistoryList({ model }: { readonly model: LabModel }) {
  const { kept } = model;
  const runs = kept.list.value;
  const words = say().lab.kept;
  return (
    <>
      {kept.trouble.value && (
        <p class="notice" role="alert">
          {kept.trouble.value}
        </p>
      )}
      {runs.length === 0 ? (
        <p class="quiet">{words.none}</p>
      ) : (
        <section class="scroll-x" tabIndex={0} aria-label={words.label}>
          <table class="readout history">
            <thead>
              <tr>
                <th scope="col">{words.run}</th>
                {COLUMNS.map((measure) => (
                  <th key={measure} scope="col" title={MEASURES[measure].meaning}>
                    {MEASURES[measure].name}
                  </th>
                ))}
                <th scope="col">
                  <span class="sr-only">{words.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <Row key={run.id} run={run} model={model} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

function Row({ run, model }: { readonly run: KeptRun; readonly model: LabModel }) {
  const words = say().lab.kept;
  const [sure, setSure] = useState(false);
  const { id, name, date, experiment, measured } = run;
  const save = async () => {
    const file = await model.kept.file(id);
    if (file) download(new Blob([file as BlobPart]), `${fileName(name)}.safetensors`);
    else model.tell(words.letGo, true);
  };
  const attempt = (action: () => void) => {
    try {
      action();
    } catch (error) {
      model.tell((error as Error).message, true);
    }
  };
  return (
    <tr>
      <th scope="row">
        <input
          class="rename"
          aria-label={words.nameOf(name)}
          value={name}
          maxLength={LONGEST_NAME}
          onChange={(event) => void model.kept.rename(id, event.currentTarget.value)}
        />
        <small class="quiet">
          {summaryOf(experiment)} ·{' '}
          <time dateTime={date}>{date.slice(0, 16).replace('T', ' ')}</time>
        </small>
      </th>
      {COLUMNS.map((measure) => {
        const value = measured[measure];
        return (
          <td key={measure}>
            {value === undefined ? say().figure.none : MEASURES[measure].format(value)}
          </td>
        );
      })}
      <td class="actions">
        <button type="button" class="button small" onClick={() => void model.compare(id)}>
          {words.compare}
        </button>
        <button
          type="button"
          class="button small"
          onClick={() =>
            attempt(() => {
              if (model.members.value.length < MOST_MEMBERS) model.add({ name, experiment });
              else model.replace({ name, experiment });
            })
          }
        >
          {words.setUp}
        </button>
        <button type="button" class="button small" onClick={() => void save()}>
          {words.save}
        </button>
        <button
          type="button"
          class="button small"
          onClick={() => (sure ? void model.kept.remove(id) : setSure(true))}
          onBlur={() => setSure(false)}
        >
          {sure ? words.reallyDelete : words.delete}
        </button>
      </td>
    </tr>
  );
}
