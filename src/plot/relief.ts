import { boxAxes, boxOf } from '@/plot/box';
import { between, type Camera, HOME, sameCamera, type View, viewOf } from '@/plot/camera';
import { readCross, stepCross } from '@/plot/cross';
import { type Field, refine } from '@/plot/field';
import { wordSize } from '@/plot/frame';
import { pathStrokes } from '@/plot/gl/path-strokes';
import { ReliefScene } from '@/plot/gl/relief-scene';
import { onRestored, renderTo, theStage } from '@/plot/gl/stage';
import { Link } from '@/plot/link';
import { ease } from '@/plot/motion';
import { cameraKey, orbit } from '@/plot/orbit';
import { Pane, type Paper } from '@/plot/pane';
import type { Pen } from '@/plot/pen';
import { canvasPen } from '@/plot/pen-canvas';
import { paintFrame } from '@/plot/relief-frame';
import { paintReliefCross, paintReliefMarks, paintReliefWithoutGl } from '@/plot/relief-paint';
import type { Scale } from '@/plot/scale';
import { pick } from '@/plot/sight';
import { surfaceWords } from '@/plot/summary';
import type { AxisLabels, Mark, Path, Point, Surface } from '@/plot/types';
import { Voice } from '@/plot/voice';

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
  /** Let a new surface grow out of the one before; cut under reduced motion. */
  readonly morph?: boolean;
}

const KEYS =
  'Arrow keys move the crosshair. With Shift they turn the view. Plus and minus zoom, ' +
  'W, A, S and D shift, 0 resets the view, Escape takes the crosshair away.';

const MORPH_MS = 320;
const RETURN_MS = 420;

/**
 * A lit relief of a surface in a panel that fills its host, with isolines on it and a flat map of
 * the same colours under it. Drawn by WebGL; without it by the painter's algorithm.
 */
export class Relief {
  readonly #pane: Pane;
  readonly #voice: Voice;
  readonly #scene = new ReliefScene();
  readonly #off: (() => void)[] = [];
  #props: ReliefProps;
  #camera: Link<Camera>;
  #cross: Link<Point | undefined>;
  #unlink: (() => void)[] = [];
  #field: Field;
  #stopMorph = () => {};
  #stopReturn = () => {};

  /** @param host takes its size from the page; at least a few pixels each way. */
  constructor(host: HTMLElement, props: ReliefProps) {
    this.#props = props;
    this.#camera = props.camera ?? new Link(HOME);
    this.#cross = props.crosshair ?? new Link<Point | undefined>(undefined);
    this.#field = refine(props.surface, props.scale);
    this.#pane = new Pane(
      host,
      (paper) => this.#paint(paper),
      () => this.#refreshStrokes(),
    );
    const { canvas } = this.#pane;
    this.#voice = new Voice(host, canvas, 'surface plot', KEYS);
    this.#scene.setField(this.#field, false);
    this.#refreshStrokes();
    this.#link();
    this.#describe();
    this.#off.push(
      orbit(canvas, {
        get: () => this.#camera.value,
        set: (camera) => {
          this.#stopReturn();
          this.#camera.set(camera, this);
        },
        reset: () => this.reset(),
        size: () => this.#pane,
      }),
      onRestored(() => this.#pane.invalidate()),
    );
    canvas.addEventListener('keydown', this.#onKey);
    canvas.addEventListener('pointermove', this.#onHover);
    canvas.addEventListener('pointerleave', this.#onLeave);
  }

  /** Takes what changed; draws at the next frame. */
  set(props: Partial<ReliefProps>): void {
    const before = this.#props;
    const now = { ...before, ...props };
    this.#props = now;
    const ground = now.surface !== before.surface || now.scale !== before.scale;
    if (ground) {
      this.#field = refine(now.surface, now.scale);
      const domain = sameDomain(now.surface, before.surface);
      this.#scene.setField(this.#field, (now.morph ?? false) && domain);
      this.#stopMorph();
      if (this.#scene.blend < 1) {
        this.#stopMorph = ease(MORPH_MS, (u) => {
          this.#scene.blend = u;
          this.#pane.invalidate();
        });
      }
    }
    if (ground || now.path !== before.path) this.#refreshStrokes();
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

  /** How often it was painted: for tests and benchmarks. */
  get paints(): number {
    return this.#pane.paints;
  }

  destroy(): void {
    this.#stopMorph();
    this.#stopReturn();
    for (const off of [...this.#off, ...this.#unlink]) off();
    this.#voice.destroy();
    this.#scene.destroy();
    this.#pane.destroy();
  }

  #link(): void {
    for (const off of this.#unlink) off();
    this.#unlink = [
      this.#camera.watch(() => this.#pane.invalidate()),
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
    this.#voice.describe(label, surfaceWords(surface, scale, axes, path));
  }

  #refreshStrokes(): void {
    const { path, scale, surface } = this.#props;
    const theme = this.#pane.theme;
    this.#scene.setStrokes(
      path ? pathStrokes(path, this.#field, scale, boxOf(surface), theme) : [],
    );
  }

  #paint({ ctx, width, height, ratio }: Paper): void {
    const { surface, scale, axes = {}, marks = [], path } = this.#props;
    const { theme } = this.#pane;
    const box = boxOf(surface);
    const view = viewOf(this.#camera.value, box, width, height);
    const pen = canvasPen(ctx, theme.font);
    const size = wordSize(width);
    paintFrame(pen, { surface, scale, axes, box, view, theme, size });
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
    }
    const over = { field: this.#field, view, box, theme, size };
    paintReliefMarks(pen, marks, over);
    this.#paintCross(pen, view, width, height);
  }

  #paintCross(pen: Pen, view: View, width: number, height: number): void {
    const at = this.#cross.value;
    if (!at) return;
    const { surface } = this.#props;
    const over = {
      field: this.#field,
      view,
      box: boxOf(surface),
      theme: this.#pane.theme,
      size: wordSize(width),
    };
    paintReliefCross(pen, at, this.#read(at).lines, over, { width, height });
  }

  readonly #onHover = (event: PointerEvent) => {
    if (event.buttons !== 0 || event.pointerType === 'touch') return;
    const { surface } = this.#props;
    const box = boxOf(surface);
    const view = viewOf(this.#camera.value, box, this.#pane.width, this.#pane.height);
    const spot = pick(this.#field, box, view, event.offsetX, event.offsetY);
    const map = boxAxes(surface, box);
    this.#cross.set(spot ? { x: map.fromX(spot[0]), y: map.fromY(spot[1]) } : undefined, this);
  };

  readonly #onLeave = () => this.#cross.set(undefined, this);

  readonly #onKey = (event: KeyboardEvent) => {
    const camera = cameraKey(this.#camera.value, event);
    const point =
      camera === null && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey
        ? stepCross(this.#props.surface, this.#cross.value, event.key)
        : null;
    if (camera === 'reset') this.reset();
    else if (camera) {
      this.#stopReturn();
      this.#camera.set(camera, this);
    } else if (point) this.#cross.set(point, this);
    else if (event.key === 'Escape' && this.#cross.value) this.#cross.set(undefined, this);
    else return;
    event.preventDefault();
  };
}

function sameDomain(a: Surface, b: Surface): boolean {
  const ends = ({ x, y }: Surface) => [x[0], x[x.length - 1], y[0], y[y.length - 1]];
  const other = ends(b);
  return ends(a).every((value, k) => value === other[k]);
}
