import { useId, useState } from 'preact/hooks';
import { say } from '@/words';

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

/** A whole number within limits. Anything else stays in the field, named as wrong, and changes nothing. */
export function NumberField({ label, value, min, max, onChange }: NumberFieldProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const wrong = draft !== undefined;
  return (
    <div class="control">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        step={1}
        min={min}
        max={max}
        value={draft ?? String(value)}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-hint` : undefined}
        onInput={(event) => {
          const text = event.currentTarget.value;
          const number = Number(text);
          if (text.trim() !== '' && Number.isInteger(number) && number >= min && number <= max) {
            setDraft(undefined);
            onChange(number);
          } else {
            setDraft(text);
          }
        }}
        onBlur={() => setDraft(undefined)}
      />
      {wrong && (
        <span class="hint" id={`${id}-hint`}>
          {say().ui.wholeNumber(min, max)}
        </span>
      )}
    </div>
  );
}
