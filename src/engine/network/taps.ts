/**
 * Where a network can be listened to:
 *
 * - input: the samples
 * - output: h, the stem's activation and each block's output
 * - branch, carried: a block's h as it enters the branch F, and as it enters the shortcut
 * - sum: a block's h + s·F(h), before its activation
 */
export const TAP_PLACES = ['input', 'output', 'branch', 'carried', 'sum'] as const;
export type TapPlace = (typeof TAP_PLACES)[number];

export interface Tap {
  readonly place: TapPlace;
  /** Of the layer or block: `input`, `stem`, `block0`, … */
  readonly name: string;
}
