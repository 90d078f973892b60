let last = Promise.resolve();

/** @returns when it is one's turn: each in a task of its own, so that input is served in between. */
export function turn(): Promise<void> {
  last = last.then(() => new Promise((resolve) => setTimeout(resolve)));
  return last;
}
