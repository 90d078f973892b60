import { expect, test } from 'vitest';
import { boxAxes, boxOf } from '@/plot/box';
import { between, HOME, limited, viewOf } from '@/plot/camera';
import { refine } from '@/plot/field';
import { sharedScale } from '@/plot/scale';
import { heightOver, pick, seen } from '@/plot/sight';
import { basin, rugged, surfaceOf } from '../../browser/plot/shapes';

const box = { depth: 1, floor: -0.4, top: 0.78 };

test('the whole box is in the picture, whatever the turn and the panel’s shape', () => {
  for (const [width, height] of [
    [640, 480],
    [320, 480],
    [900, 300],
  ] as const) {
    for (const elevation of [0.1, 0.6, 1.2, 1.55]) {
      for (let azimuth = -3; azimuth <= 3; azimuth += 0.5) {
        const view = viewOf({ ...HOME, azimuth, elevation }, box, width, height);
        for (const x of [-1, 1]) {
          for (const y of [-1, 1]) {
            for (const z of [box.floor, box.top]) {
              const [px, py] = view.project(x, y, z);
              expect(px > 0 && px < width && py > 0 && py < height).toBe(true);
            }
          }
        }
      }
    }
  }
});

test('the ray through a projected spot leads back to it', () => {
  const view = viewOf({ azimuth: 0.8, elevation: 0.5, zoom: 1.7, pan: [0.1, -0.2] }, box, 500, 400);
  const spot = [0.3, -0.6, 0.2] as const;
  const [px, py] = view.project(...spot);
  const ray = view.ray(px, py);
  const way = spot.map((v, c) => v - view.eye[c]!);
  const ratio = way[0]! / ray[0];
  for (let c = 0; c < 3; c++) expect(way[c]!).toBeCloseTo(ray[c]! * ratio, 6);
});

test('picking finds the point of the surface that was projected there', () => {
  for (const shape of [basin, rugged]) {
    const surface = surfaceOf(shape, 51);
    const field = refine(surface, sharedScale([surface]));
    const place = boxOf(surface);
    const view = viewOf(HOME, place, 640, 480);
    const map = boxAxes(surface, place);
    let hits = 0;
    for (const x of [-0.7, -0.2, 0.35, 0.8]) {
      for (const y of [-0.8, -0.1, 0.4]) {
        const bx = map.x(x);
        const by = map.y(y);
        const spot = [bx, by, heightOver(field, place, bx, by)] as const;
        if (!seen(field, place, view, spot)) continue;
        const met = pick(field, place, view, ...view.project(...spot))!;
        hits++;
        expect(Math.hypot(met[0] - bx, met[1] - by)).toBeLessThan(0.02);
      }
    }
    expect(hits).toBeGreaterThan(6);
  }
});

test('a camera keeps within its limits and eases the short way round', () => {
  expect(limited({ ...HOME, elevation: 3, zoom: 99 })).toMatchObject({ zoom: 12 });
  expect(limited({ ...HOME, azimuth: 7 }).azimuth).toBeCloseTo(7 - 2 * Math.PI);
  const middle = between({ ...HOME, azimuth: 3 }, { ...HOME, azimuth: -3 }, 0.5);
  expect(Math.abs(middle.azimuth)).toBeCloseTo(Math.PI);
});
