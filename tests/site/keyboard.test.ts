import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, expect, it } from 'vitest';
import { closeBrowser, visit } from './visit';

/* The whole way of a reader who has no mouse: into the page, through a figure, and out again. */

afterAll(closeBrowser);

/** Presses Tab until what has the focus matches. @throws when the way round the page leads nowhere. */
async function tabTo(page: Page, selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab') {
  for (let k = 0; k < 120; k++) {
    await page.keyboard.press(key);
    const here = await page.evaluate((wanted) => {
      const at = document.activeElement;
      if (!at || at === document.body) return undefined;
      // A radio button is drawn by the words beside it.
      const shown = at.matches('.segments input') ? at.nextElementSibling! : at;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      return {
        found: at.matches(wanted),
        visible: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1,
        what: at.outerHTML.slice(0, 120),
      };
    }, selector);
    if (!here) continue;
    expect(here.visible, `no visible focus on ${here.what}`).toBe(true);
    if (here.found) return;
  }
  throw new Error(`The Tab key never reached ${selector}.`);
}

/** What the live region of the plot that has the focus says. */
const spoken = (page: Page) =>
  page.evaluate(
    () =>
      document.activeElement?.parentElement?.querySelector('[aria-live="polite"]')?.textContent ??
      '',
  );

it('trains a figure, turns and reads its surfaces, takes it away and presents it', async () => {
  const { page, errors, close } = await visit('chapters/why-skip-connections/', {
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const figure = page.locator('#skip-or-no-skip');
  await figure.locator('astro-island:not([ssr])').waitFor();

  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(
    'Skip to content',
  );
  await page.keyboard.press('Enter');

  // The relief: a camera, and a crosshair that is read out.
  await figure.locator('.relief canvas').first().waitFor();
  await tabTo(page, '.relief canvas');
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => spoken(page)).toMatch(/\d/);
  await tabTo(page, '.contour canvas');
  const before = await spoken(page);
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => spoken(page)).not.toBe(before);
  await page.keyboard.press('Escape');

  // Settings: a choice, a disclosure, a pair of radio buttons.
  await tabTo(page, '#skip-or-no-skip .controls select');
  const depth = figure.getByLabel('Depth');
  for (let k = 0; k < 6 && (await depth.inputValue()) !== '4'; k++) {
    await page.keyboard.press('ArrowUp');
  }
  expect(await depth.inputValue()).toBe('4');
  await tabTo(page, 'details.more > summary');
  await page.keyboard.press('Enter');
  await tabTo(page, '.segments input');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.url()).toContain('depth=4');
  const steps = figure.getByLabel('Training steps');
  await tabTo(page, `#${await steps.getAttribute('id')}`);
  for (let k = 0; k < 8 && (await steps.inputValue()) !== '200'; k++) {
    await page.keyboard.press('ArrowUp');
  }
  expect(await steps.inputValue()).toBe('200');

  await tabTo(page, 'button.main', 'Shift+Tab');
  await page.keyboard.press('Space');
  await figure.getByText('All networks trained').waitFor({ timeout: 120_000 });

  // Time.
  const label = figure.locator('.panel.relief .label small').first();
  const last = await label.textContent();
  await tabTo(page, '.player input[type="range"]', 'Shift+Tab');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => label.textContent()).not.toBe(last);

  await tabTo(page, '.takings > summary');
  await page.keyboard.press('Enter');
  await tabTo(page, '.take-away button');
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 120_000 }),
    page.keyboard.press('Enter'),
  ]);
  expect((await readFile(await download.path())).subarray(1, 4).toString()).toBe('PNG');

  await tabTo(page, '.share button');
  await page.keyboard.press('Enter');
  await figure.getByRole('button', { name: 'Link copied' }).waitFor();
  expect(page.url()).toMatch(/depth=4.*look\.eye=/);

  await tabTo(page, '.share button');
  await page.keyboard.press('Enter');
  await expect.poll(() => figure.evaluate((e) => e.matches('.presented'))).toBe(true);
  // Presented, the figure is all that there is.
  for (let k = 0; k < 30; k++) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(() => {
      const at = document.activeElement;
      return at && at !== document.body && !at.closest('#skip-or-no-skip') ? at.outerHTML : '';
    });
    expect(outside).toBe('');
  }
  await page.keyboard.press('Escape');
  expect(await figure.evaluate((e) => e.matches('.presented'))).toBe(false);
  expect(errors).toEqual([]);
  await close();
});

it('opens the contents on a narrow screen, goes to a chapter, and closes them again', async () => {
  const { page, close } = await visit('chapters/width/', {
    viewport: { width: 820, height: 900 },
    reducedMotion: 'reduce',
  });
  const pane = page.locator('#starlight__sidebar');
  await tabTo(page, '.sl-menu-button');
  await page.keyboard.press('Enter');
  expect(await pane.evaluate((e) => e.matches(':popover-open'))).toBe(true);
  await page.keyboard.press('Escape');
  expect(await pane.evaluate((e) => e.matches(':popover-open'))).toBe(false);
  await page.keyboard.press('Enter');
  await tabTo(page, '#starlight__sidebar a[href*="the-effect-of-depth"]');
  await page.keyboard.press('Enter');
  await page.waitForURL(/the-effect-of-depth/);
  await close();
});
