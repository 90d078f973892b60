import { afterEach, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { ContourMap } from '@/plot/contour';
import { Curves } from '@/plot/curves';
import { Relief } from '@/plot/relief';
import { sharedScale } from '@/plot/scale';
import type { Path } from '@/plot/types';
import { frames, host, pixels } from './page';
import { basin, bowl, eggCrate, rosenbrock, rugged, type Shape, saddle, surfaceOf } from './shapes';

/**
 * Pictures against stored ones. Words are left out, since fonts differ between machines. What may
 * differ between graphics drivers is the last bit of a colour and the pixels on an edge: at most
 * 0.1% of the pixels may be off by more than 24 of 255, and the mean by 0.25. One missing mark of a
 * minimum is 0.13%, a path one step off 0.4%, a surface moved by a hundredth of its side 1.2%.
 * After a wanted change: VITE_STORE_PICTURES=1 npx vitest run … tests/browser/plot/pictures.browser.test.ts
 */
const OFF = 24;
const SHARE = 0.001;
const MEAN = 0.25;

const stored = import.meta.glob<string>('./pictures/*.png', {
  query: '?url',
  import: 'default',
  eager: true,
});

async function compare(name: string, canvas: HTMLCanvasElement): Promise<void> {
  if (import.meta.env['VITE_STORE_PICTURES']) {
    const content = canvas.toDataURL('image/png').split(',')[1]!;
    await commands.writeFile(`tests/browser/plot/pictures/${name}.png`, content, 'base64');
    return;
  }
  const address = stored[`./pictures/${name}.png`];
  if (!address)
    throw new Error(`There is no stored picture ${name}.png; see the head of this file.`);
  const image = new Image();
  image.src = address;
  await image.decode();
  expect([canvas.width, canvas.height]).toEqual([image.width, image.height]);
  const other = document.createElement('canvas');
  other.width = image.width;
  other.height = image.height;
  other.getContext('2d')!.drawImage(image, 0, 0);
  const [a, b] = [pixels(canvas).data, pixels(other).data];
  let off = 0;
  let sum = 0;
  for (let k = 0; k < a.length; k += 4) {
    let worst = 0;
    for (let c = 0; c < 3; c++) worst = Math.max(worst, Math.abs(a[k + c]! - b[k + c]!));
    if (worst > OFF) off++;
    sum += worst;
  }
  const count = a.length / 4;
  expect(off / count, `${name}: share of pixels that are off`).toBeLessThan(SHARE);
  expect(sum / count, `${name}: mean difference`).toBeLessThan(MEAN);
}

/** Words would differ between machines: they are drawn as nothing. */
function withoutWords(): () => void {
  const { fillText, strokeText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = () => {};
  CanvasRenderingContext2D.prototype.strokeText = () => {};
  return () => {
    CanvasRenderingContext2D.prototype.fillText = fillText;
    CanvasRenderingContext2D.prototype.strokeText = strokeText;
  };
}

afterEach(() => {
  document.body.replaceChildren();
  delete document.documentElement.dataset['theme'];
});

const path: Path = {
  x: [0.9, 0.7, 0.6, 0.4, 0.3, 0.1, 0.05, 0],
  y: [0.8, 0.7, 0.3, 0.25, 0.1, 0.12, 0.02, 0],
  current: 6,
};

const shapes: [string, Shape, 'linear' | 'log', number | undefined][] = [
  ['bowl', bowl, 'linear', 1.2],
  ['saddle', saddle, 'linear', undefined],
  ['rosenbrock', rosenbrock, 'log', undefined],
  ['egg-crate', eggCrate, 'linear', undefined],
  ['basin', basin, 'log', undefined],
  ['rugged', rugged, 'log', 6],
];

for (const [name, shape, kind, high] of shapes) {
  const dark = name === 'basin' || name === 'rugged';
  for (const mode of dark ? (['light', 'dark'] as const) : (['light'] as const)) {
    test(`${name}, ${mode}`, async () => {
      document.documentElement.dataset['theme'] = mode;
      const surface = surfaceOf(shape, 51);
      if (name === 'rugged') surface.z.fill(Number.NaN, 51 * 30, 51 * 36);
      const scale = sharedScale([surface], { kind, high });
      const props = {
        surface,
        scale,
        label: name,
        path: name === 'basin' || name === 'rugged' ? path : undefined,
        marks: name === 'egg-crate' ? [{ x: 0.5, y: 0.5 }] : [],
      };
      const relief = new Relief(host(240, 180), props);
      const map = new ContourMap(host(240, 180), { ...props, equal: true });
      await frames();
      const restore = withoutWords();
      await compare(`relief-${name}-${mode}`, relief.picture(1));
      await compare(`contour-${name}-${mode}`, map.picture(1));
      restore();
      relief.destroy();
      map.destroy();
    });
  }
}

test('curves with a band, a baseline and a dashed line', async () => {
  const x = Float64Array.from({ length: 200 }, (_, k) => k * 10);
  const y = x.map((v) => 2.2 * Math.exp(-v / 500) + 0.06);
  const curves = new Curves(host(240, 180), {
    label: 'loss',
    x: { label: 'step' },
    y: { label: 'loss', kind: 'log' },
    series: [
      {
        name: 'plain',
        hue: 'plain',
        x,
        y: y.map((v) => v * 1.6),
        low: y.map((v) => v * 1.3),
        high: y.map((v) => v * 1.9),
      },
      { name: 'skip', hue: 'skip', dashed: true, x, y },
    ],
    baselines: [{ value: Math.log(10), label: 'chance' }],
  });
  await frames();
  const restore = withoutWords();
  await compare('curves', curves.picture(1));
  restore();
  curves.destroy();
});
