import type { Statement } from '@/claims/claim';
import type { Experiment } from '@/engine/experiment/schema';

/** What a reader can set on a figure: plain values, small enough for a link. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

export type Value = Settings[string];
export type Option = Value | { readonly value: Value; readonly label: string };

/** A control that sets one field of the settings. */
export type Control<Key extends string = string> =
  | {
      readonly kind: 'choice' | 'segments' | 'slider';
      readonly key: Key;
      readonly label: string;
      readonly options: readonly Option[];
    }
  | {
      readonly kind: 'number';
      readonly key: Key;
      readonly label: string;
      readonly min: number;
      readonly max: number;
    }
  /** A part of the plane, set by dragging on a map: `x0_x1_y0_y1`, or empty for all of it. */
  | { readonly kind: 'region'; readonly key: Key; readonly label: string };

/** One of the networks or views side by side. */
export interface Variant {
  /** Unique within the figure; also names its recording, `<figure>-<key>`. */
  readonly key: string;
  readonly name: string;
  /** `plain`, `skip` or another hue of the plots' theme. */
  readonly hue: string;
  readonly experiment: Experiment;
}

export type Measure =
  | 'trainingLoss'
  | 'trainingError'
  | 'testError'
  | 'ev'
  | 'laplacian'
  | 'minima'
  | 'radius';

/**
 * A figure that trains variants of an experiment side by side and shows their loss surfaces.
 * Variants that differ in the landscape alone share one training.
 */
export interface Definition<S extends Settings = Settings> {
  /** Names the figure in addresses and files. */
  readonly id: string;
  /** The lecture's statements that it puts to the test. */
  readonly statements: readonly Statement[];
  readonly defaults: S;
  /** The few this figure is about. */
  readonly controls: readonly Control<keyof S & string>[];
  /** Under “More settings”. */
  readonly more?: readonly Control<keyof S & string>[];
  readonly variants: (settings: S) => readonly Variant[];
  /** Of surfaces: which rows of panels there are. */
  readonly rows: readonly ('relief' | 'contour')[];
  /** Whether the loss curves get a panel. */
  readonly curves: boolean;
  readonly measures: readonly Measure[];
  /** Those that the line under the figure gives with their spread. */
  readonly headline: readonly Measure[];
  /** Too long for a browser: the figure shows its recordings and says how they were made. */
  readonly recordedOnly?: boolean;
  /** Its recordings leave out the networks’ weights, so that they load at once. */
  readonly withoutWeights?: boolean;
  /** The setting that the spread runs over; it has a “next” button. */
  readonly seed: keyof S & string;
}

/** Checks a definition against its own settings; figures then need not know their type. */
export function defineFigure<S extends Settings>(definition: Definition<S>): Definition {
  return definition as unknown as Definition;
}

/** The recordings behind a figure's still: its variants with default settings, by file name. */
export function recordingsOf({ id, variants, defaults }: Definition): Record<string, Experiment> {
  return Object.fromEntries(
    variants(defaults).map(({ key, experiment }) => [recordingName(id, key), experiment]),
  );
}

export function recordingName(id: string, key: string): string {
  return `${id}-${key}`;
}

/** Classes of the stage, server-rendered and living alike, so that the boxes are the same. */
export function stageClass({ curves }: Pick<Definition, 'curves'>, variants: number): string {
  const rows = variants > 4 ? ' stacked' : '';
  return `stage comparison of-${variants}${rows}${curves ? ' with-curves' : ''}`;
}

/** Side by side up to four; more stand in two rows. */
export function columnsOf(variants: number): number {
  return variants <= 4 ? variants : Math.ceil(variants / 2);
}
