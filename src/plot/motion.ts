/** Whether the reader asked for as little motion as possible. */
export function reducedMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/**
 * Runs `step` with 0…1 over `duration` milliseconds, eased, or once with 1 under reduced motion.
 * @returns how to stop.
 */
export function ease(duration: number, step: (u: number) => void): () => void {
  if (reducedMotion()) {
    step(1);
    return () => {};
  }
  let frame = 0;
  let start = Number.NaN;
  const tick = (now: number) => {
    if (Number.isNaN(start)) start = now;
    const u = Math.min(1, (now - start) / duration);
    if (u < 1) frame = requestAnimationFrame(tick);
    step(u * u * (3 - 2 * u));
  };
  frame = requestAnimationFrame(tick);
  return () => cancelAnimationFrame(frame);
}
