import { UnsupportedError } from '../../errors';
import type { PaddedNetwork } from './padded';

/*
 * No dispatch may take long: the browser draws and kills by submissions. Nothing can be measured
 * from inside a queue, so work is counted, against speeds any device of its kind reaches.
 */

/** Multiply-adds a ms: of one workgroup, and of all that run at once. */
const SPEED = {
  software: { one: 2e5, all: 1e6 },
  hardware: { one: 2e6, all: 1e8 },
} as const;

/** ms a dispatch should take, and the most that an indivisible one may. */
const DISPATCH = 40;
const LONGEST = 1000;

/** Multiply-adds of a forward pass, samples together. */
export function forwardWork(network: PaddedNetwork, samples: number): number {
  const { inputs, width, classes, hidden } = network;
  return 16 * samples * width * (inputs + (hidden - 1) * width + classes);
}

/**
 * How many units of work, each done by one workgroup, may go in one dispatch.
 *
 * @param work multiply-adds of one unit.
 * @param inTurn the units follow each other in one workgroup (steps), or stand side by side (points).
 * @throws UnsupportedError when a single unit would take too long.
 */
export function unitsPerDispatch(
  work: number,
  software: boolean,
  order: 'in turn' | 'side by side',
): number {
  const speed = SPEED[software ? 'software' : 'hardware'];
  if (work / speed.one > LONGEST) {
    throw new UnsupportedError(
      'This network and number of samples are too large for one workgroup of the WebGPU kernel.',
    );
  }
  const rate = order === 'in turn' ? speed.one : speed.all;
  return Math.max(1, Math.floor((DISPATCH * rate) / work));
}

/** @throws UnsupportedError when a buffer would be larger than the device allows. */
export function checkBuffer(what: string, bytes: number, limit: number): void {
  if (bytes > limit) {
    throw new UnsupportedError(
      `${what} would take ${bytes} bytes on the graphics device, which allows ${limit} for one buffer.`,
    );
  }
}
