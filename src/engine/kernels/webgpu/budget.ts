import { UnsupportedError } from '../../errors';
import type { PaddedNetwork } from './padded';

/*
 * No dispatch may take long: the browser draws and kills by submissions. Nothing can be measured
 * from inside a queue, so work is counted, against speeds any device of its kind reaches.
 */

/** Multiply-adds a ms of one workgroup, and how many workgroups a device surely runs at once. */
const SPEED = {
  software: { one: 2.5e5, atOnce: 4 },
  hardware: { one: 2e6, atOnce: 16 },
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
 * @param order the units follow each other in one workgroup (steps), or stand side by side (points).
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
  const fitting = Math.max(1, Math.floor((DISPATCH * speed.one) / work));
  return order === 'in turn' ? fitting : fitting * speed.atOnce;
}

/** @throws UnsupportedError when a buffer would be larger than the device allows. */
export function checkBuffer(what: string, bytes: number, limit: number): void {
  if (bytes > limit) {
    throw new UnsupportedError(
      `${what} would take ${bytes} bytes on the graphics device, which allows ${limit} for one buffer.`,
    );
  }
}
