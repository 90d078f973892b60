import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Settings } from '../comparison/definition';
import { type Addressed, type FigureState, figureOf, fragmentOf, stateOf } from './address';

/**
 * Ties a figure to the address bar. An address that names a state sets the figure, at the start and
 * whenever the reader follows a link or goes back; a change of the figure is written there, over its
 * own earlier state, so that “back” leaves the figure and does not undo it click by click.
 * @returns what is wrong with the address, in words.
 */
export function useAddress(
  figure: Addressed,
  settings: ReadonlySignal<Settings>,
  apply: (state: FigureState) => void,
): string | undefined {
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    let reading = true;
    const read = () => {
      reading = true;
      try {
        setTrouble(undefined);
        const found = location.hash.includes('?') ? stateOf(figure, location.hash) : undefined;
        if (found) apply(found);
      } catch (error) {
        setTrouble((error as Error).message);
      } finally {
        reading = false;
      }
    };
    // Written in the same turn as the change: an effect after the next paint could overwrite an
    // address that the reader has gone back to meanwhile.
    const unsubscribe = settings.subscribe((now) => {
      if (reading) return;
      const own = figureOf(location.hash) === figure.id;
      const fragment = fragmentOf(figure, { settings: now, looks: {} });
      history[own ? 'replaceState' : 'pushState'](null, '', fragment);
    });
    read();
    window.addEventListener('hashchange', read);
    return () => {
      unsubscribe();
      window.removeEventListener('hashchange', read);
    };
  }, [figure]);
  return trouble;
}
