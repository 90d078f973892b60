import { HOME } from '@/plot/camera';
import { ContourMap } from '@/plot/contour';
import { theStage } from '@/plot/gl/stage';
import { Link } from '@/plot/link';
import { Relief } from '@/plot/relief';
import { sharedScale } from '@/plot/scale';
import type { Surface } from '@/plot/types';
import { rugged, surfaceOf } from '../browser/plot/shapes';

/** One measured line: milliseconds of JavaScript a frame, and what a frame asks of the GPU. */
export interface Line {
  readonly name: string;
  readonly median: number;
  readonly p95: number;
  readonly draws: number;
  readonly bytes: number;
  /** Share of the median spent inside calls of WebGL and of the copy to the panel. */
  readonly graphics: number;
}

let spent = 0;
let inGraphics = 0;
const frame = window.requestAnimationFrame.bind(window);

/** Counts the time of every frame's callbacks, and of what they spend in the browser's drawing. */
function watch(): void {
  window.requestAnimationFrame = (callback) =>
    frame((now) => {
      const start = performance.now();
      callback(now);
      spent += performance.now() - start;
    });
  const wrap = (prototype: object, names: readonly string[]) => {
    const methods = prototype as Record<string, (...args: unknown[]) => unknown>;
    for (const name of names) {
      const method = methods[name]!;
      methods[name] = function (this: unknown, ...args: unknown[]) {
        const start = performance.now();
        const result = method.apply(this, args);
        inGraphics += performance.now() - start;
        return result;
      };
    }
  };
  wrap(CanvasRenderingContext2D.prototype, ['drawImage', 'putImageData']);
  wrap(WebGLRenderingContext.prototype, ['drawElements', 'bufferData', 'bufferSubData', 'clear']);
}

async function measure(name: string, step: (k: number) => void, times = 40): Promise<Line> {
  const samples: [number, number][] = [];
  const counts = () => theStage()?.counts ?? { draws: 0, bytes: 0 };
  let before = { ...counts() };
  for (let k = 0; k < times + 5; k++) {
    // The first few compile shaders and code.
    if (k === 5) before = { ...counts() };
    spent = inGraphics = 0;
    const start = performance.now();
    step(k);
    spent += performance.now() - start;
    await new Promise<void>((resolve) => frame(() => frame(() => resolve())));
    if (k >= 5) samples.push([spent, inGraphics]);
  }
  samples.sort((a, b) => a[0] - b[0]);
  const after = counts();
  const middle = samples[times >> 1]!;
  return {
    name,
    median: middle[0],
    p95: samples[Math.floor(times * 0.95)]![0],
    draws: (after.draws - before.draws) / times,
    bytes: (after.bytes - before.bytes) / times,
    graphics: middle[1],
  };
}

/** A new panel's place; panels measured before go, for what is off-screen is not drawn. */
function host(width: number, height: number): HTMLElement {
  const element = document.createElement('div');
  element.style.cssText = `width:${width}px;height:${height}px;display:inline-block`;
  document.body.append(element);
  return element;
}

/** Slices of a landscape that changes, as a training run gives them. */
function slices(n: number, count: number): Surface[] {
  return Array.from({ length: count }, (_, k) =>
    surfaceOf((x, y) => rugged(x * (1 + 0.01 * k), y), n),
  );
}

async function bench(): Promise<Line[]> {
  watch();
  const lines: Line[] = [];
  const turn = (camera: Link<typeof HOME>) => (k: number) =>
    camera.set({ ...HOME, azimuth: HOME.azimuth + 0.01 * (k + 1) });

  const large = surfaceOf(rugged, 251);
  const camera = new Link(HOME);
  const one = new Relief(host(640, 480), {
    surface: large,
    scale: sharedScale([large]),
    label: 'large',
    camera,
  });
  lines.push(await measure('relief 251×251, turning', turn(camera)));
  one.destroy();
  document.body.replaceChildren();

  const four = slices(51, 4);
  const shared = new Link(HOME);
  const scale = sharedScale(four);
  const panels = four.map(
    (surface) => new Relief(host(400, 300), { surface, scale, label: 'panel', camera: shared }),
  );
  lines.push(await measure('four linked reliefs 51×51, turning', turn(shared)));
  for (const panel of panels) panel.destroy();
  document.body.replaceChildren();

  for (const n of [51, 101, 251]) {
    const run = slices(n, 6);
    const whole = sharedScale(run);
    const relief = new Relief(host(640, 480), { surface: run[0]!, scale: whole, label: 'slice' });
    const next = (k: number) => ({ surface: run[(k + 1) % run.length]! });
    lines.push(await measure(`relief, new slice ${n}×${n}`, (k) => relief.set(next(k)), 24));
    relief.destroy();
    document.body.replaceChildren();
    const map = new ContourMap(host(640, 480), { surface: run[0]!, scale: whole, label: 'slice' });
    lines.push(await measure(`contour map, new slice ${n}×${n}`, (k) => map.set(next(k)), 24));
    map.destroy();
    document.body.replaceChildren();
  }
  return lines;
}

Object.assign(window, { bench });
