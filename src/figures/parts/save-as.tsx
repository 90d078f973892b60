import { useState } from 'preact/hooks';
import { surfaceFormats, type SurfaceToSave } from '@/files/save';
import { Choice } from '@/ui/choice';
import { download } from '@/ui/data-table';
import { say } from '@/words';

/** One thing that a reader can save, in whatever form it has. */
export interface Saveable {
  readonly name: string;
  /** Name of the file without its ending. */
  readonly file: string;
  readonly surface?: SurfaceToSave | undefined;
  /** The run file; asked at the click. */
  readonly run?: (() => Promise<Uint8Array<ArrayBuffer> | undefined>) | undefined;
  /** The loss of every step, as text; asked at the click. */
  readonly log?: (() => Promise<string>) | undefined;
  readonly experiment?: object | undefined;
}

interface Format {
  readonly id: string;
  readonly label: string;
  readonly extension: string;
  readonly mime: string;
  readonly bytes: () => Promise<BlobPart | undefined>;
}

/** A run or surface as a file, in the form that the reader's next program takes. */
export function SaveAs({ items }: { readonly items: readonly Saveable[] }) {
  const words = say().take;
  const [which, setWhich] = useState(0);
  const [wanted, setWanted] = useState('run');
  const [trouble, setTrouble] = useState('');
  const item = items[Math.min(which, items.length - 1)];
  if (!item) return null;
  const formats = formatsOf(item);
  const format = formats.find(({ id }) => id === wanted) ?? formats[0];
  if (!format) return null;
  const save = async () => {
    setTrouble('');
    try {
      const bytes = await format.bytes();
      if (bytes === undefined) throw new Error(words.nothingToSave);
      const { mime, extension } = format;
      download(new Blob([bytes], { type: mime }), `${item.file}.${extension}`);
    } catch (error) {
      setTrouble((error as Error).message);
    }
  };
  return (
    <div class="controls save-as">
      {items.length > 1 && (
        <Choice
          label={words.take}
          value={String(items.indexOf(item))}
          options={items.map(({ name }, i) => ({ value: String(i), label: name }))}
          onChange={(text) => setWhich(Number(text))}
        />
      )}
      <Choice
        label={items.length > 1 ? words.as : words.takeAs(item.name)}
        value={format.id}
        options={formats.map(({ id, label }) => ({ value: id, label }))}
        onChange={setWanted}
      />
      <button type="button" onClick={() => void save()}>
        {words.save}
      </button>
      {trouble && <p role="alert">{trouble}</p>}
    </div>
  );
}

function formatsOf({ surface, run, log, experiment }: Saveable): Format[] {
  const words = say().take;
  const own: Format[] = [];
  if (run) {
    own.push({
      id: 'run',
      label: words.run,
      extension: 'safetensors',
      mime: 'application/octet-stream',
      bytes: run,
    });
  }
  if (surface) {
    for (const { id, extension, mime, write } of surfaceFormats) {
      own.push({
        id,
        label: words.surfaceAs(words.formats[id]),
        extension,
        mime,
        bytes: () => write(surface),
      });
    }
  }
  if (log) {
    own.push({
      id: 'log',
      label: words.log,
      extension: 'log.csv',
      mime: 'text/csv',
      bytes: log,
    });
  }
  if (experiment) {
    own.push({
      id: 'experiment',
      label: words.experiment,
      extension: 'json',
      mime: 'application/json',
      bytes: async () => `${JSON.stringify(experiment, null, 2)}\n`,
    });
  }
  return own;
}

/** @returns a name as one that every file system takes. */
export function fileName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/\.[a-z0-9]{1,12}$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return plain || 'run';
}
