import { type PlacedPlot, plotsWithin } from '@/plot/live';
import { canvasBlob } from '@/plot/pane';
import { box, type Pen } from '@/plot/pen';
import { canvasPen } from '@/plot/pen-canvas';
import { escapeXml, svgPen } from '@/plot/pen-svg';
import { withWords } from '@/plot/png';
import { say } from '@/words';

/** What a picture that leaves the page must carry with it. */
export interface Facts {
  readonly title: string;
  readonly caption: string;
  /** Settings that the picture depends on, as JSON. */
  readonly settings: string;
  /** Opens the page in exactly this state. */
  readonly address: string;
}

/** Names of panels, drawn where the page shows them; the first line is the panel's name. */
export type PanelWords = (host: HTMLElement) => readonly string[];

const GAP = 16;
const SIZE = 12.5;
const GRAIN = 8;

/**
 * All plots within an element as one PNG, placed as on the page, the title over it and the caption
 * and address under it; title, caption, settings and address are also in the file's own words.
 * @param ratio pixels of the picture a CSS pixel.
 * @throws RangeError when there is no plot in sight.
 */
export async function takePng(
  root: Element,
  facts: Facts,
  panelWords: PanelWords = () => [],
  ratio = 2,
): Promise<Blob> {
  const plots = placed(root);
  const { theme } = plots[0]!.plot;
  const canvas = document.createElement('canvas');
  const ctx = canvas.getContext('2d')!;
  const layout = arrange(canvasPen(ctx, theme.font), plots, facts);
  canvas.width = Math.round(layout.width * ratio);
  canvas.height = Math.round(layout.height * ratio);
  ctx.scale(ratio, ratio);
  const pen = canvasPen(ctx, theme.font);
  pen.fill([box(0, 0, layout.width, layout.height)], { colour: theme.paper });
  for (const { plot, x, y } of layout.panels) {
    const { width, height } = plot.size;
    ctx.drawImage(plot.picture(ratio), x, y, width, height);
  }
  paintWords(pen, layout, panelWords);
  const blob = await canvasBlob(canvas);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const words = {
    Title: facts.title,
    Description: facts.caption,
    Source: facts.address,
    Comment: facts.settings,
  };
  return new Blob([withWords(bytes, words)], { type: 'image/png' });
}

/** The same as SVG: everything is vectors, reliefs are facets. */
export function takeSvg(root: Element, facts: Facts, panelWords: PanelWords = () => []): string {
  const plots = placed(root);
  const { theme } = plots[0]!.plot;
  const pen = svgPen(GRAIN);
  const layout = arrange(pen, plots, facts);
  const parts = layout.panels.map(({ plot, x, y }) => {
    const own = svgPen(GRAIN);
    plot.drawWith(own);
    return `<g transform="translate(${Math.round(x * GRAIN)} ${Math.round(y * GRAIN)})">${own.markup()}</g>`;
  });
  paintWords(pen, layout, panelWords);
  const { width, height } = layout;
  const font = theme.font.replaceAll('"', "'");
  const record = JSON.stringify({ ...facts, settings: parsed(facts.settings) });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width * GRAIN} ${height * GRAIN}" font-family="${escapeXml(font)}">` +
    `<title>${escapeXml(facts.title)}</title><desc>${escapeXml(facts.caption)}</desc>` +
    `<metadata>${escapeXml(record)}</metadata>` +
    `<rect width="100%" height="100%" fill="${theme.paper}"/>${parts.join('')}${pen.markup()}</svg>`
  );
}

function parsed(settings: string): unknown {
  try {
    return JSON.parse(settings);
  } catch {
    return settings;
  }
}

function placed(root: Element): PlacedPlot[] {
  const plots = plotsWithin(root);
  if (plots.length === 0) {
    throw new RangeError(say().plot.noPicture);
  }
  return plots;
}

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly panels: readonly (PlacedPlot & { readonly x: number; readonly y: number })[];
  readonly title: readonly string[];
  readonly caption: readonly string[];
  readonly foot: number;
}

/** Panels as they stand on the page; words above and below them. */
function arrange(pen: Pen, plots: readonly PlacedPlot[], facts: Facts): Layout {
  const rects = plots.map(({ host }) => host.getBoundingClientRect());
  const left = Math.min(...rects.map((rect) => rect.left));
  const top = Math.min(...rects.map((rect) => rect.top));
  const right = Math.max(...rects.map((rect) => rect.right));
  const bottom = Math.max(...rects.map((rect) => rect.bottom));
  const wide = right - left;
  const title = wrapped(pen, facts.title, wide, SIZE * 1.3, 650);
  const caption = [
    ...wrapped(pen, facts.caption, wide, SIZE),
    ...wrapped(pen, facts.address, wide, SIZE * 0.85),
  ];
  const head = GAP + title.length * SIZE * 1.8 + 4;
  const foot = head + (bottom - top) + GAP;
  return {
    width: Math.ceil(wide + 2 * GAP),
    height: Math.ceil(foot + caption.length * SIZE * 1.45 + GAP),
    panels: plots.map((plot, k) => ({
      ...plot,
      x: GAP + rects[k]!.left - left,
      y: head + rects[k]!.top - top,
    })),
    title,
    caption,
    foot,
  };
}

function paintWords(pen: Pen, layout: Layout, panelWords: PanelWords): void {
  const { theme } = layout.panels[0]!.plot;
  layout.title.forEach((line, k) => {
    pen.text(GAP, GAP + k * SIZE * 1.8, line, {
      colour: theme.ink,
      size: SIZE * 1.3,
      weight: 650,
      at: 'top',
    });
  });
  for (const { host, x, y } of layout.panels) {
    panelWords(host).forEach((line, k) => {
      pen.text(x + 8, y + 6 + k * SIZE * 1.35, line, {
        colour: k === 0 ? theme.ink : theme.soft,
        size: SIZE,
        weight: k === 0 ? 620 : 400,
        at: 'top',
        halo: theme.paper,
      });
    });
  }
  layout.caption.forEach((line, k) => {
    pen.text(GAP, layout.foot + k * SIZE * 1.45, line, {
      colour: theme.soft,
      size: SIZE,
      at: 'top',
    });
  });
}

/** Breaks words into lines; what has no space to break at (an address) breaks anywhere. */
export function wrapped(
  pen: Pen,
  words: string,
  width: number,
  size: number,
  weight?: number,
): string[] {
  const lines: string[] = [];
  let line = '';
  const fits = (text: string) => pen.measure(text, size, weight) <= width;
  for (let word of words.split(/\s+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    while (!fits(word) && word.length > 1) {
      let most = word.length - 1;
      while (most > 1 && !fits(word.slice(0, most))) most--;
      lines.push(word.slice(0, most));
      word = word.slice(most);
    }
    line = word;
  }
  if (line !== '') lines.push(line);
  return lines;
}
