import {
  type AxisSpec,
  type Baseline,
  type CurvesPlace,
  type CurvesSpec,
  countOf,
  paintCurves,
  placeCurves,
  type Series,
  valueAt,
} from '@/plot/curves-paint';
import type { Link } from '@/plot/link';
import { type Drawable, register } from '@/plot/live';
import { paintReadout } from '@/plot/overlay';
import { Pane, type Paper } from '@/plot/pane';
import type { Pen } from '@/plot/pen';
import { canvasPen } from '@/plot/pen-canvas';
import { formatValue } from '@/plot/scale';
import { curvesWords } from '@/plot/summary';
import { hueOf, type Theme } from '@/plot/theme';
import { Voice } from '@/plot/voice';
import { say } from '@/words';

export type { AxisSpec, Baseline, Series } from '@/plot/curves-paint';

export interface CurvesProps {
  readonly series: readonly Series[];
  readonly x: AxisSpec;
  readonly y: AxisSpec;
  /** A second axis, for series with `right`: accuracy beside loss. */
  readonly right?: AxisSpec | undefined;
  readonly baselines?: readonly Baseline[];
  /** Written for the figure: says what is drawn. */
  readonly label: string;
  /** The figure's time index; a click or drag in the chart sets it. */
  readonly time?: Link<number> | undefined;
  /** x of each time index; the first series' x where it is not given. */
  readonly times?: ArrayLike<number> | undefined;
}

/** Lines over one axis, in a panel that fills its host. */
export class Curves implements Drawable {
  readonly #forget: () => void;
  readonly #pane: Pane;
  readonly #voice: Voice;
  #props: CurvesProps;
  #unlink = () => {};
  /** x under the reader's hand. */
  #hover: number | undefined;
  #dragging = false;

  constructor(host: HTMLElement, props: CurvesProps) {
    this.#props = props;
    this.#pane = new Pane(host, (paper) => this.#paint(paper));
    const { canvas } = this.#pane;
    this.#voice = new Voice(host, canvas, say().plot.lineChart, say().plot.curvesKeys);
    canvas.style.touchAction = 'pan-y';
    canvas.addEventListener('pointerdown', this.#onDown);
    canvas.addEventListener('pointermove', this.#onMove);
    canvas.addEventListener('pointerup', this.#onUp);
    canvas.addEventListener('pointercancel', this.#onUp);
    canvas.addEventListener('pointerleave', this.#onLeave);
    canvas.addEventListener('keydown', this.#onKey);
    this.#link();
    this.#describe();
    this.#forget = register(host, this);
  }

  /** Takes what changed; draws at the next frame. Series that grow in place need a `set` too. */
  set(props: Partial<CurvesProps>): void {
    const before = this.#props;
    this.#props = { ...before, ...props };
    if (this.#props.time !== before.time) this.#link();
    this.#describe();
    this.#pane.invalidate();
  }

  /** The present picture on the theme's paper, `ratio` device pixels a CSS pixel. */
  picture(ratio: number): HTMLCanvasElement {
    return this.#pane.picture(ratio);
  }

  /** Draws the present picture with another pen, such as one for SVG. */
  drawWith(pen: Pen): void {
    paintCurves(pen, this.#spec(this.#pane.width, this.#pane.height));
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
    this.#voice.destroy();
    this.#forget();
    this.#pane.destroy();
  }

  #link(): void {
    this.#unlink();
    this.#unlink = this.#props.time?.watch(() => this.#pane.invalidate()) ?? (() => {});
  }

  #describe(): void {
    const { label, series, x, y } = this.#props;
    this.#voice.describe(label, curvesWords(series, x.label, y.label));
  }

  #times(): ArrayLike<number> {
    const { times, series } = this.#props;
    return times ?? series[0]?.x ?? [];
  }

  #spec(width: number, height: number): CurvesSpec {
    const { series, x, y, right, baselines = [], time } = this.#props;
    const now = time ? this.#times()[time.value] : undefined;
    return { series, x, y, right, baselines, theme: this.#pane.theme, width, height, now };
  }

  #paint({ ctx, width, height }: Paper): void {
    const pen = canvasPen(ctx, this.#pane.theme.font);
    const place = paintCurves(pen, this.#spec(width, height));
    if (this.#hover !== undefined) this.#paintHover(pen, place, this.#hover, width, height);
  }

  #paintHover(pen: Pen, place: CurvesPlace, at: number, width: number, height: number): void {
    const { rect, size } = place;
    const { theme } = this.#pane;
    const px = rect.left + place.x.at(at) * rect.width;
    if (px < rect.left - 1 || px > rect.left + rect.width + 1) return;
    pen.line([px, rect.top, px, rect.top + rect.height], {
      colour: theme.soft,
      width: 1,
      alpha: 0.8,
    });
    let highest = rect.top + rect.height;
    for (const line of this.#props.series) {
      const value = valueAt(line, at);
      if (!Number.isFinite(value)) continue;
      const scale = line.right && place.right ? place.right : place.y;
      const py = rect.top + (1 - scale.at(value)) * rect.height;
      if (!(py >= rect.top - 3 && py <= rect.top + rect.height + 3)) continue;
      highest = Math.min(highest, py);
      pen.disc(px, py, 4.4, { colour: theme.paper });
      pen.disc(px, py, 3.2, { colour: hueOf(theme, line.hue) });
    }
    const lines = this.#read(at);
    paintReadout(pen, lines, [px, highest], { width, height }, theme, size);
  }

  /** First line: where; then each series' value there. */
  #read(at: number): string[] {
    const { series, x } = this.#props;
    const lines = [`${x.label} ${formatValue(at).replace('-', '−')}`];
    for (const line of series) {
      const value = valueAt(line, at);
      if (!Number.isFinite(value)) continue;
      const name = line.name === '' ? '' : `${line.name} `;
      lines.push(`${name}${formatValue(value).replace('-', '−')}`);
    }
    return lines;
  }

  /** The data point nearest to a pixel, of all series: hovering reads data, not the space between. */
  #nearest(px: number): number | undefined {
    const pen = canvasPen(this.#pane.canvas.getContext('2d')!, this.#pane.theme.font);
    const { rect, x } = placeCurves(pen, this.#spec(this.#pane.width, this.#pane.height));
    const at = x.value((px - rect.left) / rect.width);
    let best: number | undefined;
    for (const line of this.#props.series) {
      const near = line.x[nearestIndex(line.x, countOf(line), at)];
      if (near === undefined) continue;
      if (best === undefined || Math.abs(near - at) < Math.abs(best - at)) best = near;
    }
    return best;
  }

  #seek(event: PointerEvent): void {
    const { time } = this.#props;
    const at = this.#nearest(event.offsetX);
    const times = this.#times();
    if (time && at !== undefined && times.length > 0) {
      time.set(nearestIndex(times, times.length, at), this);
    }
  }

  readonly #onDown = (event: PointerEvent) => {
    if (!this.#props.time || event.button !== 0) return;
    this.#dragging = true;
    if (event.isTrusted) this.#pane.canvas.setPointerCapture(event.pointerId);
    this.#seek(event);
  };

  readonly #onMove = (event: PointerEvent) => {
    if (this.#dragging) this.#seek(event);
    this.#hover = this.#nearest(event.offsetX);
    this.#pane.invalidate();
  };

  readonly #onUp = () => {
    this.#dragging = false;
  };

  readonly #onLeave = () => {
    this.#hover = undefined;
    this.#pane.invalidate();
  };

  readonly #onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const longest = [...this.#props.series].sort((a, b) => countOf(b) - countOf(a))[0];
    const n = longest ? countOf(longest) : 0;
    if (!longest || n === 0) return;
    const here = this.#hover === undefined ? -1 : nearestIndex(longest.x, n, this.#hover);
    const next: Record<string, number> = {
      ArrowLeft: here - 1,
      ArrowRight: here + 1,
      PageUp: here - Math.ceil(n / 10),
      PageDown: here + Math.ceil(n / 10),
      Home: 0,
      End: n - 1,
    };
    const to = next[event.key];
    if (event.key === 'Escape') this.#hover = undefined;
    else if (to === undefined) return;
    else {
      this.#hover = longest.x[Math.max(0, Math.min(n - 1, to))];
      this.#voice.say(this.#read(this.#hover!).join(', '));
    }
    event.preventDefault();
    this.#pane.invalidate();
  };
}

/** @returns the index of the value nearest to `at` among the first n of an ascending list. */
function nearestIndex(list: ArrayLike<number>, n: number, at: number): number {
  let low = 0;
  let high = n - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (list[middle]! <= at) low = middle;
    else high = middle;
  }
  return high > low && Math.abs(list[high]! - at) < Math.abs(list[low]! - at) ? high : low;
}
