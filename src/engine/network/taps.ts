/**
 * Where a network can be listened to:
 *
 * - input: the samples
 * - output: h, the stem's activation and each block's output
 * - branch, carried: a block's h as it enters the branch F, and as it enters the shortcut
 * - sum: a block's h + s·F(h), before its activation
 */
export type TapPlace = 'input' | 'output' | 'branch' | 'carried' | 'sum';

export interface Tap {
  readonly place: TapPlace;
  /** Of the layer or block: `input`, `stem`, `block0`, … */
  readonly name: string;
}
