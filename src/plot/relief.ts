import { boxOf } from '@/plot/box';
import { between, type Camera, HOME, sameCamera, viewOf } from '@/plot/camera';
import { readCross } from '@/plot/cross';
import { type Field, refine } from '@/plot/field';
import { wordSize } from '@/plot/frame';
import { pathStrokes } from '@/plot/gl/path-strokes';
import { ReliefScene } from '@/plot/gl/relief-scene';
import { hasWebGl, onRestored, renderTo, theStage } from '@/plot/gl/stage';
import { HomeButton } from '@/plot/home-button';
import { Link } from '@/plot/link';
import { type Drawable, register } from '@/plot/live';
import { ease } from '@/plot/motion';
import { Pane, type Paper } from '@/plot/pane';
import type { Pen } from '@/plot/pen';
import { canvasPen } from '@/plot/pen-canvas';
import { paintFrame } from '@/plot/relief-frame';
import { reliefHand } from '@/plot/relief-hand';
import { paintReliefCross, paintReliefMarks, paintReliefWithoutGl } from '@/plot/relief-paint';
import type { Scale } from '@/plot/scale';
import { surfaceWords } from '@/plot/summary';
import type { Theme } from '@/plot/theme';
import type { AxisLabels, Mark, Path, Point, Surface } from '@/plot/types';
import { Voice } from '@/plot/voice';
import { say } from '@/words';

export interface ReliefProps {
  readonly surface: Surface;
  /** Heights and colours alike; share one between panels to compare them. */
  readonly scale: Scale;
  /** Written for the figure: says what is drawn. */
  readonly label: string;
  readonly axes?: AxisLabels;
  /** The optimiser's way, lying on the surface unless it has heights of its own. */
  readonly path?: Path | undefined;
  readonly marks?: readonly Mark[];
  /** Shared by panels that are looked at from one side. */
  readonly camera?: Link<Camera>;
  readonly crosshair?: Link<Point | undefined>;
  /** The bare relief, without axes and words: for small multiples that share one caption. */
  readonly plain?: boolean;
  /** Let a new surface grow out of the one before; cut under reduced motion. */
  readonly morph?: boolean;
}

const MORPH_MS = 320;
const RETURN_MS = 420;

/**
 * A lit relief of a surface in a panel that fills its host, with isolines on it and a flat map of
 * the same colours under it. Drawn by WebGL; without it by the painter's algorithm.
 */
export class Relief implements Drawable {
  readonly #forget: () => void;
  readonly #pane: Pane;
  readonly #voice: Voice;
  readonly #scene = new ReliefScene();
  readonly #off: (() => void)[] = [];
  #props: ReliefProps;
  #camera: Link<Camera>;
  #cross: Link<Point | undefined>;
  #unlink: (() => void)[] = [];
  #field: Field;
  /** Points a side that the field is refined to. */
  #detail: number;
  /** The surface that the field is of. */
  #drawn: Surface;
  /** What is yet to be taken in. */
  #fresh = { ground: false, strokes: true };
  #stopMorph = () => {};
  #stopReturn = () => {};
  readonly #home: HomeButton;

  /** @param host takes its size from the page; at least a few pixels each way. */
  constructor(host: HTMLElement, props: ReliefProps) {
    this.#props = props;
    this.#camera = props.camera ?? new Link(HOME);
    this.#cross = props.crosshair ?? new Link<Point | undefined>(undefined);
    this.#detail = detailFor(host.clientWidth);
    this.#field = refine(props.surface, props.scale, this.#detail);
    this.#drawn = props.surface;
    this.#pane = new Pane(
      host,
      (paper) => this.#paint(paper),
      () => {
        this.#home.wear(this.#pane.theme);
        this.#fresh.strokes = true;
      },
    );
    const { canvas } = this.#pane;
    this.#voice = new Voice(host, canvas, say().plot.surfacePlot, say().plot.reliefKeys);
    this.#home = new HomeButton(host, this.#pane.theme, () => this.reset());
    this.#scene.setField(this.#field, false);
    this.#link();
    this.#describe();
    this.#off.push(
      reliefHand(canvas, {
        camera: () => this.#camera.value,
        turn: (camera) => {
          this.#stopReturn();
          this.#camera.set(camera, this);
        },
        reset: () => this.reset(),
        cross: () => this.#cross.value,
        point: (at) => this.#cross.set(at, this),
        surface: () => this.#props.surface,
        scene: () => this.#placed(this.#pane.width, this.#pane.height),
        size: () => this.#pane,
      }),
      onRestored(() => this.#pane.invalidate()),
    );
    this.#forget = register(host, this);
  }

  /** Takes what changed; draws at the next frame. */
  set(props: Partial<ReliefProps>): void {
    const before = this.#props;
    const now = { ...before, ...props };
    this.#props = now;
    if (now.surface !== before.surface || now.scale !== before.scale) this.#fresh.ground = true;
    if (now.path !== before.path) this.#fresh.strokes = true;
    if (now.camera !== before.camera || now.crosshair !== before.crosshair) {
      this.#camera = now.camera ?? this.#camera;
      this.#cross = now.crosshair ?? this.#cross;
      this.#link();
    }
    this.#describe();
    this.#pane.invalidate();
  }

  /** Back to the view that shows everything. */
  reset(): void {
    const from = this.#camera.value;
    if (sameCamera(from, HOME)) return;
    this.#stopReturn();
    this.#stopReturn = ease(RETURN_MS, (u) => {
      this.#camera.set(u === 1 ? HOME : between(from, HOME, u), this);
    });
  }

  /** The present picture on the theme's paper, `ratio` device pixels a CSS pixel. */
  picture(ratio: number): HTMLCanvasElement {
    return this.#pane.picture(ratio);
  }

  /** Draws the present picture with another pen, such as one for SVG: facets for the relief. */
  drawWith(pen: Pen, facets = 72): void {
    this.#take();
    const { scale, path } = this.#props;
    const { width, height, theme } = this.#pane;
    const { view, box } = this.#under(pen, width, height);
    paintReliefWithoutGl(pen, this.#field, scale, view, box, theme, path, facets);
    this.#over(pen, width, height);
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
    this.#stopMorph();
    this.#stopReturn();
    for (const off of [...this.#off, ...this.#unlink]) off();
    this.#home.destroy();
    this.#voice.destroy();
    this.#scene.destroy();
    this.#forget();
    this.#pane.destroy();
  }

  #link(): void {
    for (const off of this.#unlink) off();
    this.#home.show(!sameCamera(this.#camera.value, HOME));
    this.#unlink = [
      this.#camera.watch((camera) => {
        this.#home.show(!sameCamera(camera, HOME));
        this.#pane.invalidate();
      }),
      this.#cross.watch((at, source) => {
        this.#pane.invalidate();
        // Of linked panels only the one that has the reader's hand speaks.
        if (at && source === this) this.#voice.say(this.#read(at).words);
      }),
    ];
  }

  #read(at: Point) {
    const { surface, scale, axes = {} } = this.#props;
    return readCross(surface, scale, at, axes);
  }

  #describe(): void {
    const { label, surface, scale, axes, path } = this.#props;
    const summary = surfaceWords(surface, scale, axes, path);
    const drawn = hasWebGl() ? [] : [say().plot.withoutWebGl];
    this.#voice.describe(label, [summary, ...drawn].join(' '));
  }

  /**
   * Takes in what `set` brought. Done when it is painted: results stream in faster than that, and
   * refining each of them would keep a small machine from computing the next.
   */
  #take(): void {
    const { surface, scale, morph = false } = this.#props;
    if (this.#fresh.ground) {
      this.#refine(morph && sameDomain(surface, this.#drawn));
      this.#drawn = surface;
      this.#stopMorph();
      if (this.#scene.blend < 1) {
        this.#stopMorph = ease(MORPH_MS, (u) => {
          this.#scene.blend = u;
          this.#pane.invalidate();
        });
      }
    }
    if (this.#fresh.ground || this.#fresh.strokes) {
      const { path } = this.#props;
      const { theme } = this.#pane;
      this.#scene.setStrokes(
        path ? pathStrokes(path, this.#field, scale, boxOf(surface), theme) : [],
      );
    }
    this.#fresh = { ground: false, strokes: false };
  }

  #refine(morph: boolean): void {
    const { surface, scale } = this.#props;
    this.#detail = detailFor(this.#pane.width);
    this.#field = refine(surface, scale, this.#detail);
    this.#scene.setField(this.#field, morph);
  }

  #paint({ ctx, width, height, ratio }: Paper): void {
    const { scale, path } = this.#props;
    const { theme } = this.#pane;
    this.#take();
    if (detailFor(width) > this.#detail) this.#refine(false);
    const pen = canvasPen(ctx, theme.font);
    const { view, box } = this.#under(pen, width, height);
    const stage = theStage();
    if (stage) {
      const deviceWidth = Math.round(width * ratio);
      const deviceHeight = Math.round(height * ratio);
      renderTo(stage, ctx, deviceWidth, deviceHeight, () =>
        this.#scene.draw(stage, {
          view,
          box,
          scale,
          theme,
          width: deviceWidth,
          height: deviceHeight,
          ratio,
        }),
      );
    } else {
      paintReliefWithoutGl(pen, this.#field, scale, view, box, theme, path);
      if (!hasWebGl() && !this.#props.plain) this.#excuse(pen, height);
    }
    this.#over(pen, width, height);
  }

  #excuse(pen: Pen, height: number): void {
    const style = { colour: this.#pane.theme.soft, size: 11, at: 'bottom' } as const;
    pen.text(4, height - 2, say().plot.withoutWebGl, style);
  }

  #placed(width: number, height: number) {
    const box = boxOf(this.#props.surface);
    return { field: this.#field, box, view: viewOf(this.#camera.value, box, width, height) };
  }

  /** What is drawn before the relief. */
  #under(pen: Pen, width: number, height: number) {
    const { surface, scale, axes = {}, plain = false } = this.#props;
    const placed = this.#placed(width, height);
    const { theme } = this.#pane;
    const size = wordSize(width);
    if (!plain) paintFrame(pen, { surface, scale, axes, ...placed, theme, size });
    return placed;
  }

  /** What is drawn after it: marks and crosshair. */
  #over(pen: Pen, width: number, height: number): void {
    const { theme } = this.#pane;
    const over = { ...this.#placed(width, height), theme, size: wordSize(width) };
    paintReliefMarks(pen, this.#props.marks ?? [], over);
    const at = this.#cross.value;
    if (at) paintReliefCross(pen, at, this.#read(at).lines, over, { width, height });
  }
}

/** A small panel has no pixels for a fine grid. */
function detailFor(width: number): number {
  return width < 180 ? 80 : width < 340 ? 128 : 192;
}

function sameDomain(a: Surface, b: Surface): boolean {
  const ends = ({ x, y }: Surface) => [x[0], x[x.length - 1], y[0], y[y.length - 1]];
  const other = ends(b);
  return ends(a).every((value, k) => value === other[k]);
}
