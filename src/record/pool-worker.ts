import { parentPort, workerData } from 'node:worker_threads';
import { openRunner } from './runner.ts';

/*
 * A thread of `WorkerPool`: loads the module it was given and answers one call after another. The
 * module exports `serve`, which prepares whatever the calls need and returns what carries one out.
 */

export type Serve = () => Promise<(argument: unknown) => Promise<unknown>>;

const runner = await openRunner();
const { serve } = await runner.load<{ serve: Serve }>(workerData as string);
const carryOut = await serve();
parentPort!.on('message', async ({ argument }: { argument: unknown }) => {
  try {
    parentPort!.postMessage({ value: await carryOut(argument) });
  } catch (error) {
    parentPort!.postMessage({ error });
  }
});
parentPort!.postMessage({ ready: true });
