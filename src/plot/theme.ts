import { parseColour, type Rgb } from '@/plot/colourmap';

export type Mode = 'light' | 'dark';

/** The colours and type of a plot. Colour carries meaning, the same in every figure. */
export interface Theme {
  readonly mode: Mode;
  readonly ink: string;
  /** Ticks' text and other secondary words. */
  readonly soft: string;
  readonly grid: string;
  readonly paper: string;
  /** The optimiser's path, and the casing that lifts it off the surface. */
  readonly path: string;
  readonly casing: string;
  /** Of the current step and the crosshair. */
  readonly accent: string;
  /** Of values not computed. */
  readonly missing: string;
  readonly hues: Readonly<Record<string, string>>;
  readonly font: string;
}

/**
 * Plain networks vermilion, skip networks blue (after Okabe & Ito 2008), tuned so that both stand
 * 4.5 : 1 off the paper of their theme; the rest of the family for everything else.
 */
const FALLBACK: Record<Mode, Omit<Theme, 'mode' | 'font'>> = {
  light: {
    ink: '#1d232b',
    soft: '#56606c',
    grid: '#d9dde2',
    paper: '#ffffff',
    path: '#ffffff',
    casing: '#10151c',
    accent: '#b3261e',
    missing: '#c9ced4',
    hues: {
      plain: '#c8480a',
      skip: '#0a6cab',
      green: '#00795a',
      purple: '#a0528a',
      orange: '#a86a00',
      sky: '#2a7fb0',
      grey: '#6b7480',
    },
  },
  dark: {
    ink: '#e8ebef',
    soft: '#a3adb8',
    grid: '#38414b',
    paper: '#14181d',
    path: '#ffffff',
    casing: '#0a0d11',
    accent: '#ff8a7a',
    missing: '#4a535d',
    hues: {
      plain: '#ff8a4f',
      skip: '#5cb3f0',
      green: '#3cc79f',
      purple: '#dc94c6',
      orange: '#efb03d',
      sky: '#8ccdf5',
      grey: '#98a2ad',
    },
  },
};

/** Colours for markup: of one mode, or `css` for custom properties that follow the page. */
export type StillTheme = Mode | 'css';

/** @returns a theme without asking a page: for markup made before there is one. */
export function stillTheme(kind: StillTheme): Theme {
  if (kind !== 'css') return { ...FALLBACK[kind], mode: kind, font: 'inherit' };
  const { hues, ...plot } = FALLBACK.light;
  const property = (prefix: string) => (entry: [string, string]) => [
    entry[0],
    `var(--${prefix}-${entry[0]},${entry[1]})`,
  ];
  return {
    ...(Object.fromEntries(Object.entries(plot).map(property('plot'))) as typeof plot),
    hues: Object.fromEntries(Object.entries(hues).map(property('hue'))),
    mode: 'light',
    font: 'inherit',
  };
}

/** The theme that the page is in: Starlight's `data-theme`, else what the system prefers. */
export function pageMode(): Mode {
  const said = document.documentElement.dataset['theme'];
  if (said === 'dark' || said === 'light') return said;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/**
 * Reads a plot's theme from its host: `--plot-ink`, `--plot-soft`, `--plot-grid`, `--plot-paper`,
 * `--plot-path`, `--plot-casing`, `--plot-accent`, `--plot-missing` and `--hue-<name>`, each with a
 * fallback for the page's mode; the typeface is the host's own.
 */
export function readTheme(host: HTMLElement, mode: Mode = pageMode()): Theme {
  const style = getComputedStyle(host);
  const fallback = FALLBACK[mode];
  const read = (property: string, otherwise: string) =>
    style.getPropertyValue(property).trim() || otherwise;
  const plot = (name: Exclude<keyof typeof fallback, 'hues'>) =>
    read(`--plot-${name}`, fallback[name]);
  const hues: Record<string, string> = {};
  for (const [name, colour] of Object.entries(fallback.hues)) {
    hues[name] = read(`--hue-${name}`, colour);
  }
  return {
    mode,
    ink: plot('ink'),
    soft: plot('soft'),
    grid: plot('grid'),
    paper: plot('paper'),
    path: plot('path'),
    casing: plot('casing'),
    accent: plot('accent'),
    missing: plot('missing'),
    hues,
    font: style.fontFamily || 'sans-serif',
  };
}

/** @returns a series' colour: a hue's name, or any CSS colour as it is. */
export function hueOf(theme: Theme, hue: string | undefined): string {
  return hue === undefined ? theme.ink : (theme.hues[hue] ?? hue);
}

let prober: CanvasRenderingContext2D | null = null;

/** @returns RGB bytes of any CSS colour, `oklch(…)` and names included. */
export function rgbOf(colour: string): Rgb {
  try {
    return parseColour(colour);
  } catch {
    prober ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!prober) return [128, 128, 128];
    prober.canvas.width = prober.canvas.height = 1;
    prober.fillStyle = colour;
    prober.fillRect(0, 0, 1, 1);
    const [r, g, b] = prober.getImageData(0, 0, 1, 1).data;
    return [r!, g!, b!];
  }
}

/** RGB in 0…1, for shaders. */
export function unitRgb(colour: string): [number, number, number] {
  const [r, g, b] = rgbOf(colour);
  return [r / 255, g / 255, b / 255];
}

const watchers = new Set<() => void>();
let observer: MutationObserver | null = null;
let media: MediaQueryList | null = null;
const tell = () => {
  for (const watcher of watchers) watcher();
};

/** Calls back when the page turns light or dark. @returns how to stop. */
export function watchTheme(changed: () => void): () => void {
  watchers.add(changed);
  if (!observer) {
    observer = new MutationObserver(tell);
    observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'class'] });
    media = matchMedia('(prefers-color-scheme: dark)');
    media.addEventListener('change', tell);
  }
  return () => {
    watchers.delete(changed);
    if (watchers.size > 0) return;
    observer?.disconnect();
    media?.removeEventListener('change', tell);
    observer = media = null;
  };
}
