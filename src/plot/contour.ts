import { paintBands } from '@/plot/bands';
import { ContourHand } from '@/plot/contour-hand';
import {
  type ContourPlace,
  type LevelLines,
  levelLines,
  paintContour,
  placeContour,
} from '@/plot/contour-paint';
import { readCross, stepCross } from '@/plot/cross';
import { resample } from '@/plot/facets';
import { type Field, refine } from '@/plot/field';
import { groundImage } from '@/plot/ground-image';
import { hatchLines, overRings, paintHatch } from '@/plot/hatch';

import { Link } from '@/plot/link';
import { type Drawable, register } from '@/plot/live';
import { paintReadout } from '@/plot/overlay';
import { Pane, type Paper } from '@/plot/pane';
import { box, type Pen } from '@/plot/pen';
import { canvasPen } from '@/plot/pen-canvas';
import type { Scale } from '@/plot/scale';
import { surfaceWords } from '@/plot/summary';
import type { Theme } from '@/plot/theme';
import type { AxisLabels, Mark, Path, Point, Region, Surface } from '@/plot/types';
import { Voice } from '@/plot/voice';
import { say } from '@/words';

export interface ContourProps {
  readonly surface: Surface;
  readonly scale: Scale;
  /** Written for the figure: says what is drawn. */
  readonly label: string;
  readonly axes?: AxisLabels;
  readonly path?: Path | undefined;
  /** Several paths instead, each in its hue. */
  readonly paths?: readonly Path[];
  readonly marks?: readonly Mark[];
  readonly crosshair?: Link<Point | undefined>;
  /** One unit of x as long as one unit of y: angles between path and isolines are true. */
  readonly equal?: boolean;
  /** The reader asks for a closer look (drag a rectangle, or Enter at the crosshair). */
  readonly onRegion?: ((region: Region) => void) | undefined;
  /** The part that is shown; all of the surface by default. */
  readonly region?: Region | undefined;
}

/** A contour map of a surface in a panel that fills its host. */
export class ContourMap implements Drawable {
  readonly #forget: () => void;
  readonly #pane: Pane;
  readonly #voice: Voice;
  readonly #hand: ContourHand;
  #props: ContourProps;
  #cross: Link<Point | undefined>;
  #unlink = () => {};
  #field: Field;
  #lines: LevelLines[] | null = null;
  #image: HTMLCanvasElement | null = null;
  #imageStale = true;
  #fieldStale = false;

  constructor(host: HTMLElement, props: ContourProps) {
    this.#props = props;
    this.#cross = props.crosshair ?? new Link<Point | undefined>(undefined);
    this.#field = refine(props.surface, props.scale);
    this.#pane = new Pane(
      host,
      (paper) => this.#paint(paper),
      () => {
        this.#imageStale = true;
      },
    );
    const { canvas } = this.#pane;
    const { contourMap, contourKeys, zoomKeys } = say().plot;
    const keys = props.onRegion ? `${contourKeys} ${zoomKeys}` : contourKeys;
    this.#voice = new Voice(host, canvas, contourMap, keys);
    this.#hand = new ContourHand(canvas, {
      place: () => this.#place(),
      hover: (point) => this.#cross.set(point, this),
      region: (region) => this.#props.onRegion?.(region),
      zooms: () => this.#props.onRegion !== undefined,
      changed: () => this.#pane.invalidate(),
    });
    canvas.addEventListener('keydown', this.#onKey);
    this.#link();
    this.#describe();
    this.#forget = register(host, this);
  }

  /** Takes what changed; draws at the next frame. */
  set(props: Partial<ContourProps>): void {
    const before = this.#props;
    const now = { ...before, ...props };
    this.#props = now;
    if (now.surface !== before.surface || now.scale !== before.scale) {
      this.#fieldStale = true;
    }
    if (now.crosshair !== before.crosshair) {
      this.#cross = now.crosshair ?? this.#cross;
      this.#link();
    }
    this.#describe();
    this.#pane.invalidate();
  }

  /** The present picture on the theme's paper, `ratio` device pixels a CSS pixel. */
  picture(ratio: number): HTMLCanvasElement {
    return this.#pane.picture(ratio);
  }

  /** Draws the present picture with another pen, such as one for SVG: the ground as bands. */
  drawWith(pen: Pen): void {
    this.#take();
    const { width, height, theme } = this.#pane;
    const { scale } = this.#props;
    const field = resample(this.#field, 128);
    paintContour(
      pen,
      this.#spec(width, height, (at, rect) => {
        paintBands(pen, field, scale, at, { count: 32, missing: theme.missing });
        paintHatch(pen, overRings(field, at), rect, theme.paper);
      }),
    );
  }

  get theme(): Theme {
    return this.#pane.theme;
  }

  get size(): { readonly width: number; readonly height: number } {
    return { width: this.#pane.width, height: this.#pane.height };
  }

  /** How often it was painted: for tests and benchmarks. */
  get paints(): number {
    return this.#pane.paints;
  }

  destroy(): void {
    this.#unlink();
    this.#hand.destroy();
    this.#voice.destroy();
    this.#forget();
    this.#pane.destroy();
    if (this.#image) this.#image.width = this.#image.height = 0;
  }

  #link(): void {
    this.#unlink();
    this.#unlink = this.#cross.watch((at, source) => {
      this.#pane.invalidate();
      if (at && source === this) this.#voice.say(this.#read(at).words);
    });
  }

  #read(at: Point) {
    const { surface, scale, axes = {} } = this.#props;
    return readCross(surface, scale, at, axes);
  }

  #describe(): void {
    const { label, surface, scale, axes, path } = this.#props;
    this.#voice.describe(label, surfaceWords(surface, scale, axes, path));
  }

  /**
   * Takes in a new surface or scale. Done when it is painted: results stream in faster than that, and
   * refining each of them would keep a small machine from computing the next.
   */
  #take(): void {
    if (!this.#fieldStale) return;
    this.#field = refine(this.#props.surface, this.#props.scale);
    this.#fieldStale = false;
    this.#lines = null;
    this.#imageStale = true;
  }

  #place(): ContourPlace {
    this.#take();
    const { width, height } = this.#pane;
    const ctx = this.#pane.canvas.getContext('2d')!;
    return placeContour(
      canvasPen(ctx, this.#pane.theme.font),
      this.#spec(width, height, () => {}),
    );
  }

  #spec(width: number, height: number, ground: Parameters<typeof paintContour>[1]['ground']) {
    const { surface, scale, axes = {}, marks = [], equal = false, region } = this.#props;
    const { path, paths = path ? [path] : [] } = this.#props;
    this.#lines ??= levelLines(this.#field, scale);
    const { theme } = this.#pane;
    const lines = this.#lines;
    return {
      surface,
      scale,
      axes,
      paths,
      marks,
      theme,
      width,
      height,
      equal,
      lines,
      ground,
      region,
    };
  }

  #paint({ ctx, width, height }: Paper): void {
    this.#take();
    const { theme } = this.#pane;
    const pen = canvasPen(ctx, theme.font);
    if (this.#imageStale) {
      this.#image = groundImage(this.#field, this.#props.scale, this.#image ?? undefined);
      this.#imageStale = false;
    }
    const image = this.#image!;
    const place = paintContour(
      pen,
      this.#spec(width, height, (at, rect) => {
        const [x0, y0] = at(0, 1);
        const [x1, y1] = at(1, 0);
        // The middle of the outer pixels lies on the rim, so half a pixel hangs over.
        const hx = (x1 - x0) / (image.width - 1) / 2;
        const hy = (y1 - y0) / (image.height - 1) / 2;
        pen.line(hatchLines(x0, y0, x1 - x0, y1 - y0), {
          colour: theme.missing,
          width: 2,
          alpha: 0.75,
        });
        ctx.imageSmoothingQuality = 'high';
        ctx.drawImage(image, x0 - hx, y0 - hy, x1 - x0 + 2 * hx, y1 - y0 + 2 * hy);
        paintHatch(pen, overRings(this.#field, at), rect, theme.paper);
      }),
    );
    const { drag } = this.#hand;
    if (drag) {
      const [ax, ay] = place.toPanel(drag.x[0], drag.y[1]);
      const [bx, by] = place.toPanel(drag.x[1], drag.y[0]);
      pen.fill([box(ax, ay, bx - ax, by - ay)], { colour: theme.path, alpha: 0.22 });
      pen.line(box(ax, ay, bx - ax, by - ay), { colour: theme.casing, width: 3, closed: true });
      pen.line(box(ax, ay, bx - ax, by - ay), { colour: theme.path, width: 1.4, closed: true });
    }
    this.#paintCross(pen, place, width, height);
  }

  #paintCross(pen: Pen, place: ContourPlace, width: number, height: number): void {
    const at = this.#cross.value;
    if (!at) return;
    const { rect, region } = place;
    const inside =
      at.x >= region.x[0] && at.x <= region.x[1] && at.y >= region.y[0] && at.y <= region.y[1];
    if (!inside) return;
    const { theme } = this.#pane;
    const [px, py] = place.toPanel(at.x, at.y);
    for (const [colour, wide, alpha] of [
      [theme.casing, 2.6, 0.4],
      [theme.path, 1, 0.95],
    ] as const) {
      pen.line([rect.left, py, rect.left + rect.width, py], { colour, width: wide, alpha });
      pen.line([px, rect.top, px, rect.top + rect.height], { colour, width: wide, alpha });
    }
    pen.disc(px, py, 4.6, { colour: theme.casing });
    pen.disc(px, py, 3.4, { colour: theme.path });
    pen.disc(px, py, 2, { colour: theme.accent });
    paintReadout(pen, this.#read(at).lines, [px, py], { width, height }, theme, place.size);
  }

  readonly #onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const at = this.#cross.value;
    const point = stepCross(this.#props.surface, at, event.key);
    if (point) this.#cross.set(point, this);
    else if (event.key === 'Escape' && at) this.#cross.set(undefined, this);
    else if (event.key === 'Enter' && at && this.#props.onRegion) {
      const { region } = this.#place();
      const half = (range: readonly [number, number]) => (range[1] - range[0]) / 6;
      this.#props.onRegion({
        x: [at.x - half(region.x), at.x + half(region.x)],
        y: [at.y - half(region.y), at.y + half(region.y)],
      });
    } else return;
    event.preventDefault();
  };
}
