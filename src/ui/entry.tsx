import { useId, useState } from 'preact/hooks';

export interface EntryProps {
  readonly label: string;
  /** The present value as text. */
  readonly value: string;
  /** Takes a text. @returns what is wrong with it, in words; nothing when it is taken. */
  readonly onEnter: (text: string) => string | undefined;
  /** The text after an arrow key: one up (1) or down (−1). */
  readonly onStep?: ((direction: 1 | -1) => string) | undefined;
  readonly hint?: string | undefined;
  readonly numeric?: boolean;
  readonly maxLength?: number;
}

/** A value written as text. What is not taken stays in the field, named as wrong, and changes nothing. */
export function Entry(props: EntryProps) {
  const { label, value, onEnter, onStep, hint, numeric = false, maxLength = 120 } = props;
  const id = useId();
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const enter = (text: string) => {
    const trouble = onEnter(text);
    setWrong(trouble);
    // A text that means the same value (“0.10”) is the reader’s own until the field is left.
    setDraft(text);
  };
  const said = wrong ?? hint;
  return (
    <div class="control entry">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode={numeric ? 'decimal' : 'text'}
        autoComplete="off"
        spellcheck={false}
        maxLength={maxLength}
        value={draft ?? value}
        aria-invalid={wrong !== undefined}
        aria-describedby={said ? `${id}-hint` : undefined}
        onInput={(event) => enter(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (!onStep || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
          event.preventDefault();
          enter(onStep(event.key === 'ArrowUp' ? 1 : -1));
        }}
        onBlur={() => {
          setDraft(undefined);
          setWrong(undefined);
        }}
      />
      {said && (
        <span class={wrong ? 'hint' : 'hint meaning'} id={`${id}-hint`}>
          {said}
        </span>
      )}
    </div>
  );
}
