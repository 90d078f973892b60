import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { useComputed } from '@preact/signals';
import type { Settings } from '../comparison/definition';
import { type Addressed, type FigureState, fragmentOf, stateOf } from './address';
import { figureOf } from './fragment';

/** Ties a state to an address: how it is written there, and what an address does to it. */
export interface AddressOptions {
  /** Of the figure's element. */
  readonly id: string;
  /** The fragment of the present state; a change of it is written to the address bar. */
  readonly fragment: ReadonlySignal<string>;
  /** Sets the figure as a fragment says. @throws InputError in words. */
  readonly apply: (fragment: string) => void;
  /** Whether a change of the state is a step that “back” undoes; by default it is none. */
  readonly isStep?: () => boolean;
  /** The page is this figure's alone: its bare address is the state with nothing set. */
  readonly ownsPage?: boolean;
}

/**
 * Ties a figure to the address bar. An address that names a state sets the figure, at the start and
 * whenever the reader follows a link or goes back; a change of the figure is written there, over its
 * own earlier state, so that “back” leaves the figure and does not undo it click by click.
 * @returns what is wrong with the address, in words.
 */
export function useAddress(options: AddressOptions): string | undefined {
  const [trouble, setTrouble] = useState<string>();
  const { id, fragment } = options;
  useEffect(() => {
    let reading = true;
    const read = () => {
      reading = true;
      try {
        setTrouble(undefined);
        const { hash } = location;
        const bare = hash === '' || hash === `#${id}`;
        if (hash.includes('?') && figureOf(hash) === id) options.apply(hash);
        else if (bare && options.ownsPage) options.apply(`#${id}`);
      } catch (error) {
        setTrouble((error as Error).message);
      } finally {
        reading = false;
      }
    };
    // Written in the same turn as the change: an effect after the next paint could overwrite an
    // address that the reader has gone back to meanwhile.
    const unsubscribe = fragment.subscribe((now) => {
      if (reading) return;
      const own = figureOf(location.hash) === id && !options.isStep?.();
      history[own ? 'replaceState' : 'pushState'](null, '', now);
    });
    read();
    window.addEventListener('hashchange', read);
    return () => {
      unsubscribe();
      window.removeEventListener('hashchange', read);
    };
  }, [id, fragment]);
  return trouble;
}

/** As `useAddress`, for a figure whose state is settings of controls. */
export function useSettingsAddress(
  figure: Addressed,
  settings: ReadonlySignal<Settings>,
  apply: (state: FigureState) => void,
): string | undefined {
  return useAddress({
    id: figure.id,
    fragment: useComputed(() => fragmentOf(figure, { settings: settings.value, looks: {} })),
    apply: (fragment) => apply(stateOf(figure, fragment)!),
  });
}
