import type { ChartDefinition } from '../chart/definition';
import { curvature } from './curvature';
import { deleteBlock } from './delete-block';
import { gradientFlow } from './gradient-flow';
import { identity } from './identity';
import { initialisation } from './initialisation';
import { interpolation } from './interpolation';
import { optimisers } from './optimisers';
import { randomWalk } from './random-walk';
import { rescaling } from './rescaling';
import { shattered } from './shattered';
import { stability } from './stability';
import { stuck } from './stuck';
import { trainability } from './trainability';
import { weightDecay } from './weight-decay';

/** The lecture's measurements that are lines or maps, by id. */
export const charts: Readonly<Record<string, ChartDefinition>> = Object.fromEntries(
  [
    optimisers,
    initialisation,
    trainability,
    interpolation,
    rescaling,
    stuck,
    gradientFlow,
    identity,
    shattered,
    deleteBlock,
    weightDecay,
    stability,
    randomWalk,
    curvature,
  ].map((chart) => [chart.id, chart]),
);

/** @throws Error for an id that no chart has: a slip in a chapter, found by the build. */
export function chartOf(id: string): ChartDefinition {
  const found = charts[id];
  if (!found) throw new Error(`No chart “${id}”. There are: ${Object.keys(charts).join(', ')}.`);
  return found;
}
