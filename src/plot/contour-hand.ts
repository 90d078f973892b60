import type { ContourPlace } from '@/plot/contour-paint';
import type { Point, Region } from '@/plot/types';

export interface ContourHandTarget {
  place(): ContourPlace;
  hover(point: Point | undefined): void;
  region(region: Region): void;
  /** Whether a drag asks for a region. */
  zooms(): boolean;
  changed(): void;
}

/** Smallest rectangle that counts as one, in CSS pixels; less is a click. */
const LEAST = 8;

/** Mouse and touch on a contour map: hover or tap moves the crosshair, a drag spans a region. */
export class ContourHand {
  /** The rectangle being spanned, in the plane. */
  drag: Region | null = null;
  readonly #canvas: HTMLCanvasElement;
  readonly #target: ContourHandTarget;
  #start: readonly [number, number] | null = null;

  constructor(canvas: HTMLCanvasElement, target: ContourHandTarget) {
    this.#canvas = canvas;
    this.#target = target;
    canvas.style.cursor = 'crosshair';
    canvas.style.touchAction = 'pan-y';
    canvas.addEventListener('pointerdown', this.#onDown);
    canvas.addEventListener('pointermove', this.#onMove);
    canvas.addEventListener('pointerup', this.#onUp);
    canvas.addEventListener('pointercancel', this.#onCancel);
    canvas.addEventListener('pointerleave', this.#onLeave);
  }

  destroy(): void {
    const canvas = this.#canvas;
    canvas.removeEventListener('pointerdown', this.#onDown);
    canvas.removeEventListener('pointermove', this.#onMove);
    canvas.removeEventListener('pointerup', this.#onUp);
    canvas.removeEventListener('pointercancel', this.#onCancel);
    canvas.removeEventListener('pointerleave', this.#onLeave);
  }

  #inside(event: PointerEvent): Point | undefined {
    const { rect, toPlane } = this.#target.place();
    const u = (event.offsetX - rect.left) / rect.width;
    const v = (event.offsetY - rect.top) / rect.height;
    return u >= 0 && u <= 1 && v >= 0 && v <= 1 ? toPlane(event.offsetX, event.offsetY) : undefined;
  }

  #span(event: PointerEvent): Region | null {
    const start = this.#start;
    if (!start) return null;
    const { rect, toPlane } = this.#target.place();
    if (Math.hypot(event.offsetX - start[0], event.offsetY - start[1]) < LEAST) return null;
    const within = (v: number, from: number, length: number) =>
      Math.max(from, Math.min(from + length, v));
    const a = toPlane(...start);
    const b = toPlane(
      within(event.offsetX, rect.left, rect.width),
      within(event.offsetY, rect.top, rect.height),
    );
    return {
      x: [Math.min(a.x, b.x), Math.max(a.x, b.x)],
      y: [Math.min(a.y, b.y), Math.max(a.y, b.y)],
    };
  }

  readonly #onDown = (event: PointerEvent) => {
    const point = this.#inside(event);
    if (event.pointerType === 'touch') this.#target.hover(point);
    if (!point || event.button !== 0 || !this.#target.zooms()) return;
    if (event.pointerType === 'touch') return;
    this.#start = [event.offsetX, event.offsetY];
    if (event.isTrusted) this.#canvas.setPointerCapture(event.pointerId);
  };

  readonly #onMove = (event: PointerEvent) => {
    if (this.#start) {
      this.drag = this.#span(event);
      this.#target.changed();
    } else {
      this.#target.hover(this.#inside(event));
    }
  };

  readonly #onUp = (event: PointerEvent) => {
    const region = this.#span(event);
    this.#onCancel();
    if (region && region.x[1] > region.x[0] && region.y[1] > region.y[0]) {
      this.#target.region(region);
    }
  };

  readonly #onCancel = () => {
    this.#start = null;
    this.drag = null;
    this.#target.changed();
  };

  readonly #onLeave = (event: PointerEvent) => {
    // A tap's crosshair stays: a finger has nowhere else to leave it.
    if (!this.#start && event.pointerType !== 'touch') this.#target.hover(undefined);
  };
}
