import type { ChartDefinition } from '../chart/definition';
import { byId, has } from '../parts/by-id';

/** The lecture's measurements that are lines or maps, by id: what any file of this folder exports. */
export const charts: Readonly<Record<string, ChartDefinition>> = byId(
  import.meta.glob<Record<string, unknown>>(['./**/*.ts', '!./index.ts'], { eager: true }),
  (value): value is ChartDefinition => has(value, 'measure'),
);

/** @throws Error for an id that no chart has: a slip in a chapter, found by the build. */
export function chartOf(id: string): ChartDefinition {
  const found = charts[id];
  if (!found) throw new Error(`No chart “${id}”. There are: ${Object.keys(charts).join(', ')}.`);
  return found;
}
