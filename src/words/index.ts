import { en } from './en';

/** What a language has to say: the shape that every table keeps. */
export type Words = typeof en;

const tables: Record<string, Words> = { en };

/**
 * @param lang a language tag, `de` or `de-AT`.
 * @returns the table of that language, else of its plainest form, else English.
 */
export function words(lang: string): Words {
  return tables[lang] ?? tables[lang.split('-')[0]!] ?? en;
}

/** Adds a language: a file beside `en.ts` and a line here, or a table made elsewhere. */
export function addWords(lang: string, table: Words): void {
  tables[lang] = table;
}

let built = 'en';

/** Says in which language a page is being built; there is no document then. */
export function speak(lang: string): void {
  built = lang;
}

/** What the page's language has to say: of the document, or of the page that is being built. */
export function say(): Words {
  return words(typeof document === 'undefined' ? built : document.documentElement.lang || 'en');
}
