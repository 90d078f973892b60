import type { Field, FieldValue, Flat } from '@/engine/experiment/fields';
import { Choice } from '@/ui/choice';
import { Entry } from '@/ui/entry';
import { Segments } from '@/ui/segments';
import { say } from '@/words';
import { fieldWords, TABLE, valueWords } from './table';
import { readValue, valueText } from './values';

export interface FieldControlProps {
  readonly field: Field;
  readonly value: FieldValue;
  /** @throws InputError where the value cannot be. */
  readonly onChange: (value: FieldValue) => void;
}

/** The control of one field, made from what the schema and the table say of it. */
export function FieldControl({ field: { path, type }, value, onChange }: FieldControlProps) {
  const { label, hint, words } = fieldWords(path);
  const { step } = TABLE[path]!;
  const { no, yes } = say().lab.editor;
  if (type.kind === 'flag' || type.kind === 'part') {
    const said = words ?? { false: no, true: yes };
    return (
      <Segments
        label={label}
        value={String(value)}
        options={['false', 'true'].map((text) => ({ value: text, label: said[text]! }))}
        onChange={(text) => onChange(text === 'true')}
      />
    );
  }
  if (type.kind === 'choice') {
    return (
      <Choice
        label={label}
        value={String(value)}
        options={type.options.map((option) => ({
          value: String(option),
          label: valueWords(path, option),
        }))}
        onChange={(text) => onChange(readValue(path, text))}
      />
    );
  }
  return (
    <Entry
      label={label}
      hint={hint}
      numeric={type.kind === 'number'}
      value={path === 'landscape.points' ? valueWords(path, value) : valueText(value)}
      onEnter={(text) => {
        try {
          onChange(readValue(path, text));
        } catch (error) {
          return (error as Error).message;
        }
        return undefined;
      }}
      onStep={
        type.kind === 'number' && typeof value === 'number'
          ? (direction) => String(stepped(value, direction, type, step))
          : undefined
      }
    />
  );
}

/** One step up or down, within the limits: added where the table says how much, else times two. */
function stepped(
  value: number,
  direction: 1 | -1,
  { low, high, whole }: { low: number; high: number; whole: boolean },
  step: number | undefined,
): number {
  const next =
    step !== undefined
      ? value + direction * step
      : value === 0
        ? direction * (whole ? 1 : 0.001)
        : value * 2 ** direction;
  const fitting = Math.min(high, Math.max(low, whole ? Math.round(next) : next));
  return Number(fitting.toPrecision(8));
}

/** @returns whether a field has an effect in an experiment. */
export function applies(path: string, flat: Flat): boolean {
  return TABLE[path]?.when?.(flat) ?? true;
}
