import { signal } from '@preact/signals';
import { InputError } from '@/engine/errors';
import type { OpenedSurface, OpenedTrajectory } from '@/files/opened';
import { say } from '@/words';
import { type Beside, MOST_BESIDE } from './beside';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** What stands beside the lab's experiments, and the reader's actions on it. */
export class Besides {
  readonly list = signal<readonly Beside[]>([]);
  /** A trajectory that came before its surface. */
  #waiting: OpenedTrajectory | undefined;
  #next = 0;

  /** @throws InputError in words where there is no place left. */
  put(one: WithoutId<Beside>) {
    if (this.list.value.length >= MOST_BESIDE) {
      throw new InputError(say().lab.beside.full(MOST_BESIDE));
    }
    this.list.value = [...this.list.value, { ...one, id: this.#next++ }];
  }

  /** Puts an opened surface there, under the path that waited for one. @throws as `put`. */
  putSurface(name: string, surface: OpenedSurface) {
    const path = this.#waiting && { x: this.#waiting.x, y: this.#waiting.y };
    this.put({ kind: 'surface', name, surface, layer: 0, classes: 10, path });
    this.#waiting = undefined;
  }

  /**
   * Lays a path on the surface opened last; without one it waits for the next.
   *
   * @returns the name of the surface it lies on.
   */
  layPath(trajectory: OpenedTrajectory): string | undefined {
    const { x, y } = trajectory;
    const under = this.list.value.findLast((one) => one.kind === 'surface');
    if (under) this.#change(under.id, { path: { x, y } });
    else this.#waiting = trajectory;
    return under?.name;
  }

  /** Changes how an opened surface is shown. */
  look(id: number, change: { readonly layer?: number; readonly classes?: number }) {
    this.#change(id, change);
  }

  remove(id: number) {
    this.#stop((one) => one.id === id);
    this.list.value = this.list.value.filter((one) => one.id !== id);
  }

  /** Stops what is being measured. */
  stop() {
    this.#stop(() => true);
  }

  clear() {
    this.list.value = [];
    this.#waiting = undefined;
  }

  #stop(which: (one: Beside) => boolean) {
    for (const one of this.list.value) if (which(one) && one.kind === 'network') one.live.stop();
  }

  #change(id: number, change: Partial<Extract<Beside, { kind: 'surface' }>>) {
    this.list.value = this.list.value.map((one) =>
      one.id === id && one.kind === 'surface' ? { ...one, ...change } : one,
    );
  }
}
