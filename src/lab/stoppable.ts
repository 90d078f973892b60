import type { Executor } from '@/engine/executor';

/**
 * An executor that takes no further request once it is stopped, and drops those that still wait for
 * a worker, so that a measurement made of many short requests ends with the ones under way.
 * @throws the signal's reason.
 */
export function stoppable(executor: Executor, signal: AbortSignal): Executor {
  return {
    get description() {
      return executor.description;
    },
    get width() {
      return executor.width;
    },
    async trainSteps(request) {
      signal.throwIfAborted();
      return executor.trainSteps({ ...request, signal });
    },
    async sliceLosses(request) {
      signal.throwIfAborted();
      return executor.sliceLosses({ ...request, signal });
    },
    async gradients(request) {
      signal.throwIfAborted();
      if (!executor.gradients) throw new Error(`${executor.description} has no reverse mode.`);
      return executor.gradients({ ...request, signal });
    },
  };
}
