import { surfaceMeasures } from '@/engine/landscape/measures';
import { planeOf } from '@/engine/landscape/plane';
import { axis, slice } from '@/engine/landscape/slice';
import { type ChartData, countColumn, defineChart, numberColumn } from '../chart/definition';
import { numbers, trained } from './trained';

const POINTS = 41;

/** One network, and every way to cut through its loss: which directions, which ruler, how far. */
export const slices = defineChart({
  id: 'slices',
  statements: [3],
  defaults: {
    along: 'random' as 'random' | 'gradient' | 'hessian',
    ruler: 'filter' as 'filter' | 'layer' | 'weight' | 'none',
    reach: 1,
    draw: 0,
    skip: false,
    depth: 8,
    seed: 1,
  },
  controls: [
    {
      kind: 'segments',
      key: 'along',
      label: 'Directions',
      options: [
        { value: 'random', label: 'random' },
        { value: 'gradient', label: 'gradient' },
        { value: 'hessian', label: 'Hessian' },
      ],
    },
    {
      kind: 'choice',
      key: 'ruler',
      label: 'Scaled',
      options: [
        { value: 'filter', label: 'by filter' },
        { value: 'layer', label: 'by layer' },
        { value: 'weight', label: 'by weight' },
        { value: 'none', label: 'as they are' },
      ],
    },
    { kind: 'slider', key: 'reach', label: 'How far', options: [0.05, 0.1, 0.25, 0.5, 1, 2, 4] },
    { kind: 'number', key: 'draw', label: 'Draw of directions', min: 0, max: 9999 },
  ],
  more: [
    { kind: 'choice', key: 'depth', label: 'Depth', options: [4, 8, 20, 32] },
    {
      kind: 'segments',
      key: 'skip',
      label: 'Network',
      options: [
        { value: false, label: 'plain' },
        { value: true, label: 'with skips' },
      ],
    },
    { kind: 'number', key: 'seed', label: 'Network’s seed', min: 0, max: 9999 },
  ],
  measures: {
    centre: numberColumn('loss at the centre', 'In nats, over 256 training samples'),
    radius: numberColumn(
      'radius r',
      'Mean distance from the centre at which the loss has risen by ½ ln C, in units of the directions; n/a where the slice ends before',
    ),
    ev: numberColumn('unevenness EV', '0: every row and column has one valley', 2),
    minima: countColumn('minima', 'Deeper than 2% of the range'),
  },
  headline: ['radius', 'ev'],
  seed: 'draw',
  looks: ['along', 'ruler', 'reach', 'draw'],
  verb: 'Train',
  async measure({ along, ruler, reach, draw, skip, depth, seed }, tools) {
    const net = await tools.keep([skip, depth, seed], () =>
      trained({ network: { family: 'mlp', depth, skip }, training: { steps: 1000 }, seed }, tools),
    );
    tools.progress(0.7);
    const { experiment, spec, state, dataset } = net;
    const landscape = {
      ...experiment.landscape,
      directions: along,
      normalisation: ruler,
      seed: draw,
      points: [POINTS, POINTS] as [number, number],
    };
    const plane = await planeOf({ ...experiment, landscape }, spec, state, dataset, tools);
    const coordinates = axis([-reach, reach], POINTS);
    const hue = skip ? 'skip' : 'plain';
    const seen = (z: number[]): ChartData['panels'] => {
      const middle = (POINTS - 1) / 2;
      const across = z.slice(middle * POINTS, (middle + 1) * POINTS);
      const up = coordinates.reduce<number[]>((line, _, j) => {
        line.push(z[j * POINTS + middle]!);
        return line;
      }, []);
      const x = numbers(coordinates);
      return [
        {
          kind: 'map',
          title: 'Two directions: a plane',
          x: 'α along δ',
          y: 'β along γ',
          grid: { x, y: x, z },
          scale: { kind: 'log', label: 'loss (nats)' },
          equal: true,
        },
        {
          kind: 'lines',
          title: 'One direction: a line through the middle',
          x: { label: 'distance from the network' },
          y: { label: 'loss (nats)', kind: 'log' },
          lines: [
            { name: 'along δ', hue, x, y: across },
            { name: 'along γ', hue, dashed: true, x, y: up },
          ],
          baselines: [{ value: Math.log(dataset.classes), label: 'chance' }],
        },
      ];
    };
    let loss: number[] = [];
    for await (const progress of slice(plane, { x: coordinates, y: coordinates }, tools.executor)) {
      loss = numbers(progress.slice.loss);
      tools.progress(0.7 + (0.3 * progress.done) / loss.length);
    }
    const { radius, openRays, ev, minima } = surfaceMeasures({
      x: coordinates,
      y: coordinates,
      loss,
      classes: dataset.classes,
      samples: landscape.samples,
    });
    const centre = loss[(loss.length - 1) / 2];
    return {
      panels: seen(loss),
      rows: [
        {
          name: 'this slice',
          hue,
          values: { centre, radius: openRays > 0 ? undefined : radius, ev, minima },
        },
      ],
    };
  },
});
