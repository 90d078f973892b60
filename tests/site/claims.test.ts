import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { CLAIMS, claimOf } from '@/claims/list';
import { parseResults, RESULTS_FILE } from '@/claims/results';
import { estimateWords } from '@/figures/claims/words';
import { closeBrowser, visit } from './visit';

afterAll(closeBrowser);
const { claims } = parseResults(readFileSync(`public/${RESULTS_FILE}`, 'utf8'));

describe('the page of the claims', () => {
  it('says of every claim what the file says, without script', async () => {
    const { page, close } = await visit('claims/', { javaScriptEnabled: false });
    expect(await page.locator('.claim').count()).toBe(CLAIMS.length);
    for (const { id, verdict, conditions, ...estimate } of claims) {
      const claim = page.locator(`#${id}`);
      expect(await claim.locator('.verdict').first().textContent()).toBe(verdict);
      expect(await claim.locator('.finds strong').textContent()).toBe(
        estimateWords(estimate, claimOf(id).unit),
      );
      const details = await claim.locator('details').textContent();
      for (const one of conditions) expect(details).toContain(estimateWords(one, claimOf(id).unit));
    }
    const tally = await page.locator('.tally dd').allTextContents();
    expect(tally.reduce((sum, n) => sum + Number(n), 0)).toBe(CLAIMS.length);
    await close();
  });

  it('repeats a claim here with fresh seeds', async () => {
    const { page, errors, foreign, close } = await visit('claims/#plain-gradients-vanish');
    const claim = page.locator('#plain-gradients-vanish');
    await claim.locator('astro-island:not([ssr])').waitFor();
    await claim.getByRole('button', { name: 'Run it here' }).click();
    await claim.getByText('Yours:').waitFor({ timeout: 120_000 });
    expect(await claim.locator('.outcome .verdict').textContent()).toBe('supported');
    expect(await claim.locator('.whiskers .yours').count()).toBe(1);
    expect(errors).toEqual([]);
    expect(foreign).toEqual([]);
    await close();
  });

  it('stops when asked to', async () => {
    const { page, errors, close } = await visit('claims/#skip-smoother');
    const claim = page.locator('#skip-smoother');
    await claim.locator('astro-island:not([ssr])').waitFor();
    await claim.getByRole('button', { name: 'Run it here' }).click();
    await claim.getByRole('button', { name: 'Stop' }).click();
    await claim.getByRole('button', { name: 'Run it here' }).waitFor();
    expect(errors).toEqual([]);
    await close();
  });
});
