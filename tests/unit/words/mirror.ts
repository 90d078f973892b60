import type { Words } from '@/words';
import { en } from '@/words/en';

/*
 * A second language without a translator: the English table with every letter turned upside down,
 * more or less. What is still in plain letters afterwards did not come from the table.
 */

export const turned = (text: string) =>
  text.replace(/[A-Za-z]/g, (letter) => TURNED[letter] ?? '¿');
const TURNED = Object.fromEntries(
  [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'].map((letter, k) => [
    letter,
    String.fromCodePoint(0x0410 + k),
  ]),
);

/** @returns the same table in other letters; words that a sentence is given go in as they are. */
function mirrored<T>(table: T): T {
  if (typeof table === 'string') return turned(table) as T;
  if (typeof table === 'function') {
    const say = table as unknown as (...given: unknown[]) => string;
    return ((...given: unknown[]) => {
      const kept: string[] = [];
      const keep = (one: unknown): unknown => {
        if (Array.isArray(one)) return one.map(keep);
        if (typeof one !== 'string' || !/[A-Za-z]/.test(one)) return one;
        return String.fromCodePoint(0xe000 + kept.push(one) - 1);
      };
      const sentence = turned(say(...given.map(keep)));
      return sentence.replace(/[\ue000-\uf8ff]/g, (mark) => kept[mark.codePointAt(0)! - 0xe000]!);
    }) as T;
  }
  return Object.fromEntries(
    Object.entries(table as object).map(([key, value]) => [key, mirrored(value)]),
  ) as T;
}

export const mirror: Words = { ...mirrored(en), locale: 'de' };

/** Text and spoken attributes of some markup. */
export function spoken(markup: string): string {
  const attributes = [...markup.matchAll(/(?:aria-label|title|placeholder)="([^"]*)"/g)];
  return [markup.replace(/<[^>]*>/g, ' '), ...attributes.map(([, text]) => text)].join(' ');
}
