import { readFile } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import { closeBrowser, visit } from './visit';

/* What a reader does with a surface once it is there: look closer, go back in time, take it home. */

afterAll(closeBrowser);

const PAGE = 'chapters/why-skip-connections/';

it('measures a part of a recorded surface anew, and the address says which', async () => {
  const { page, errors, close } = await visit(`${PAGE}#skip-or-no-skip?v=1`);
  const figure = page.locator('#skip-or-no-skip');
  const canvas = figure.locator('.contour canvas').first();
  await canvas.waitFor();
  await canvas.scrollIntoViewIfNeeded();
  await figure.getByText('A recorded run.').waitFor();
  const box = (await canvas.boundingBox())!;
  await page.mouse.move(box.x + 0.4 * box.width, box.y + 0.3 * box.height);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.6 * box.height, { steps: 3 });
  await page.mouse.up();
  await figure.getByText('All networks trained').waitFor({ timeout: 150_000 });
  expect(page.url()).toMatch(/region=-?[\d.]+_-?[\d.]+_-?[\d.]+_-?[\d.]+/);
  const label = await figure.locator('.contour canvas').first().getAttribute('aria-describedby');
  expect(label).toBeTruthy();
  await figure.getByRole('button', { name: 'Whole surface' }).click();
  await expect.poll(() => page.url()).not.toContain('region');
  expect(errors).toEqual([]);
  await close();
});

it('goes back to earlier surfaces, shows a difference, and hands out pictures and numbers', async () => {
  const { page, errors, close } = await visit(`${PAGE}#skip-or-no-skip?v=1&depth=20&steps=200`);
  const figure = page.locator('#skip-or-no-skip');
  await figure.locator('button.main').click();
  await figure.getByText('All networks trained').waitFor({ timeout: 150_000 });
  const label = figure.locator('.panel.relief .label small').last();
  await expect.poll(() => label.textContent()).toContain('step 200');
  await figure.getByRole('button', { name: 'One back' }).click();
  await expect.poll(() => label.textContent()).not.toContain('step 200');

  await figure.getByText('More settings').click();
  await figure.getByRole('radio', { name: 'shown' }).check();
  await figure.locator('.panel.difference canvas').waitFor();

  await figure.getByText('Numbers and pictures').click();
  const take = async (press: () => Promise<void>) => {
    const [download] = await Promise.all([page.waitForEvent('download'), press()]);
    return readFile(await download.path());
  };
  const png = await take(() => figure.getByRole('button', { name: 'Picture (PNG)' }).click());
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.toString('latin1')).toContain('depth=20');
  const svg = await take(() => figure.getByRole('button', { name: 'Drawing (SVG)' }).click());
  expect(svg.toString()).toContain('<title>Figure 6.1. Skip or no skip</title>');
  // The caption in sentences, without the table that folds out below it.
  expect(svg.toString()).toMatch(/all but disappears\. Measured /);
  expect(svg.toString()).not.toContain('Mean ± sd');
  await figure.getByText('Numbers of the surface: Plain').click();
  const csv = await take(() => figure.getByRole('button', { name: 'All numbers' }).first().click());
  expect(csv.toString().trim().split('\r\n')).toHaveLength(1 + 51 * 51);
  expect(errors).toEqual([]);
  await close();
});
