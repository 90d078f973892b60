import { pathOnPlane } from '@/engine/trajectory/on-plane';
import { pca } from '@/engine/trajectory/pca';
import { randomWalkExplained, randomWalk as walkOf } from '@/engine/trajectory/random-walk';
import { defineChart, percentColumn } from '../chart/definition';
import { each, numbers, pointOf, trained } from './trained';

/** A real path and a walk of pure chance, through the same principal components. */
export const randomWalk = defineChart({
  id: 'random-walk',
  statements: [3, 6],
  defaults: { points: 60, centred: false, depth: 8, skip: true, seed: 1 },
  controls: [
    { kind: 'segments', key: 'points', label: 'Points', options: [15, 60, 120] },
    {
      kind: 'segments',
      key: 'centred',
      label: 'Displacements from',
      options: [
        { value: false, label: 'the end' },
        { value: true, label: 'the mean' },
      ],
    },
    { kind: 'choice', key: 'depth', label: 'Depth', options: [4, 8, 20, 32] },
    { kind: 'number', key: 'seed', label: 'Seed', min: 0, max: 9999 },
  ],
  more: [
    {
      kind: 'segments',
      key: 'skip',
      label: 'Network',
      options: [
        { value: false, label: 'plain' },
        { value: true, label: 'with skips' },
      ],
    },
  ],
  measures: {
    explained: percentColumn(
      'held by two axes',
      'Share of the squared displacements along the two leading principal components',
    ),
    theory: percentColumn(
      'theory',
      'The same of an endless-dimensional random walk, in closed form',
    ),
    off: percentColumn(
      'off the plane',
      'Largest distance of a point of the path from the plane, over the largest from the plane’s origin',
    ),
  },
  headline: ['explained', 'off'],
  seed: 'seed',
  verb: 'Train and walk',
  async measure({ points, centred, depth, skip, seed }, tools) {
    const steps = 1500;
    const net = await trained(
      {
        network: { family: 'mlp', depth, skip },
        training: { steps, checkpointEvery: Math.ceil(steps / (points - 1)) },
        seed,
      },
      tools,
    );
    tools.progress(0.4);
    const path = net.checkpoints.map(({ parameters }) => parameters);
    const walk = walkOf(path.length, path[0]!.length, seed);
    const both = [
      { name: 'trained network', hue: 'skip', points: path },
      { name: 'random walk', hue: 'grey', points: walk },
    ];
    const components = await each(both, tools, async (one) => pca(one.points, { centred }));
    const plane = components[0]!;
    const point = pointOf(net);
    const seen = await pathOnPlane(
      net.checkpoints.map(({ step, parameters, running }) => ({ step, parameters, running })),
      { ...point, centre: plane.origin, directions: plane.directions },
      tools.executor,
    );
    const at = net.checkpoints.map(({ step }) => step);
    const [theory] = [randomWalkExplained(path.length, { centred })];
    return {
      panels: [
        ...both.map(({ name, hue }, i) => {
          const { coordinates, explained } = components[i]!;
          const reach = Math.max(...coordinates.flat().map(Math.abs));
          return {
            kind: 'lines' as const,
            title: `${name}: ${Math.round(100 * (explained[0]! + explained[1]!))}% in two axes`,
            x: { label: 'step' },
            y: { label: 'coordinate', domain: [-1, 1] as const },
            lines: [0, 1].map((k) => ({
              name: k === 0 ? 'first component' : 'second',
              hue,
              dashed: k === 1,
              x: at,
              y: coordinates.map((c) => c[k]! / reach),
            })),
            timed: true,
          };
        }),
        {
          kind: 'lines' as const,
          title: 'How far the path is from its own plane',
          x: { label: 'step' },
          y: { label: 'distance in parameter space' },
          lines: [
            { name: 'from the plane’s origin', hue: 'skip', x: at, y: numbers(seen.distance) },
            {
              name: 'from the plane',
              hue: 'plain',
              dashed: true,
              x: at,
              y: numbers(seen.offPlane),
            },
          ],
          timed: true,
        },
        {
          kind: 'lines' as const,
          title: 'What the picture of the plane does not show',
          x: { label: 'step' },
          y: { label: 'loss (nats)', kind: 'log' as const },
          lines: [
            { name: 'loss of the network', hue: 'skip', x: at, y: numbers(seen.trueLoss) },
            {
              name: 'loss where the plane shows it',
              hue: 'plain',
              dashed: true,
              x: at,
              y: numbers(seen.planeLoss),
            },
          ],
          timed: true,
        },
      ],
      time: at,
      rows: both.map(({ name, hue }, i) => {
        const { explained } = components[i]!;
        const off = Math.max(...seen.offPlane) / Math.max(...seen.distance);
        return {
          name,
          hue,
          values: {
            explained: explained[0]! + explained[1]!,
            theory: i === 1 ? theory[0]! + theory[1]! : undefined,
            off: i === 0 ? off : undefined,
          },
        };
      }),
    };
  },
});
