/** “1 point”, “8 points”. */
export const plural = (n: number | string, one: string, many: string) =>
  `${n} ${String(n) === '1' ? one : many}`;
