import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, describe, expect, it } from 'vitest';
import { randomStream } from '@/engine/random';
import { fuzzedLink } from '../fuzz-links';
import { closeBrowser, visit } from './visit';

afterAll(closeBrowser);

const ran = (page: Page) => page.evaluate(() => (window as { ran?: unknown }).ran);

/**
 * A page that hangs does not answer at all; the limit leaves room for a machine that is busy with
 * other tests. That nothing takes more than 2 s by itself is held by the unit tests.
 */
const HANGS = 15_000;

/** The page still answers, and how long it took, ms. */
async function answers(page: Page): Promise<number> {
  const start = performance.now();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  return performance.now() - start;
}

describe('what a stranger sends', () => {
  it('as links: nothing runs, nothing is sent, and the figure stays of use', async () => {
    const { page, errors, foreign, close } = await visit('chapters/why-skip-connections/');
    const figure = page.locator('#skip-or-no-skip');
    await figure.scrollIntoViewIfNeeded();
    await figure.locator('astro-island:not([ssr])').waitFor();
    const random = randomStream(13, 'fuzzed links');
    const right = '#skip-or-no-skip?v=1&depth=8&width=16&data=fashion&seed=3&steps=200';
    for (let n = 0; n < 30; n++) {
      const link = fuzzedLink(right, random);
      await page.evaluate((hash) => {
        location.hash = hash;
      }, link);
      expect(await answers(page), link.slice(0, 200)).toBeLessThan(HANGS);
    }
    await page.evaluate((hash) => {
      location.hash = hash;
    }, right);
    await expect.poll(() => figure.getByLabel('Depth').inputValue()).toBe('8');
    expect(await ran(page)).toBeUndefined();
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
    await close();
  });

  it('as files: nothing runs, nothing is sent, and each is taken or refused in words', async () => {
    const { page, errors, foreign, close } = await visit('lab/');
    const input = page.getByLabel('Files to open');
    await page.locator('#lab').scrollIntoViewIfNeeded();
    await page.locator('#lab astro-island:not([ssr])').first().waitFor();
    const sent: string[] = [];
    page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()));
    const run = await readFile('public/runs/depth-4.safetensors');
    const script = '<script>ran=1</script><img src=x onerror="ran=1">';
    const files = {
      [`${script}.json`]: `{"seed": "${script}"}`,
      'a.json': `{"__proto__": {"ran": 1}, "seed": 3}`,
      'b.json': '['.repeat(100_000),
      'c.csv': `=cmd|' /C calc'!A0;1\n${script};2\n`,
      'd.svg': `<svg xmlns="http://www.w3.org/2000/svg" onload="ran=1"></svg>`,
      'e.html': script,
      'f.safetensors': run.subarray(0, 5000),
      'g.safetensors': Buffer.concat([Buffer.alloc(8, 0xff), run]),
      'h.npz': Buffer.from('PK\x03\x04 not a ZIP file'),
      'i.h5': Buffer.concat([Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'), Buffer.alloc(4000, 7)]),
      'j.npy': Buffer.from('\x93NUMPY\x01\x00v\x00{"shape": (1e99,)}', 'latin1'),
      empty: '',
    };
    for (const [name, body] of Object.entries(files)) {
      await input.setInputFiles({ name, mimeType: '', buffer: Buffer.from(body) });
      const opening = () =>
        page
          .locator('#lab')
          .getByText(/^Opening .*…$/)
          .count();
      await expect.poll(opening, { timeout: 60_000 }).toBe(0);
      expect(await answers(page), name).toBeLessThan(HANGS);
    }
    expect(await ran(page)).toBeUndefined();
    expect(await page.locator('script', { hasText: 'ran=1' }).count()).toBe(0);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await page.evaluate(() => 'ran' in Object.prototype)).toBe(false);
    await page.locator('#lab [role="alert"]').first().waitFor();
    expect(sent).toEqual([]);
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
    await close();
  });
});
