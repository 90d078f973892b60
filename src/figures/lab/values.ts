import { InputError } from '@/engine/errors';
import { type FieldValue, kindOf } from '@/engine/experiment/fields';
import { say } from '@/words';
import { fieldWords } from './table';

/** @returns a value as a reader writes it. */
export function valueText(value: FieldValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/**
 * Reads a value of a field as a reader writes it, or as it stands in an address.
 * @throws InputError naming the field, what was expected and what came.
 */
export function readValue(path: string, text: string): FieldValue {
  const type = kindOf(path);
  const words = say().lab.value;
  if (!type) throw new InputError(words.noField(path.slice(0, 40)));
  const trimmed = text.trim();
  const refuse = (expected: string): never => {
    throw new InputError(words.refused(fieldWords(path).label, expected, text.slice(0, 40)));
  };
  switch (type.kind) {
    case 'flag':
    case 'part':
      if (trimmed !== 'true' && trimmed !== 'false') refuse(words.flag);
      return trimmed === 'true';
    case 'choice':
      return (
        type.options.find((option) => String(option) === trimmed) ??
        refuse(words.oneOf(type.options.join(', ')))
      );
    case 'number or word':
      if (trimmed === type.word) return trimmed;
      return number(trimmed, type, false) ?? refuse(words.orWord(range(type, false), type.word));
    case 'number':
      return number(trimmed, type, type.whole) ?? refuse(range(type, type.whole));
    case 'pair': {
      const parts = trimmed.split(SEPARATORS);
      const values = type.limits.map(([low, high], i) =>
        number(parts[i] ?? '', { low, high }, type.whole),
      );
      if (parts.length !== 2 || values.includes(undefined)) {
        const [a, b] = type.limits.map(([low, high]) => range({ low, high }, type.whole));
        refuse(a === b ? words.twoOf(a!) : words.pair(a!, b!));
      }
      return values as number[];
    }
    case 'list': {
      const parts = trimmed === '' ? [] : trimmed.split(SEPARATORS);
      const values = parts.map((part) => number(part, type, false));
      if (parts.length > type.most || values.includes(undefined)) {
        refuse(words.upTo(type.most, range(type, false)));
      }
      return values as number[];
    }
  }
}

/** 51 × 51, or 0.5, 0.75; and `_`, which addresses take as it is. */
const SEPARATORS = /\s*[,;×_]\s*|\s+/;

interface Limits {
  readonly low: number;
  readonly high: number;
}

function number(text: string, { low, high }: Limits, whole: boolean): number | undefined {
  // A minus sign as printed is one too.
  const value = Number(text.replace('−', '-'));
  const fits = text !== '' && value >= low && value <= high && (!whole || Number.isInteger(value));
  return fits ? value : undefined;
}

function range({ low, high }: Limits, whole: boolean): string {
  const words = say().lab.value;
  return whole ? words.whole(low, high) : words.number(low, high);
}
