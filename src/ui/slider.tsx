import { useId } from 'preact/hooks';
import './slider.css';

export interface SliderProps<T extends string> {
  readonly label: string;
  readonly value: T;
  /** In their order along the slider. */
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** One of many steps, to be pulled along: for what answers at once. */
export function Slider<T extends string>({ label, value, options, onChange }: SliderProps<T>) {
  const id = useId();
  const index = Math.max(
    0,
    options.findIndex((option) => option.value === value),
  );
  const shown = options[index]?.label ?? '';
  return (
    <div class="control slider">
      <label for={id}>
        {label}: <output for={id}>{shown}</output>
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={options.length - 1}
        step={1}
        value={index}
        aria-valuetext={shown}
        onInput={(event) => {
          const chosen = options[Number(event.currentTarget.value)];
          if (chosen) onChange(chosen.value);
        }}
      />
    </div>
  );
}
