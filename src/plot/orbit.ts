import { type Camera, limited } from '@/plot/camera';
import { reducedMotion } from '@/plot/motion';

/** What a hand can do to a camera. */
export interface OrbitTarget {
  get(): Camera;
  set(camera: Camera): void;
  reset(): void;
  /** Size of the panel in CSS pixels. */
  size(): { readonly width: number; readonly height: number };
}

const TURN = 0.0085;

/**
 * Orbit by drag, pan by right button, middle button or Shift and drag, zoom by pinch or Ctrl and
 * wheel (a bare wheel scrolls the page), reset by double click. Two fingers pinch, pan and tilt; one
 * finger turns, and scrolls the page where it moves up and down. @returns how to detach.
 */
export function orbit(canvas: HTMLCanvasElement, target: OrbitTarget): () => void {
  const fingers = new Map<number, readonly [number, number]>();
  let spin = 0;
  let velocity = [0, 0] as [number, number];
  let lastMove = 0;
  const change = (part: Partial<Camera>) => target.set(limited({ ...target.get(), ...part }));
  const stop = () => {
    cancelAnimationFrame(spin);
    spin = 0;
  };

  const turn = (dx: number, dy: number) => {
    const camera = target.get();
    change({ azimuth: camera.azimuth - dx * TURN, elevation: camera.elevation + dy * TURN });
  };
  const pan = (dx: number, dy: number) => {
    const { height } = target.size();
    const [px, py] = target.get().pan;
    change({ pan: [px + dx / height, py - dy / height] });
  };

  const coast = () => {
    velocity = [velocity[0] * 0.92, velocity[1] * 0.92];
    if (Math.hypot(...velocity) < 0.25) return stop();
    turn(velocity[0], velocity[1]);
    spin = requestAnimationFrame(coast);
  };

  const onDown = (event: PointerEvent) => {
    stop();
    velocity = [0, 0];
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    // A pointer made by a script has no capture to give.
    if (event.isTrusted) canvas.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const dx = event.clientX - before[0];
    const dy = event.clientY - before[1];
    if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== event.pointerId)![1];
      const was = Math.hypot(before[0] - other[0], before[1] - other[1]) || 1;
      const is = Math.hypot(event.clientX - other[0], event.clientY - other[1]) || 1;
      change({ zoom: target.get().zoom * (is / was) });
      pan(dx / 2, dy / 2);
    } else if (event.shiftKey || event.buttons === 2 || event.buttons === 4) {
      pan(dx, dy);
    } else {
      turn(dx, event.pointerType === 'touch' ? 0 : dy);
      const fresh = Math.min(1, (event.timeStamp - lastMove) / 16 || 1);
      velocity = [
        velocity[0] + (dx - velocity[0]) * fresh,
        velocity[1] + ((event.pointerType === 'touch' ? 0 : dy) - velocity[1]) * fresh,
      ];
    }
    lastMove = event.timeStamp;
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
  };
  const onUp = (event: PointerEvent) => {
    if (!fingers.delete(event.pointerId)) return;
    const flung = event.type === 'pointerup' && event.timeStamp - lastMove < 60;
    if (flung && fingers.size === 0 && !reducedMotion()) spin = requestAnimationFrame(coast);
  };
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    stop();
    change({ zoom: target.get().zoom * Math.exp(-event.deltaY * 0.004) });
  };
  const onMenu = (event: Event) => event.preventDefault();
  const onDouble = () => {
    stop();
    target.reset();
  };

  canvas.style.touchAction = 'pan-y';
  canvas.style.cursor = 'grab';
  canvas.addEventListener('pointerdown', onDown);
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerup', onUp);
  canvas.addEventListener('pointercancel', onUp);
  canvas.addEventListener('wheel', onWheel, { passive: false });
  canvas.addEventListener('contextmenu', onMenu);
  canvas.addEventListener('dblclick', onDouble);
  return stop;
}

/**
 * The keys of a camera: Shift and arrows turn, + and − zoom, W A S D shift, 0 resets.
 * @returns the new camera, 'reset', or null for a key that means nothing here.
 */
export function cameraKey(camera: Camera, event: KeyboardEvent): Camera | 'reset' | null {
  const { azimuth, elevation, zoom, pan } = camera;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.shiftKey) {
    const step = 0.09;
    if (event.key === 'ArrowLeft') return limited({ ...camera, azimuth: azimuth + step });
    if (event.key === 'ArrowRight') return limited({ ...camera, azimuth: azimuth - step });
    if (event.key === 'ArrowUp') return limited({ ...camera, elevation: elevation + step });
    if (event.key === 'ArrowDown') return limited({ ...camera, elevation: elevation - step });
  }
  const step = 0.05;
  switch (event.key) {
    case '+':
    case '=':
      return limited({ ...camera, zoom: zoom * 1.15 });
    case '-':
    case '_':
      return limited({ ...camera, zoom: zoom / 1.15 });
    case 'w':
      return limited({ ...camera, pan: [pan[0], pan[1] + step] });
    case 's':
      return limited({ ...camera, pan: [pan[0], pan[1] - step] });
    case 'a':
      return limited({ ...camera, pan: [pan[0] - step, pan[1]] });
    case 'd':
      return limited({ ...camera, pan: [pan[0] + step, pan[1]] });
    case '0':
    case 'Home':
      return 'reset';
    default:
      return null;
  }
}
