import { afterAll, describe, expect, it } from 'vitest';
import { closeBrowser, visit } from './visit';

const CHAPTER = 'chapters/why-skip-connections/';

afterAll(closeBrowser);

describe('the address of a figure’s state', () => {
  it('scrolls to the figure, sets it, and follows links and “back”', async () => {
    const { page, errors, close } = await visit(
      `${CHAPTER}#skip-or-no-skip?v=1&depth=8&look.scale=own`,
    );
    const figure = page.locator('#skip-or-no-skip');
    const depth = figure.getByLabel('Depth');
    await figure.locator('astro-island:not([ssr])').waitFor();
    await expect.poll(() => depth.inputValue()).toBe('8');
    expect(await figure.evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(
      300,
    );
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = '#skip-or-no-skip?v=1&depth=56';
      link.textContent = 'Try 56 layers';
      document.querySelector('#skip-or-no-skip figcaption')!.append(link);
    });
    await page.getByText('Try 56 layers').click();
    await expect.poll(() => depth.inputValue()).toBe('56');
    await page.goBack();
    expect(page.url()).toContain('depth=8');
    await expect.poll(() => depth.inputValue()).toBe('8');
    await depth.selectOption('20');
    await expect.poll(() => page.evaluate(() => location.hash)).toContain('depth=20');
    expect(errors).toEqual([]);
    await close();
  });

  it('copies a link to exactly this state', async () => {
    const { page, close } = await visit(CHAPTER, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const figure = page.locator('#skip-or-no-skip');
    await figure.scrollIntoViewIfNeeded();
    await figure.locator('astro-island:not([ssr])').waitFor();
    await figure.getByLabel('Depth').selectOption('8');
    await figure.getByRole('button', { name: 'Copy link to this state' }).click();
    await figure.getByRole('button', { name: 'Link copied' }).waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toMatch(/why-skip-connections\/#skip-or-no-skip\?v=1&depth=8$/);
    await close();
  });

  it('says what is wrong with it, and goes on at the defaults', async () => {
    const { page, errors, close } = await visit(
      `${CHAPTER}#skip-or-no-skip?v=1&depth=<script>alert(1)</script>`,
    );
    const figure = page.locator('#skip-or-no-skip');
    await figure.getByRole('alert').waitFor();
    expect(await figure.getByRole('alert').textContent()).toMatch(/sets depth to “<script>/);
    expect(await figure.getByLabel('Depth').inputValue()).toBe('32');
    expect(errors).toEqual([]);
    await close();
  });

  it('presents one figure alone, and Escape ends it', async () => {
    const { page, errors, close } = await visit(
      `${CHAPTER}#skip-or-no-skip?v=1&depth=8&look.present=1`,
    );
    const figure = page.locator('#skip-or-no-skip');
    await figure.locator('astro-island:not([ssr])').waitFor();
    const box = (await figure.boundingBox())!;
    expect([box.x, box.y, box.width]).toEqual([0, 0, 1280]);
    expect(await page.locator('header.header').evaluate((e) => e.closest('[inert]') !== null)).toBe(
      true,
    );
    await figure.getByRole('button', { name: 'Train', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await figure.boundingBox())!.width).toBeLessThan(1200);
    expect(errors).toEqual([]);
    await close();
  });
});
