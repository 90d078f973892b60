import { readdirSync, readFileSync } from 'node:fs';

/*
 * Figures are numbered as they stand: chapter, point, place in the chapter. The chapters say so
 * themselves, so a figure that is moved takes its new number everywhere.
 */

const FOLDER = 'content/chapters';
const FIGURE = /<(?:Chart|Compare)\s[^>]*?\bid="([^"]+)"/g;

export interface Numbered {
  /** “3.1” */
  readonly number: string;
  /** The chapter's address under the site's root. */
  readonly page: string;
}

let known: ReadonlyMap<string, Numbered> | undefined;

/** @returns number and page of every figure, by id, read from the chapters while the site is built. */
export function figureNumbers(): ReadonlyMap<string, Numbered> {
  // A development server sees chapters change.
  if (known && !import.meta.env?.DEV) return known;
  const numbers = new Map<string, Numbered>();
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.mdx'))) {
    const text = readFileSync(`${FOLDER}/${file}`, 'utf8');
    const chapter = /^\s*order: (\d+)$/m.exec(text)?.[1];
    if (!chapter) throw new Error(`${FOLDER}/${file} does not say its order among the chapters.`);
    [...text.matchAll(FIGURE)].forEach(([, id], index) => {
      const page = `chapters/${file.replace(/\.mdx$/, '')}/`;
      numbers.set(id!, { number: `${chapter}.${index + 1}`, page });
    });
  }
  known = numbers;
  return numbers;
}

/** @throws Error for a figure that stands in no chapter: a slip, found by the build. */
export function figureNumber(id: string): Numbered {
  const found = figureNumbers().get(id);
  if (!found) throw new Error(`The figure “${id}” stands in no chapter of ${FOLDER}.`);
  return found;
}
