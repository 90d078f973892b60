import { InputError } from '@/engine/errors';
import { say } from '@/words';

/** How a state is looked at; not part of what is computed. */
export type Looks = Readonly<Record<string, string>>;

/** Raised when a setting changes its meaning; older addresses are then translated or refused. */
const VERSION = 1;

/** What every server, mail program and chat takes. */
export const LONGEST = 2000;

/**
 * A state as the fragment of an address: `#id?v=1&depth=8&look.scale=own`.
 * @param settings only those that differ from the defaults, so that an address says what was changed.
 */
export function writeFragment(
  id: string,
  settings: Readonly<Record<string, string>>,
  looks: Looks,
): string {
  const params = new URLSearchParams(settings);
  for (const [key, text] of Object.entries(looks)) params.set(`look.${key}`, text);
  return params.size === 0 ? `#${id}` : `#${id}?v=${VERSION}&${params}`;
}

/** @returns the figure that a fragment names, if it also carries a state or only names it. */
export function figureOf(fragment: string): string {
  return fragment.slice(1).split('?', 1)[0]!;
}

/**
 * Takes a fragment apart.
 * @returns undefined when it names another figure.
 * @throws InputError when it is too long or of another version.
 */
export function readFragment(
  id: string,
  fragment: string,
): { readonly settings: ReadonlyMap<string, string>; readonly looks: Looks } | undefined {
  if (figureOf(fragment) !== id) return undefined;
  if (fragment.length > LONGEST) {
    throw new InputError(say().address.tooLong(fragment.length, LONGEST));
  }
  const params = new URLSearchParams(fragment.slice(id.length + 2));
  const version = params.get('v');
  if (version !== null && version !== String(VERSION)) {
    throw new InputError(say().address.version(version.slice(0, 20), VERSION));
  }
  params.delete('v');
  const settings = new Map<string, string>();
  const looks: Record<string, string> = {};
  for (const [key, text] of params) {
    if (key.startsWith('look.')) looks[key.slice(5)] = text;
    else settings.set(key, text);
  }
  return { settings, looks };
}
