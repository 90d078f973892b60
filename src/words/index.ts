import { en } from './en';

/** What a language has to say: the shape that every table keeps. */
export type Words = typeof en;

/** The tables, by language tag. A second language is a file beside `en.ts` and an entry here. */
const TABLES: Readonly<Record<string, Words>> = { en };

/**
 * @param lang a language tag, `de` or `de-AT`.
 * @returns the table of that language, else of its plainest form, else English.
 */
export function words(lang: string): Words {
  return TABLES[lang] ?? TABLES[lang.split('-')[0]!] ?? en;
}
