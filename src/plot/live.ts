import type { Pen } from '@/plot/pen';
import type { Theme } from '@/plot/theme';

/** What every plot that is on the page can do, whatever it draws. */
export interface Drawable {
  readonly size: { readonly width: number; readonly height: number };
  readonly theme: Theme;
  picture(ratio: number): HTMLCanvasElement;
  drawWith(pen: Pen): void;
}

const plots = new Map<HTMLElement, Drawable>();

/** Makes a plot known by its host. @returns how to forget it. */
export function register(host: HTMLElement, plot: Drawable): () => void {
  plots.set(host, plot);
  return () => {
    if (plots.get(host) === plot) plots.delete(host);
  };
}

export interface PlacedPlot {
  readonly host: HTMLElement;
  readonly plot: Drawable;
}

/** @returns the plots within an element that can be seen, in the order of the page. */
export function plotsWithin(root: Element): PlacedPlot[] {
  return [...plots]
    .filter(([host, plot]) => root.contains(host) && plot.size.width > 1 && plot.size.height > 1)
    .sort(([a], [b]) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
    .map(([host, plot]) => ({ host, plot }));
}

/** How many plots live on the page: for tests of leaks. */
export function plotCount(): number {
  return plots.size;
}
