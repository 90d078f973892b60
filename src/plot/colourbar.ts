import { paintColourBar } from '@/plot/colourbar-paint';
import { sample } from '@/plot/field';
import type { Link } from '@/plot/link';
import { type Drawable, register } from '@/plot/live';
import { Pane, type Paper } from '@/plot/pane';
import type { Pen } from '@/plot/pen';
import { canvasPen } from '@/plot/pen-canvas';
import type { Scale } from '@/plot/scale';
import type { Theme } from '@/plot/theme';
import type { Point, Surface } from '@/plot/types';
import { say } from '@/words';

export interface ColourBarProps {
  readonly scale: Scale;
  /** For the crosshair's value and for whether something is missing. */
  readonly surface?: Surface | undefined;
  readonly crosshair?: Link<Point | undefined> | undefined;
}

/** The legend of a scale in a panel that fills its host; lies or stands by the host's shape. */
export class ColourBar implements Drawable {
  readonly #forget: () => void;
  readonly #pane: Pane;
  #props: ColourBarProps;
  #unlink = () => {};

  /** @param host about 44 pixels high where it lies, 64 wide where it stands. */
  constructor(host: HTMLElement, props: ColourBarProps) {
    this.#props = props;
    this.#pane = new Pane(host, (paper) => this.#paint(paper));
    this.#pane.canvas.setAttribute('role', 'img');
    this.#describe();
    this.#link();
    this.#forget = register(host, this);
  }

  set(props: Partial<ColourBarProps>): void {
    const before = this.#props;
    this.#props = { ...before, ...props };
    if (this.#props.crosshair !== before.crosshair) this.#link();
    this.#describe();
    this.#pane.invalidate();
  }

  picture(ratio: number): HTMLCanvasElement {
    return this.#pane.picture(ratio);
  }

  /** Draws the present picture with another pen, such as one for SVG. */
  drawWith(pen: Pen): void {
    this.#draw(pen, this.#pane.width, this.#pane.height);
  }

  get theme(): Theme {
    return this.#pane.theme;
  }

  get size(): { readonly width: number; readonly height: number } {
    return { width: this.#pane.width, height: this.#pane.height };
  }

  destroy(): void {
    this.#unlink();
    this.#forget();
    this.#pane.destroy();
  }

  #link(): void {
    this.#unlink();
    this.#unlink = this.#props.crosshair?.watch(() => this.#pane.invalidate()) ?? (() => {});
  }

  #describe(): void {
    const { scale } = this.#props;
    const end = (value: number) => scale.format(value).replace('-', '−');
    this.#pane.canvas.setAttribute(
      'aria-label',
      say().plot.colourScale(scale.label, scale.kind, end(scale.low), end(scale.high)),
    );
  }

  #paint({ ctx, width, height }: Paper): void {
    this.#draw(canvasPen(ctx, this.#pane.theme.font), width, height);
  }

  #draw(pen: Pen, width: number, height: number): void {
    const { scale, surface, crosshair } = this.#props;
    const at = crosshair?.value;
    paintColourBar(pen, {
      scale,
      theme: this.#pane.theme,
      width,
      height,
      value: at && surface ? sample(surface.x, surface.y, surface.z, at.x, at.y) : undefined,
      missing: surface?.z.some((value) => Number.isNaN(value)) ?? false,
    });
  }
}
