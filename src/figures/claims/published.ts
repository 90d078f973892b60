import { readFileSync } from 'node:fs';
import type { ClaimResult } from '@/claims/carry-out';
import { type ClaimResults, parseResults, RESULTS_FILE } from '@/claims/results';

let results: ClaimResults | undefined;

/** What `npm run claims` measured last, read while the site is built. */
export function published(): ClaimResults {
  results ??= parseResults(readFileSync(`public/${RESULTS_FILE}`, 'utf8'));
  return results;
}

/** @throws Error for a claim that was not measured: a slip in a chapter, found by the build. */
export function resultOf(id: string): ClaimResult {
  const found = published().claims.find((claim) => claim.id === id);
  if (!found) throw new Error(`The claims file holds no “${id}”. Run npm run claims.`);
  return found;
}
