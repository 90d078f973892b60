import * as Comlink from 'comlink';
import { InputError, UnsupportedError } from '@/engine/errors';
import type { Executor, Samples } from '@/engine/executor';
import { openExecutor } from '@/engine/open-executor';
import type { ByNumber, WorkerApi } from './protocol';

/** What the pool talks to, in a worker or on the page: an executor and the samples it holds. */
export function workerApi(): WorkerApi {
  const held = new Map<number, Samples>();
  let executor: Executor | undefined;
  let lost: Promise<string> = new Promise(() => {});

  function ready(): Executor {
    if (!executor)
      throw new InputError('A worker was asked to compute before a backend was started.');
    return executor;
  }

  function withSamples<R extends { samples: Samples }>(request: ByNumber<R>): R {
    const samples = held.get(request.samples);
    if (!samples)
      throw new InputError('A worker was asked to compute on samples it does not hold.');
    return { ...request, samples } as unknown as R;
  }

  return {
    async start(backend, files) {
      const opened = await openExecutor(backend, files);
      executor = opened.executor;
      lost = opened.lost;
      return opened.backend;
    },
    async hold(number, samples) {
      held.set(number, samples);
    },
    async release(number) {
      held.delete(number);
    },
    async trainSteps(request) {
      const result = await ready().trainSteps(withSamples(request));
      const { parameters, slots, running } = result.state;
      return Comlink.transfer(result, buffersOf(parameters, slots, running, result.losses));
    },
    async sliceLosses(request) {
      const result = await ready().sliceLosses(withSamples(request));
      return Comlink.transfer(result, buffersOf(result.losses, result.accuracies));
    },
    async gradients(request) {
      const executor = ready();
      if (!executor.gradients) {
        throw new UnsupportedError(`${executor.description} has no reverse mode.`);
      }
      const result = await executor.gradients(withSamples(request));
      const taps = result.taps.flatMap(({ value, gradient }) => [value, gradient]);
      const product = result.product ? [result.product] : [];
      return Comlink.transfer(result, buffersOf(result.gradient, ...product, ...taps));
    },
    lost: () => lost,
  };
}

function buffersOf(...arrays: Float32Array[]): Transferable[] {
  return [...new Set(arrays.map((array) => array.buffer as ArrayBuffer))];
}
