import { Choice } from '@/ui/choice';
import { NumberField } from '@/ui/number-field';
import { Segments } from '@/ui/segments';
import { Slider, type SliderProps } from '@/ui/slider';
import type { Control, Option, Settings, Value } from './definition';

export interface ControlsProps {
  readonly controls: readonly Control[];
  readonly settings: Settings;
  readonly onChange: (change: Settings) => void;
}

/** The controls a definition lists, bound to its settings. */
export function Controls({ controls, settings, onChange }: ControlsProps) {
  return (
    <>
      {controls.map((control) => (
        <Bound
          key={control.key}
          control={control}
          value={settings[control.key]!}
          onChange={(value) => onChange({ [control.key]: value })}
        />
      ))}
    </>
  );
}

interface BoundProps {
  readonly control: Control;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** Controls with options, by kind. */
const SHARED = {
  segments: Segments<string>,
  choice: Choice<string>,
  slider: Slider<string>,
} as const satisfies Record<string, (props: SliderProps<string>) => unknown>;

function Bound({ control, value, onChange }: BoundProps) {
  const { kind, label } = control;
  // Set on the map itself.
  if (kind === 'region') return null;
  if (kind === 'number') {
    const { min, max } = control;
    return (
      <NumberField label={label} min={min} max={max} value={Number(value)} onChange={onChange} />
    );
  }
  // The shared controls carry texts; the option itself says which value a text stands for.
  const options = control.options.map(withLabel);
  const Shared = SHARED[kind];
  return (
    <Shared
      label={label}
      value={String(value)}
      options={options.map((option) => ({ ...option, value: String(option.value) }))}
      onChange={(text: string) => {
        const chosen = options.find((option) => String(option.value) === text);
        if (chosen) onChange(chosen.value);
      }}
    />
  );
}

function withLabel(option: Option): { value: Value; label: string } {
  return typeof option === 'object' ? option : { value: option, label: String(option) };
}
