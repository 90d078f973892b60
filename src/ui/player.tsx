import { useEffect, useId, useRef, useState } from 'preact/hooks';
import './player.css';
import { say } from '@/words';

export interface PlayerProps {
  /** The present frame, 0 … count − 1. */
  readonly index: number;
  readonly count: number;
  readonly onIndex: (index: number) => void;
  /** What a frame is called: “step 400”. */
  readonly name: (index: number) => string;
  readonly label?: string;
  /** Frames a second at speed 1. */
  readonly rate?: number;
  readonly disabled?: boolean;
}

const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

/**
 * A scrubber: play and pause, one frame back or on, any frame by the slider, and the speed. Nothing
 * plays before it is asked; at the end it stops, and Play starts over.
 */
export function Player({
  index,
  count,
  onIndex,
  name,
  label,
  rate = 8,
  disabled = false,
}: PlayerProps) {
  const id = useId();
  const words = say().ui.player;
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<number>(1);
  const latest = useRef({ index, count, onIndex });
  latest.current = { index, count, onIndex };

  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(
      () => {
        const now = latest.current;
        if (document.hidden) return;
        if (now.index >= now.count - 1) setPlaying(false);
        else now.onIndex(now.index + 1);
      },
      1000 / (rate * speed),
    );
    return () => clearInterval(timer);
  }, [playing, speed, rate]);

  const last = Math.max(0, count - 1);
  const still = disabled || count < 2;
  const go = (to: number) => {
    setPlaying(false);
    onIndex(Math.max(0, Math.min(last, to)));
  };
  const toggle = () => {
    if (!playing && index >= last) onIndex(0);
    setPlaying(!playing);
  };
  return (
    <fieldset class="player" aria-label={label}>
      <button type="button" class="play" onClick={toggle} disabled={still}>
        <Icon path={playing ? 'M6 4h4v16H6zM14 4h4v16h-4z' : 'M7 4l13 8-13 8z'} />
        <span>{playing ? words.pause : words.play}</span>
      </button>
      <button
        type="button"
        aria-label={words.back}
        onClick={() => go(index - 1)}
        disabled={still || index <= 0}
      >
        <Icon path="M16 5v14L6 12z" />
      </button>
      <button
        type="button"
        aria-label={words.on}
        onClick={() => go(index + 1)}
        disabled={still || index >= last}
      >
        <Icon path="M8 5v14l10-7z" />
      </button>
      <input
        type="range"
        aria-label={label}
        aria-valuetext={count > 0 ? name(index) : words.nothing}
        min={0}
        max={last}
        step={1}
        value={index}
        disabled={still}
        onInput={(event) => go(event.currentTarget.valueAsNumber)}
      />
      <output for={id}>{count > 0 ? name(index) : '–'}</output>
      <label class="speed" for={id}>
        <span>{words.speed}</span>
        <select
          id={id}
          value={String(speed)}
          onChange={(event) => setSpeed(Number(event.currentTarget.value))}
        >
          {SPEEDS.map((value) => (
            <option key={value} value={String(value)}>
              {value === 0.25 ? '¼' : value === 0.5 ? '½' : value}×
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}

function Icon({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
      <path d={path} fill="currentColor" />
    </svg>
  );
}
