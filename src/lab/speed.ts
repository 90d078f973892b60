import type { BackendName } from '@/engine/backend';
import { type Cost, sliceFlops, trainingFlops } from '@/engine/cost';
import type { Executor } from '@/engine/executor';
import type { NetworkSpec } from '@/engine/network/spec';

type Work = 'training' | 'slice';

/**
 * Operations a ms and worker before anything is measured: what a laptop of some years ago does. A
 * GPU counts as one worker.
 */
const GUESS: Readonly<Record<BackendName, number>> = { webgpu: 5e7, wasm: 8e6, cpu: 5e4 };

/** How fast this machine computes, learnt from every request that it answers. */
export class Speed {
  readonly #measured = new Map<string, number>();

  /** @param time that the computation took, ms. */
  note(work: Work, spec: NetworkSpec, flops: number, time: number) {
    if (!(flops > 0 && time > 0)) return;
    const key = keyOf(work, spec.family);
    const before = this.#measured.get(key);
    // Short requests are the least sure, so a newer speed counts a little only.
    const now = flops / time;
    this.#measured.set(key, before === undefined ? now : 0.8 * before + 0.2 * now);
  }

  /** Forgets what was measured: another backend computes. */
  forget() {
    this.#measured.clear();
  }

  /**
   * Seconds that experiments take side by side. A training goes step by step on one worker, points
   * of surfaces spread over all.
   */
  seconds(
    costs: readonly { readonly cost: Cost; readonly family: NetworkSpec['family'] }[],
    workers: number,
    backend: BackendName = 'wasm',
  ): number {
    const speed = (work: Work, family: string) =>
      this.#measured.get(keyOf(work, family)) ??
      this.#measured.get(keyOf(work === 'slice' ? 'training' : 'slice', family)) ??
      GUESS[backend];
    let alone = 0;
    let shared = 0;
    for (const { cost, family } of costs) {
      const training = cost.training / speed('training', family);
      alone = Math.max(alone, training);
      shared += training + (cost.slice + cost.analysis) / speed('slice', family);
    }
    return Math.max(alone, shared / workers) / 1000;
  }
}

function keyOf(work: Work, family: string): string {
  return `${work} ${family}`;
}

/** An executor that tells a speed what each request took. */
export function measured(executor: Executor, speed: Speed): Executor {
  return {
    get description() {
      return executor.description;
    },
    get width() {
      return executor.width;
    },
    async trainSteps(request) {
      const result = await executor.trainSteps(request);
      const { spec, batch } = request;
      const flops = trainingFlops(spec, batch, result.losses.length);
      speed.note('training', spec, flops, result.computeTime);
      return result;
    },
    async sliceLosses(request) {
      const result = await executor.sliceLosses(request);
      const { spec, samples } = request;
      const flops = sliceFlops(spec, samples.count, result.losses.length);
      speed.note('slice', spec, flops, result.computeTime);
      return result;
    },
    async gradients(request) {
      if (!executor.gradients) throw new Error(`${executor.description} has no reverse mode.`);
      return executor.gradients(request);
    },
  };
}
