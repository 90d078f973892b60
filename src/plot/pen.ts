/** How a line is drawn. Widths are in CSS pixels, colours in any CSS notation. */
export interface LineStyle {
  readonly colour: string;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly alpha?: number;
  readonly closed?: boolean;
}

export interface FillStyle {
  readonly colour: string;
  readonly alpha?: number;
  /** A hair of the same colour round the edge, so that neighbours leave no seam. */
  readonly seam?: number;
}

export interface TextStyle {
  readonly colour: string;
  readonly size: number;
  readonly weight?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Where (x, y) lies in the height of the line. */
  readonly at?: 'top' | 'middle' | 'bottom';
  /** Turn in radians, clockwise as on screen. */
  readonly angle?: number;
  /** A rim in this colour, to be read on any ground. */
  readonly halo?: string;
}

/**
 * What every flat picture is drawn with: one hand for the canvas, one for SVG markup, so that the
 * live plot, its still and its export are the same picture. The unit is the CSS pixel, y downwards.
 */
export interface Pen {
  /** @param points x0, y0, x1, y1, …; a NaN lifts the pen. */
  line(points: ArrayLike<number>, style: LineStyle): void;
  /** @param rings closed outlines; a ring within another is a hole (even–odd). */
  fill(rings: readonly ArrayLike<number>[], style: FillStyle): void;
  disc(x: number, y: number, radius: number, style: FillStyle): void;
  text(x: number, y: number, words: string, style: TextStyle): void;
  /** Confines what `draw` draws to a rectangle. */
  clip(x: number, y: number, width: number, height: number, draw: () => void): void;
  /** Confines what `draw` draws to outlines (even–odd). */
  within(rings: readonly ArrayLike<number>[], draw: () => void): void;
  /** Width of words in CSS pixels; an estimate where there is no font to ask. */
  measure(words: string, size: number, weight?: number): number;
}

/** @returns the outline of a rectangle, for `fill` and `line`. */
export function box(x: number, y: number, width: number, height: number): number[] {
  return [x, y, x + width, y, x + width, y + height, x, y + height];
}
