import { useId } from 'preact/hooks';

export interface ChoiceProps<T extends string | number> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (T | { readonly value: T; readonly label: string })[];
  readonly onChange: (value: T) => void;
}

/** One of a few values, from a list: native, so it works by thumb, keyboard and screen reader. */
export function Choice<T extends string | number>({
  label,
  value,
  options,
  onChange,
}: ChoiceProps<T>) {
  const id = useId();
  const entries = options.map((option) =>
    typeof option === 'object' ? option : { value: option, label: String(option) },
  );
  return (
    <div class="control">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={String(value)}
        onChange={(event) => {
          const chosen = entries.find(({ value: v }) => String(v) === event.currentTarget.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {entries.map((entry) => (
          <option key={entry.value} value={String(entry.value)}>
            {entry.label}
          </option>
        ))}
      </select>
    </div>
  );
}
