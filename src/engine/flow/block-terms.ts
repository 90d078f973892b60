import type { Executor, TapReading } from '../executor';
import { gradientAt, type NetworkPoint } from '../gradients';
import { cosine, difference, norm } from '../linear/vectors';

/**
 * The terms of a block's backward pass, as lengths over all samples. With h = x + s·F(x),
 *
 *     ∂L/∂x = ∂L/∂h · s·∂F/∂x + ∂L/∂h,
 *
 * so the gradient that arrives from above is handed on untouched, and the branch adds its own.
 */
export interface BlockTerms {
  /** Of the block. */
  readonly name: string;
  /** ‖∂L/∂x‖, at the block's input. */
  readonly total: number;
  /** ‖∂L/∂h · s·∂F/∂x‖, what comes back through the branch. */
  readonly branch: number;
  /** What comes back through the shortcut: ‖∂L/∂h‖ with the identity, 0 without a shortcut. */
  readonly carried: number;
  /** ‖∂L/∂h‖, at the sum, before the activation. */
  readonly arriving: number;
  /** cos between the two terms; undefined without a shortcut. */
  readonly agreement: number | undefined;
  /** ‖∂L/∂x − (branch + carried)‖/‖∂L/∂x‖: 0 but for rounding. */
  readonly mismatch: number;
  /** ‖carried − ∂L/∂h‖/‖∂L/∂h‖: 0 for an identity shortcut; undefined for others and none. */
  readonly altered: number | undefined;
}

/** Measures every block's terms on a live network, each at a tap of its own. */
export async function blockTerms(point: NetworkPoint, executor: Executor): Promise<BlockTerms[]> {
  const { taps } = await gradientAt(
    { ...point, taps: ['output', 'branch', 'carried', 'sum'] },
    executor,
  );
  const find = (place: TapReading['place'], name: string) =>
    taps.find((tap) => tap.place === place && tap.name === name);
  const outputs = taps.filter(({ place }) => place === 'output');
  return outputs.slice(1).map(({ name }, block) => {
    const total = outputs[block]!.gradient;
    const branch = find('branch', name)!.gradient;
    const sum = find('sum', name)!.gradient;
    const carried = find('carried', name)?.gradient;
    const explained = carried ? branch.map((value, i) => value + carried[i]!) : branch;
    const identity = carried?.length === sum.length;
    return {
      name,
      total: norm(total),
      branch: norm(branch),
      carried: carried ? norm(carried) : 0,
      arriving: norm(sum),
      agreement: carried && cosine(branch, carried),
      mismatch: ratio(norm(difference(total, explained)), norm(total)),
      altered: identity ? ratio(norm(difference(carried, sum)), norm(sum)) : undefined,
    };
  });
}

/** a/b, and 0 where nothing is wrong with nothing. */
function ratio(a: number, b: number): number {
  return a === 0 ? 0 : a / b;
}
