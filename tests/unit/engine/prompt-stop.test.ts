import { describe, expect, it } from 'vitest';
import { planarDataset } from '@/engine/data/planar';
import { experiment } from '@/engine/experiment/parse';
import { networkSpec } from '@/engine/experiment/spec';
import { axis, slice } from '@/engine/landscape/slice';
import { layoutOf } from '@/engine/network/layout';
import { initialState, train } from '@/engine/training/train';
import { Machine } from './machine';

/** What may still be computed after a stop, ms a worker. */
const PROMPT = 100;
/** What a request should take, ms. */
const REQUEST = 40;
/** A point or a step, ms: from a fast machine to one that computes op by op. */
const COSTS = [0.02, 0.3, 1, 4, 15, 33];

const e = experiment({
  dataset: { name: 'moons', train: 32, test: 32 },
  network: { family: 'mlp', depth: 2, width: 4, norm: 'none', skip: true },
  training: { optimiser: 'sgd', batch: 8, steps: 1_000_000 },
  landscape: { samples: 16 },
});
const dataset = planarDataset(e.dataset as Parameters<typeof planarDataset>[0], 1);
const spec = networkSpec(e, dataset);
const { size } = layoutOf(spec);

function sliceOn({ executor }: Machine) {
  const plane = {
    spec,
    centre: new Float32Array(size),
    directions: [new Float32Array(size).fill(1), new Float32Array(size).fill(2)],
    samples: dataset.train,
    statistics: 'batch',
    running: initialState(e, spec).running,
  } as const;
  const grid = { x: axis([-1, 1], 251), y: axis([-1, 1], 251) };
  return slice(plane, grid, executor);
}

const trainOn = ({ executor }: Machine) => train(e, spec, dataset.train, executor);

/** Takes reports until told to stop. */
function follow(reports: AsyncGenerator<unknown>) {
  const reader = { leave: false, reports: 0, over: false };
  const read = async () => {
    for await (const _ of reports) {
      reader.reports++;
      if (reader.leave) break;
    }
    reader.over = true;
  };
  void read();
  return reader;
}

describe.each([
  ['a slice', sliceOn, [1, 2, 8]],
  ['a training', trainOn, [1]],
] as const)('%s', (_, begin, widths) => {
  it.each(COSTS)(
    'of %f ms a piece → never more than a moment’s work is under way',
    async (cost) => {
      for (const workers of widths) {
        const machine = new Machine(workers, cost);
        const reader = follow(begin(machine));
        for (let i = 0; i < 40 * workers && !reader.over; i++) {
          await machine.pass();
          expect(machine.left).toBeLessThanOrEqual(PROMPT);
        }
        // Requests grow to their size: short ones would keep the workers busy with asking.
        expect(Math.max(...machine.asked)).toBeGreaterThan(cost > REQUEST / 2 ? cost / 2 : 15);
      }
    },
  );

  it('left at any report → nothing more is asked for', async () => {
    for (const at of [1, 2, 3, 7, 20]) {
      const machine = new Machine(widths.at(-1)!, 1);
      const reports = begin(machine);
      const reader = follow(reports);
      while (reader.reports < at) await machine.pass();
      reader.leave = true;
      const [before, seen] = [machine.asked.length, reader.reports];
      while (reader.reports === seen && !reader.over) await machine.pass();
      // The report at which it is left comes with one request in place of what it reports.
      const asked = machine.asked.length;
      expect(asked - before).toBeLessThanOrEqual(1);
      while (!machine.idle) await machine.pass();
      expect(machine.asked.length).toBe(asked);
      expect(reader.over).toBe(true);
    }
  });

  it('suddenly ten times slower → soon short requests again', async () => {
    for (const workers of widths) {
      const machine = new Machine(workers, 0.3);
      const reader = follow(begin(machine));
      for (let i = 0; i < 12 * workers; i++) await machine.pass();
      const before = machine.asked.length;
      machine.cost *= 10;
      for (let i = 0; i < 12 * workers; i++) await machine.pass();
      const after = machine.asked.slice(before);
      // Until the first slow answer is there, what is asked for is sized for the fast machine.
      const long = after.filter((time) => time > 1.5 * REQUEST);
      expect(long.length).toBeLessThanOrEqual(2 * workers);
      expect(after.slice(4 * workers).every((time) => time <= 1.5 * REQUEST)).toBe(true);
      expect(machine.left).toBeLessThanOrEqual(PROMPT);
      expect(reader.over).toBe(false);
    }
  });
});
