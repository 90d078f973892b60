import { useEffect, useRef, useState } from 'preact/hooks';
import { present } from './present';
import { say } from '@/words';

export interface ShareProps {
  /** The fragment of the present state, asked at the click. */
  readonly fragment: () => string;
}

/** A link to exactly this state, and the figure alone on the screen. */
export function Share({ fragment }: ShareProps) {
  const root = useRef<HTMLDivElement>(null);
  const words = say().take;
  const [said, setSaid] = useState<'copied' | 'shown' | undefined>();
  const [address, setAddress] = useState('');
  useEffect(() => {
    if (said !== 'copied') return;
    const timer = setTimeout(() => setSaid(undefined), 2500);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    const link = new URL(fragment(), location.href).href;
    setAddress(link);
    history.replaceState(null, '', link);
    // Without the right to the clipboard the reader copies by hand.
    const copied = await navigator.clipboard?.writeText(link).then(
      () => true,
      () => false,
    );
    setSaid(copied ? 'copied' : 'shown');
  };
  return (
    <div class="share" ref={root}>
      <button type="button" class="button" onClick={() => void copy()}>
        {said === 'copied' ? words.copied : words.copyLink}
      </button>
      <button
        type="button"
        class="button"
        onClick={() => {
          const figure = root.current?.closest<HTMLElement>('.figure');
          if (figure) present(figure);
        }}
      >
        {words.present}
      </button>
      {said === 'shown' && (
        <label>
          {words.copyThis}
          <input readOnly value={address} onFocus={(event) => event.currentTarget.select()} />
        </label>
      )}
    </div>
  );
}
