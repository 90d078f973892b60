import { boxAxes } from '@/plot/box';
import type { Box, Camera, View } from '@/plot/camera';
import { stepCross } from '@/plot/cross';
import type { Field } from '@/plot/field';
import { cameraKey, orbit } from '@/plot/orbit';
import { pick } from '@/plot/sight';
import type { Point, Surface } from '@/plot/types';

export interface ReliefHandTarget {
  camera(): Camera;
  turn(camera: Camera): void;
  reset(): void;
  cross(): Point | undefined;
  point(at: Point | undefined): void;
  surface(): Surface;
  /** The relief as it lies in its panel. */
  scene(): { readonly field: Field; readonly view: View; readonly box: Box };
  size(): { readonly width: number; readonly height: number };
}

/** A tap strays less than this, in CSS pixels. */
const TAP = 8;

/**
 * Mouse, touch and keyboard on a relief: what `orbit` does for the camera, and a crosshair that
 * follows the mouse, a tap or the arrow keys.
 */
export function reliefHand(canvas: HTMLCanvasElement, target: ReliefHandTarget): () => void {
  let down: readonly [number, number] | null = null;

  const pointAt = (event: PointerEvent) => {
    const { field, view, box } = target.scene();
    const spot = pick(field, box, view, event.offsetX, event.offsetY);
    const map = boxAxes(target.surface(), box);
    target.point(spot ? { x: map.fromX(spot[0]), y: map.fromY(spot[1]) } : undefined);
  };

  canvas.addEventListener('pointermove', (event) => {
    if (event.buttons === 0 && event.pointerType !== 'touch') pointAt(event);
  });
  canvas.addEventListener('pointerdown', (event) => {
    down = event.pointerType === 'touch' ? [event.clientX, event.clientY] : null;
  });
  canvas.addEventListener('pointerup', (event) => {
    if (down && Math.hypot(event.clientX - down[0], event.clientY - down[1]) < TAP) pointAt(event);
  });
  canvas.addEventListener('pointerleave', (event) => {
    // A tap's crosshair stays: a finger has nowhere else to leave it.
    if (event.pointerType !== 'touch') target.point(undefined);
  });
  canvas.addEventListener('keydown', (event) => {
    const camera = cameraKey(target.camera(), event);
    const modified = event.shiftKey || event.ctrlKey || event.metaKey || event.altKey;
    const cross = target.cross();
    const point =
      camera === null && !modified ? stepCross(target.surface(), cross, event.key) : null;
    if (camera === 'reset') target.reset();
    else if (camera) target.turn(camera);
    else if (point) target.point(point);
    else if (event.key === 'Escape' && cross) target.point(undefined);
    else return;
    event.preventDefault();
  });

  return orbit(canvas, {
    get: () => target.camera(),
    set: (camera) => target.turn(camera),
    reset: () => target.reset(),
    size: () => target.size(),
  });
}
