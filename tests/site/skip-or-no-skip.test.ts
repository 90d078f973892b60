import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Page } from 'playwright';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { closeBrowser, visit } from './visit';

const CHAPTER = 'chapters/why-skip-connections/';

afterAll(closeBrowser);

/** Opens the figure on a setting that even the op-by-op path trains in seconds. */
async function small(path = CHAPTER, options = {}) {
  const visited = await visit(path, options);
  const figure = visited.page.locator('#skip-or-no-skip');
  await figure.scrollIntoViewIfNeeded();
  await figure.locator('astro-island:not([ssr])').waitFor();
  await figure.getByLabel('Depth').selectOption('4');
  await figure.getByText('More settings').click();
  await figure.getByLabel('Training steps').selectOption('200');
  return { ...visited, figure };
}

/** How many colours a canvas shows, and a number that changes with any pixel. */
async function picture(page: Page, selector: string) {
  return page
    .locator(`${selector} canvas`)
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const copy = document.createElement('canvas');
      copy.width = canvas.width;
      copy.height = canvas.height;
      const context = copy.getContext('2d')!;
      context.drawImage(canvas, 0, 0);
      const { data } = context.getImageData(0, 0, copy.width, copy.height);
      const colours = new Set<number>();
      let sum = 0;
      for (let i = 0; i < data.length; i += 4) {
        const colour = (data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!;
        colours.add(colour);
        sum = (sum * 31 + colour) % 1_000_000_007;
      }
      return { colours: colours.size, sum };
    });
}

describe('the figure “Skip or no skip”', () => {
  it('trains both networks and draws their surfaces', async () => {
    const { page, figure, errors, foreign, close } = await small();
    await figure.getByRole('button', { name: 'Train', exact: true }).click();
    await figure.getByText('All networks trained').waitFor({ timeout: 120_000 });
    const cells = await figure.locator('astro-island .readout tbody td').allTextContents();
    expect(cells).toHaveLength(14);
    // Chance is ln 10 = 2.3 and 90%.
    expect(Number(cells[0])).toBeLessThan(1.5);
    expect(Number.parseFloat(cells[2]!)).toBeLessThan(60);
    expect(cells.every((cell) => cell !== '–')).toBe(true);
    const [plain, skip] = [
      await picture(page, '.relief.plain'),
      await picture(page, '.relief.skip'),
    ];
    expect(plain.colours).toBeGreaterThan(200);
    expect(skip.colours).toBeGreaterThan(200);
    expect(plain.sum).not.toBe(skip.sum);
    expect((await picture(page, '.contour.plain')).colours).toBeGreaterThan(50);
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
    await close();
  });

  it('gives the same numbers for the same seed, and others for another', async () => {
    const { figure, close } = await small();
    const readout = async () => {
      await figure.getByRole('button', { name: /^Train/ }).click();
      await figure.getByRole('button', { name: 'Stop' }).waitFor();
      await figure.getByText('All networks trained').waitFor({ timeout: 120_000 });
      return figure.locator('astro-island .readout tbody').textContent();
    };
    const first = await readout();
    expect(await readout()).toBe(first);
    await figure.getByLabel('Seed', { exact: true }).fill('2');
    expect(await readout()).not.toBe(first);
    await close();
  });

  it('stops, keeps what it has, goes on, and resets', async () => {
    const { figure, close } = await small();
    await figure.getByLabel('Training steps').selectOption('4000');
    await figure.getByRole('button', { name: 'Train', exact: true }).click();
    await figure.getByText(/step \d+ of 4,000/).waitFor();
    await figure.getByRole('button', { name: 'Stop' }).click();
    await figure.getByText('what was computed stays').waitFor();
    await figure.getByRole('button', { name: 'Continue' }).click();
    await figure.getByRole('button', { name: 'Stop' }).waitFor();
    await figure.getByRole('button', { name: 'Reset' }).click();
    await figure.getByText('A recorded run').waitFor();
    await close();
  });

  it('names a wrong seed in words and goes on with the last good one', async () => {
    const { figure, close } = await small();
    await figure.getByLabel('Seed', { exact: true }).fill('-3');
    await figure.getByText('a whole number, 0 to 9999').waitFor();
    await close();
  });

  it('says which backend computes, and changes it', async () => {
    const { figure, close } = await small();
    await figure.getByLabel('Compute with').selectOption('cpu');
    await figure.getByText('Computing with JavaScript').waitFor();
    // The tests' only adapter is a software one, so the best backend here is WebAssembly.
    await figure.getByLabel('Compute with').selectOption('auto');
    await figure.getByText('Computing with WebAssembly').waitFor();
    await close();
  });

  it('says in words what is missing: data, WebGL, WebGPU; and trains with what is left', async () => {
    const { page, figure, errors, close } = await small(CHAPTER, { withoutGraphics: true });
    const file = '**/data/fashion-mnist.bin';
    const train = () => figure.getByRole('button', { name: 'Train', exact: true }).click();
    await page.route(file, (route) => route.fulfill({ status: 404 }));
    await train();
    await figure.getByText(/fashion-mnist.bin of this site is missing/).waitFor();
    await page.unroute(file);
    // One bit of one pixel.
    const whole = gunzipSync(await readFile(join(inject('site').folder, 'data/fashion-mnist.bin')));
    whole[12_345]! ^= 1;
    await page.route(file, (route) => route.fulfill({ body: gzipSync(whole) }));
    await train();
    await figure.getByText(/Fashion-MNIST file is damaged: its checksum/).waitFor();
    await page.unroute(file);
    await train();
    await figure.getByText('All networks trained').waitFor({ timeout: 120_000 });
    await figure.getByText('This browser has no WebGPU.').waitFor();
    // In the summaries of both reliefs; on them, the same words are drawn.
    expect(await figure.getByText('Drawn without WebGL').count()).toBe(2);
    expect(errors.filter((error) => !/404/.test(error))).toEqual([]);
    await close();
  });

  it('shows the recorded run before and without any script', async () => {
    const { page, close } = await visit(CHAPTER, { javaScriptEnabled: false });
    expect(await page.locator('#skip-or-no-skip .still:has(svg)').count()).toBe(5);
    expect(await page.locator('#skip-or-no-skip .still svg').first().isVisible()).toBe(true);
    await close();
  });
});
