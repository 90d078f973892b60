/** Keeps up to `limit` pieces of work going and yields after each, in order of completion. */
export async function* overlapped(
  take: () => Promise<void> | undefined,
  limit: number,
): AsyncGenerator<void, void, void> {
  const running = new Map<number, Promise<number>>();
  let count = 0;
  const fill = () => {
    while (running.size < limit) {
      const work = take();
      if (!work) return;
      const id = count++;
      running.set(
        id,
        work.then(() => id),
      );
    }
  };
  try {
    fill();
    while (running.size > 0) {
      running.delete(await Promise.race(running.values()));
      fill();
      yield;
    }
  } finally {
    // A caller that leaves early, or one failed piece, must not leave rejections unheard.
    for (const rest of running.values()) rest.catch(() => undefined);
  }
}
