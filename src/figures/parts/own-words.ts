import { say } from '@/words';

/*
 * The texts of a figure’s own (its settings, columns, lines, panels) stand in its definition, in
 * English, so that a figure is one folder; recorded charts hold them too. Another language gives a
 * table from the English text to its own, under `figures` by the figure’s id, or under `every` for
 * what many figures say. A number in a text may be left open: “# layers” is found for “8 layers”.
 * A text without an entry is shown as the definition has it.
 */

const NUMBER = /\d+(?:[.,]\d+)*/g;

/** @returns how the page’s language says a text of a figure; undefined where it has no table for it. */
export function ownWords(id: string): ((text: string) => string) | undefined {
  const { figures } = say();
  const tables = [figures[id], figures['every']].filter((table) => table !== undefined);
  if (tables.length === 0) return undefined;
  const find = (text: string) => tables.find((table) => Object.hasOwn(table, text))?.[text];
  return (text) => {
    const found = find(text);
    if (found !== undefined) return found;
    const numbers = text.match(NUMBER) ?? [];
    const open = find(text.replace(NUMBER, '#'));
    return open?.replace(/#/g, () => numbers.shift() ?? '#') ?? text;
  };
}

/** @returns the same for one text at once. */
export function ownWord(id: string, text: string): string {
  return ownWords(id)?.(text) ?? text;
}
