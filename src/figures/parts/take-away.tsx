import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import type { Facts } from '@/plot/take-away';
import { download } from '@/ui/data-table';
import { say } from '@/words';

export interface TakeAwayProps {
  /** An element of the figure whose plots are taken. */
  readonly figure: RefObject<Element>;
  /** Asked at the click, for it names the present state. */
  readonly facts: (figure: Element) => Facts;
  /** Name of the file without its ending. */
  readonly file: string;
}

/** The words that stand in a panel on the page, line by line. */
function panelWords(host: HTMLElement): string[] {
  const label = host.closest('.panel')?.querySelector<HTMLElement>('.label');
  return (label?.innerText ?? '').split('\n').filter((line) => line.trim() !== '');
}

/** The figure as a file: a picture at twice the screen's resolution, or vectors. */
export function TakeAway({ figure, facts, file }: TakeAwayProps) {
  const [trouble, setTrouble] = useState('');
  const take = async (kind: 'png' | 'svg') => {
    const root = figure.current?.closest('.figure');
    if (!root) return;
    setTrouble('');
    try {
      const { takePng, takeSvg } = await import('@/plot/take-away');
      const blob =
        kind === 'png'
          ? await takePng(root, facts(root), panelWords)
          : new Blob([takeSvg(root, facts(root), panelWords)], { type: 'image/svg+xml' });
      download(blob, `${file}.${kind}`);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div class="take-away">
      <button type="button" class="button" onClick={() => void take('png')}>
        {say().take.png}
      </button>
      <button type="button" class="button" onClick={() => void take('svg')}>
        {say().take.svg}
      </button>
      {trouble && <p role="alert">{trouble}</p>}
    </div>
  );
}
