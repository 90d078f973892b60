import { afterAll, describe, expect, inject, it } from 'vitest';
import { closeBrowser, visit } from './visit';

afterAll(closeBrowser);

/** Opens a chapter in a browser that has not got something. */
async function without(feature: string) {
  const { page, close } = await visit('about:blank');
  await page.addInitScript(`delete ${feature}`);
  await page.goto(`${inject('site').address}chapters/width/`);
  return { page, close };
}

describe('a browser that is too old', () => {
  it('is told what it lacks, and shows text, formulas and recorded pictures', async () => {
    const { page, close } = await without('Object.hasOwn');
    await page.getByRole('note').filter({ hasText: 'too old' }).waitFor();
    expect(await page.getByRole('note').first().textContent()).toMatch(/it lacks private fields/);
    expect(await page.locator('main .still svg').first().isVisible()).toBe(true);
    expect(await page.locator('main p').count()).toBeGreaterThan(10);
    await close();
  });

  it('is told that it will be slow where it is only that', async () => {
    const { page, close } = await without('globalThis.WebAssembly');
    await page.getByText('lacks WebAssembly: the figures work').waitFor();
    await close();
  });

  it('is not spoken to when it is not', async () => {
    const { page, close } = await visit('chapters/width/');
    expect(await page.locator('main > .notice').count()).toBe(0);
    await close();
  });
});
