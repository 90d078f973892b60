import { afterEach, describe, expect, test, vi } from 'vitest';
import { ColourBar } from '@/plot/colourbar';
import { ContourMap } from '@/plot/contour';
import { Curves } from '@/plot/curves';
import { theStage } from '@/plot/gl/stage';
import { readCross } from '@/plot/cross';
import { Link } from '@/plot/link';
import { plotCount } from '@/plot/live';
import { Relief } from '@/plot/relief';
import { type Scale, sharedScale } from '@/plot/scale';
import type { Point, Surface } from '@/plot/types';
import { frames, host, pixels, point, press, until } from './page';
import { basin, bowl, rugged, surfaceOf } from './shapes';

afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

const surface = surfaceOf(basin, 21);
const scale = sharedScale([surface]);

/** Pixels that are not of one colour: something was drawn. */
function colours(canvas: HTMLCanvasElement): number {
  const { data } = pixels(canvas);
  const seen = new Set<number>();
  for (let k = 0; k < data.length; k += 4) {
    seen.add((data[k]! << 16) | (data[k + 1]! << 8) | data[k + 2]!);
  }
  return seen.size;
}

describe('the life of a figure', () => {
  test('two hundred figures come and go and leave nothing behind', async () => {
    const contexts: string[] = [];
    const { getContext } = HTMLCanvasElement.prototype;
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(function (
      this: HTMLCanvasElement,
      ...args: unknown[]
    ) {
      if (String(args[0]).startsWith('webgl')) contexts.push(String(args[0]));
      return Reflect.apply(getContext, this, args);
    } as typeof getContext);
    const loop = async (times: number) => {
      for (let k = 0; k < times; k++) {
        const place = host(80, 60);
        const plots = [
          new Relief(place, { surface, scale, label: 'relief' }),
          new ContourMap(host(80, 60), { surface, scale, label: 'map' }),
        ];
        if (k % 10 === 0) await frames(1);
        for (const plot of plots) plot.destroy();
        expect(place.childNodes).toHaveLength(0);
        document.body.replaceChildren();
      }
    };
    await loop(10);
    const { stats } = theStage()!.regl;
    const before = { buffers: stats.bufferCount, textures: stats.textureCount };
    await loop(200);
    expect({ buffers: stats.bufferCount, textures: stats.textureCount }).toEqual(before);
    expect(plotCount()).toBe(0);
    expect(contexts.length).toBeLessThanOrEqual(1);
  });

  test('twenty figures on a page are all drawn, by one context', async () => {
    const reliefs = Array.from(
      { length: 20 },
      () => new Relief(host(60, 45), { surface, scale, label: 'relief' }),
    );
    await until(() => reliefs.every((relief) => relief.paints > 0));
    for (const relief of reliefs) {
      expect(colours(relief.picture(1))).toBeGreaterThan(50);
      relief.destroy();
    }
  });

  test('nothing is drawn while nothing changes', async () => {
    const relief = new Relief(host(), { surface, scale, label: 'relief' });
    await until(() => relief.paints > 0);
    await frames(3);
    const before = relief.paints;
    await frames(10);
    expect(relief.paints).toBe(before);
    relief.destroy();
  });

  test.each([
    ['a relief', Relief],
    ['a map', ContourMap],
  ])(
    '%s refines what streams in once a frame, and shows and reads the last of it',
    async (_, Plot) => {
      const [before, last] = [surfaceOf(rugged, 21), surfaceOf(bowl, 21)];
      const [plain, counted] = [sharedScale([before, last]), sharedScale([before, last])];
      // To refine is to put every number on the scale.
      const placed = vi.spyOn(counted, 'at');
      const made = (surface: Surface, scale: Scale) => {
        const crosshair = new Link<Point | undefined>(undefined);
        const place = host();
        const plot = new Plot(place, { surface, scale, label: 'A surface', crosshair });
        return { plot, crosshair, place, canvas: place.querySelector('canvas')! };
      };
      const { plot, crosshair, place, canvas } = made(before, counted);
      const twin = made(last, plain);
      await until(() => plot.paints > 0 && twin.plot.paints > 0);
      await frames(3);

      placed.mockClear();
      const paints = plot.paints;
      for (let k = 0; k < 30; k++) plot.set({ surface: surfaceOf(k % 2 ? rugged : basin, 21) });
      plot.set({ surface: last });
      expect(placed.mock.calls.length).toBeLessThan(last.z.length);
      // What the crosshair reads out needs no picture.
      press(canvas, 'ArrowRight');
      const at = crosshair.value!;
      expect(at).toBeDefined();
      const { words, value } = readCross(last, plain, at, {});
      expect(value).toBe(last.z[last.y.indexOf(at.y) * 21 + last.x.indexOf(at.x)]);
      await until(() => place.querySelector('[aria-live]')!.textContent!.includes(words));
      await until(() => plot.paints > paints);
      await frames(3);
      expect(placed.mock.calls.length).toBeGreaterThanOrEqual(last.z.length);
      expect(placed.mock.calls.length).toBeLessThan(2 * last.z.length);

      // A hand finds what a plot that never had another surface finds.
      for (const one of [canvas, twin.canvas]) point(one, 'pointermove', 170, 130);
      expect(crosshair.value).toBeDefined();
      expect(crosshair.value).toEqual(twin.crosshair.value);

      // A picture waits for no frame.
      plot.set({ surface: before });
      plot.set({ surface: last });
      expect(pixels(plot.picture(1)).data).toEqual(pixels(twin.plot.picture(1)).data);
      plot.set({ surface: before });
      expect(pixels(plot.picture(1)).data).not.toEqual(pixels(twin.plot.picture(1)).data);
      plot.destroy();
      twin.plot.destroy();
    },
  );

  test('nothing is drawn out of sight, and everything once it is seen', async () => {
    const spacer = host(10, 5000);
    const relief = new Relief(host(), { surface, scale, label: 'relief' });
    await frames(6);
    const before = relief.paints;
    const next = surfaceOf(rugged, 21);
    relief.set({ surface: next, scale: sharedScale([next]) });
    await frames(6);
    expect(relief.paints).toBe(before);
    spacer.remove();
    await until(() => relief.paints > before);
    relief.destroy();
  });

  test('a lost context is restored, and a stand-in is drawn meanwhile', async () => {
    const place = host();
    const relief = new Relief(place, { surface, scale, label: 'relief' });
    await until(() => relief.paints > 0);
    const stage = theStage()!;
    const gl = stage.canvas.getContext('webgl')!;
    const lose = gl.getExtension('WEBGL_lose_context')!;
    const healthy = pixels(relief.picture(1)).data;
    lose.loseContext();
    await until(() => theStage() === null);
    expect(colours(relief.picture(1))).toBeGreaterThan(50);
    const before = relief.paints;
    lose.restoreContext();
    await until(() => theStage() !== null && relief.paints > before);
    expect(theStage()).not.toBe(stage);
    const again = pixels(relief.picture(1)).data;
    let off = 0;
    for (let k = 0; k < again.length; k++) if (Math.abs(again[k]! - healthy[k]!) > 2) off++;
    expect(off).toBe(0);
    relief.destroy();
  });

  test('a new size and a new surface are drawn at the next frame', async () => {
    const place = host(200, 150);
    const relief = new Relief(place, { surface, scale, label: 'relief' });
    await until(() => relief.paints > 0);
    place.style.width = '300px';
    const canvas = place.querySelector('canvas')!;
    await until(() => canvas.width === Math.round(300 * devicePixelRatio));
    relief.destroy();
  });

  test('surfaces from 5 × 5 to 251 × 251, growing finer in place', async () => {
    const place = host();
    const coarse = surfaceOf(rugged, 5);
    const relief = new Relief(place, {
      surface: coarse,
      scale: sharedScale([coarse]),
      label: 'relief',
      morph: true,
    });
    for (const n of [13, 51, 251]) {
      const finer = surfaceOf(rugged, n);
      const before = relief.paints;
      relief.set({ surface: finer, scale: sharedScale([finer]) });
      await until(() => relief.paints > before + 1);
      expect(colours(relief.picture(1))).toBeGreaterThan(200);
    }
    relief.destroy();
  });

  test('a chart and a legend live and die the same way', async () => {
    const curves = new Curves(host(), {
      series: [{ name: 'a', x: [0, 1], y: [1, 2] }],
      x: { label: 'x' },
      y: { label: 'y' },
      label: 'chart',
    });
    const bar = new ColourBar(host(300, 50), { scale, surface });
    await until(() => curves.paints > 0);
    expect(colours(bar.picture(1))).toBeGreaterThan(30);
    curves.destroy();
    bar.destroy();
    expect(plotCount()).toBe(0);
  });
});
