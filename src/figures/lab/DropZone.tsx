import { useEffect, useRef, useState } from 'preact/hooks';
import { say } from '@/words';
import type { LabModel } from './model';
import { openFiles } from './open-files';

/** Files from the reader's disk: by a button, or dropped anywhere on the lab. */
export function DropZone({ model }: { readonly model: LabModel }) {
  const input = useRef<HTMLInputElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const target = root.current?.closest<HTMLElement>('.figure');
    if (!target) return;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const drag = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!target.contains(event.relatedTarget as Node | null)) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(false);
      void openFiles(model, [...(event.dataTransfer?.files ?? [])]);
    };
    target.addEventListener('dragover', drag);
    target.addEventListener('dragleave', leave);
    target.addEventListener('drop', drop);
    return () => {
      target.removeEventListener('dragover', drag);
      target.removeEventListener('dragleave', leave);
      target.removeEventListener('drop', drop);
    };
  }, [model]);
  const words = say().lab.files;
  return (
    <div class={`drop${over ? ' over' : ''}`} ref={root}>
      <button type="button" class="button" onClick={() => input.current?.click()}>
        {words.open}
      </button>
      <input
        type="file"
        multiple
        hidden
        ref={input}
        aria-label={words.label}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          void openFiles(model, files);
        }}
      />
      <span class="quiet">{over ? words.drop : words.orDrop}</span>
    </div>
  );
}
