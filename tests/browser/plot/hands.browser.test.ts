import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Camera, HOME } from '@/plot/camera';
import { ContourMap } from '@/plot/contour';
import { Curves } from '@/plot/curves';
import { Link } from '@/plot/link';
import { Relief } from '@/plot/relief';
import { sharedScale } from '@/plot/scale';
import type { Point, Region } from '@/plot/types';
import { frames, host, point, press, until } from './page';
import { bowl, saddle, surfaceOf } from './shapes';

afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

const surface = surfaceOf(saddle, 21);
const scale = sharedScale([surface], { label: 'loss' });
const axes = { x: 'direction 1', y: 'direction 2' };

function setUp() {
  const camera = new Link<Camera>(HOME);
  const crosshair = new Link<Point | undefined>(undefined);
  const place = host();
  const relief = new Relief(place, { surface, scale, axes, label: 'A saddle', camera, crosshair });
  return { camera, crosshair, place, relief, canvas: place.querySelector('canvas')! };
}

describe('a relief', () => {
  test('has a role, a label, a summary and says how it is worked', () => {
    const { canvas, relief } = setUp();
    expect(canvas.getAttribute('role')).toBe('application');
    expect(canvas.getAttribute('aria-label')).toBe('A saddle');
    const words = canvas
      .getAttribute('aria-describedby')!
      .split(' ')
      .map((id) => document.getElementById(id)!.textContent);
    expect(words[0]).toContain('Loss runs from −1.00');
    expect(words[1]).toContain('Arrow keys');
    const flat = surfaceOf(bowl, 21);
    relief.set({ surface: flat, label: 'A bowl' });
    expect(canvas.getAttribute('aria-label')).toBe('A bowl');
    expect(
      document.getElementById(canvas.getAttribute('aria-describedby')!.split(' ')[0]!)!.textContent,
    ).toContain('a single hollow');
    relief.destroy();
  });

  test('arrow keys move a crosshair that is read out with the array’s values', async () => {
    const { canvas, crosshair, place, relief } = setUp();
    press(canvas, 'ArrowRight');
    press(canvas, 'ArrowRight');
    press(canvas, 'ArrowRight');
    press(canvas, 'ArrowUp');
    expect(crosshair.value).toEqual({ x: surface.x[12], y: surface.y[11] });
    const value = surface.z[11 * 21 + 12]!;
    await until(() =>
      (place.querySelector('[aria-live]')!.textContent ?? '').includes(
        `loss ${value.toFixed(2).replace('-', '−')} at direction 1 0.20, direction 2 0.10`,
      ),
    );
    press(canvas, 'Escape');
    expect(crosshair.value).toBeUndefined();
    relief.destroy();
  });

  test('turns and zooms by keyboard, and comes back by 0 and by the button', async () => {
    const ask = window.matchMedia.bind(window);
    vi.spyOn(window, 'matchMedia').mockImplementation((query) =>
      query.includes('reduce') ? ({ matches: true } as MediaQueryList) : ask(query),
    );
    const { camera, canvas, place, relief } = setUp();
    press(canvas, 'ArrowLeft', { shiftKey: true });
    press(canvas, '+');
    expect(camera.value.azimuth).toBeGreaterThan(HOME.azimuth);
    expect(camera.value.zoom).toBeGreaterThan(1);
    const button = place.querySelector('button')!;
    expect(button.hidden).toBe(false);
    button.focus();
    button.click();
    // Under reduced motion the view cuts.
    expect(camera.value).toEqual(HOME);
    expect(button.hidden).toBe(true);
    expect(document.activeElement).toBe(canvas);
    press(canvas, 'w');
    press(canvas, '0');
    expect(camera.value).toEqual(HOME);
    relief.destroy();
  });

  test('turns by drag, pans by Shift and drag, zooms by Ctrl and wheel only', async () => {
    const { camera, canvas, relief } = setUp();
    point(canvas, 'pointerdown', 100, 100, { buttons: 1 });
    point(canvas, 'pointermove', 140, 90, { buttons: 1 });
    expect(camera.value.azimuth).toBeLessThan(HOME.azimuth);
    expect(camera.value.elevation).toBeLessThan(HOME.elevation);
    const turned = camera.value;
    point(canvas, 'pointermove', 150, 80, { buttons: 1, shiftKey: true });
    expect(camera.value.azimuth).toBe(turned.azimuth);
    expect(camera.value.pan[0]).toBeGreaterThan(0);
    point(canvas, 'pointerup', 150, 80);
    const bare = new WheelEvent('wheel', { deltaY: -100, cancelable: true });
    canvas.dispatchEvent(bare);
    expect(bare.defaultPrevented).toBe(false);
    expect(camera.value.zoom).toBe(1);
    const held = new WheelEvent('wheel', { deltaY: -100, ctrlKey: true, cancelable: true });
    canvas.dispatchEvent(held);
    expect(held.defaultPrevented).toBe(true);
    expect(camera.value.zoom).toBeGreaterThan(1);
    relief.destroy();
  });

  test('two fingers pinch', () => {
    const { camera, canvas, relief } = setUp();
    const touch = { pointerType: 'touch' };
    point(canvas, 'pointerdown', 100, 100, { ...touch, pointerId: 1 });
    point(canvas, 'pointerdown', 200, 100, { ...touch, pointerId: 2 });
    point(canvas, 'pointermove', 300, 100, { ...touch, pointerId: 2 });
    expect(camera.value.zoom).toBeCloseTo(2);
    relief.destroy();
  });

  test('a mouse over the relief reads the point under it', () => {
    const { canvas, crosshair, relief } = setUp();
    point(canvas, 'pointermove', 160, 115);
    const at = crosshair.value!;
    expect(Math.abs(at.x)).toBeLessThan(1);
    expect(Math.abs(at.y)).toBeLessThan(1);
    point(canvas, 'pointerleave', 0, 0);
    expect(crosshair.value).toBeUndefined();
    relief.destroy();
  });

  test('linked panels follow each other', async () => {
    const { camera, crosshair, canvas, relief } = setUp();
    const other = new Relief(host(), { surface, scale, label: 'Other', camera, crosshair });
    await until(() => other.paints > 0);
    await frames(3);
    const before = other.paints;
    press(canvas, 'ArrowLeft', { shiftKey: true });
    press(canvas, 'ArrowRight');
    await until(() => other.paints > before);
    relief.destroy();
    other.destroy();
  });
});

describe('a contour map', () => {
  test('reads the array under the mouse, on equal axes', () => {
    const crosshair = new Link<Point | undefined>(undefined);
    const place = host(400, 300);
    const map = new ContourMap(place, { surface, scale, axes, label: 'm', crosshair, equal: true });
    const canvas = place.querySelector('canvas')!;
    const seen: Point[] = [];
    crosshair.watch((at) => at && seen.push(at));
    point(canvas, 'pointermove', 200, 100);
    point(canvas, 'pointermove', 250, 100);
    point(canvas, 'pointermove', 200, 150);
    expect(seen).toHaveLength(3);
    // Fifty pixels are as long across as they are down.
    expect(seen[1]!.x - seen[0]!.x).toBeCloseTo(seen[0]!.y - seen[2]!.y, 9);
    map.destroy();
  });

  test('a drag asks for the region it spans; Enter for the one about the crosshair', () => {
    const regions: Region[] = [];
    const place = host(400, 300);
    const map = new ContourMap(place, {
      surface,
      scale,
      label: 'm',
      onRegion: (region) => regions.push(region),
    });
    const canvas = place.querySelector('canvas')!;
    point(canvas, 'pointerdown', 150, 60, { button: 0, buttons: 1 });
    point(canvas, 'pointermove', 250, 160, { buttons: 1 });
    point(canvas, 'pointerup', 250, 160);
    expect(regions).toHaveLength(1);
    const [{ x, y }] = regions as [Region];
    expect(x[0]).toBeGreaterThan(-1);
    expect(x[1]).toBeGreaterThan(x[0]);
    expect(y[1]).toBeGreaterThan(y[0]);
    press(canvas, 'ArrowRight');
    press(canvas, 'Enter');
    expect(regions[1]!.x[0]).toBeCloseTo(-1 / 3);
    expect(regions[1]!.x[1]).toBeCloseTo(1 / 3);
    map.destroy();
  });
});

describe('a chart', () => {
  const x = Float64Array.from({ length: 11 }, (_, k) => k * 10);
  const series = [{ name: 'plain', x, y: x.map((v) => v * v) }];

  test('reads point by point', async () => {
    const place = host();
    const curves = new Curves(place, {
      series,
      x: { label: 'step' },
      y: { label: 'loss' },
      label: 'c',
    });
    const canvas = place.querySelector('canvas')!;
    press(canvas, 'Home');
    press(canvas, 'ArrowRight');
    press(canvas, 'ArrowRight');
    await until(() =>
      (place.querySelector('[aria-live]')!.textContent ?? '').includes('step 20.0, plain 400'),
    );
    curves.destroy();
  });

  test('a click sets the time index that others share', () => {
    const time = new Link(0);
    const place = host(400, 240);
    const curves = new Curves(place, {
      series,
      x: { label: 'step' },
      y: { label: 'loss' },
      label: 'c',
      time,
    });
    const canvas = place.querySelector('canvas')!;
    point(canvas, 'pointerdown', 385, 100, { button: 0 });
    expect(time.value).toBe(10);
    point(canvas, 'pointermove', 60, 100, { buttons: 1 });
    expect(time.value).toBeLessThan(2);
    point(canvas, 'pointerup', 60, 100);
    point(canvas, 'pointermove', 300, 100);
    expect(time.value).toBeLessThan(2);
    curves.destroy();
  });
});
