/**
 * Finds the figures among what some modules export, so that a new one needs no list.
 *
 * @param modules as `import.meta.glob` gives them, by path.
 * @param isOne tells a figure from helpers that stand beside it.
 * @throws Error when two have one id.
 */
export function byId<T extends { readonly id: string }>(
  modules: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  isOne: (value: unknown) => value is T,
): Readonly<Record<string, T>> {
  const found: Record<string, T> = {};
  for (const [path, exported] of Object.entries(modules)) {
    for (const one of Object.values(exported)) {
      if (!isOne(one)) continue;
      if (found[one.id]) throw new Error(`Two figures are called “${one.id}”; one is in ${path}.`);
      found[one.id] = one;
    }
  }
  return found;
}

/** Whether a value is an object with an id and with a function of this name. */
export function has(value: unknown, method: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const members = value as Record<string, unknown>;
  return typeof members['id'] === 'string' && typeof members[method] === 'function';
}
