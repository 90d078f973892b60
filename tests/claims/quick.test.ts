import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { CLAIMS } from '@/claims/list';
import { type ClaimResults, parseResults, RESULTS_FILE } from '@/claims/results';

/*
 * The published file against a new, quick run: few seeds make wide intervals, so a decided verdict
 * may become undecided, but it must not turn round, and every effect must lie where the published
 * interval, widened by its own length, says.
 */
const published = parseResults(readFileSync(`public/${RESULTS_FILE}`, 'utf8'));
let quick: ClaimResults;

beforeAll(async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['src/record/launch.ts', 'claims', '--quick', '--json'],
    { maxBuffer: 1e8 },
  );
  quick = parseResults(stdout);
}, 600_000);

describe('the claims, run again with few seeds', () => {
  it('are those of the published file', () => {
    expect(published.claims.map(({ id }) => id)).toEqual(CLAIMS.map(({ id }) => id));
    expect(quick.claims.map(({ id }) => id)).toEqual(CLAIMS.map(({ id }) => id));
  });

  it.each(CLAIMS.map(({ id }) => id))('%s does not turn round', (id) => {
    const before = published.claims.find((claim) => claim.id === id)!;
    const now = quick.claims.find((claim) => claim.id === id)!;
    for (const [c, { name, verdict }] of now.conditions.entries()) {
      const verdicts = [before.conditions[c]!.verdict, verdict];
      const turned = verdicts.includes('supported') && verdicts.includes('contradicted');
      expect(turned, `${name}: ${verdicts.join(' → ')}`).toBe(false);
    }
    if (!Number.isFinite(now.effect)) return;
    const slack = Math.max(now.high - now.low, before.high - before.low);
    expect(now.effect).toBeGreaterThan(before.low - slack);
    expect(now.effect).toBeLessThan(before.high + slack);
  });
});
