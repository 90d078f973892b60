import { InputError } from '@/engine/errors';
import { type Camera, limited } from '@/plot/camera';
import type { Control, Settings, Value } from '../comparison/definition';
import { regionIn, regionText } from '../comparison/region';
import { say } from '@/words';
import { type Looks, readFragment, writeFragment } from './fragment';

/** What can be set on a figure, for its addresses. */
export interface Addressed {
  /** Of the figure's element. */
  readonly id: string;
  readonly defaults: Settings;
  readonly controls: readonly Control[];
}

export interface FigureState {
  readonly settings: Settings;
  readonly looks: Looks;
}

/** The state of a figure as the fragment of an address: `#id?v=1&depth=8`. */
export function fragmentOf({ id, defaults }: Addressed, { settings, looks }: FigureState): string {
  const changed = Object.entries(settings).filter(([key, value]) => value !== defaults[key]);
  const texts = changed.map(([key, value]) => [key, String(value)]);
  return writeFragment(id, Object.fromEntries(texts), looks);
}

/**
 * Reads a fragment back.
 * @returns undefined when it names another figure.
 * @throws InputError when it is too long, of another version, or sets what the figure has not got.
 */
export function stateOf(figure: Addressed, fragment: string): FigureState | undefined {
  const found = readFragment(figure.id, fragment);
  if (!found) return undefined;
  const settings: Record<string, Value> = { ...figure.defaults };
  for (const [key, text] of found.settings) settings[key] = settingOf(figure, key, text);
  return { settings, looks: found.looks };
}

/** The eye of a relief in an address: angles in degrees, zoom, shift in hundredths of the panel. */
export function cameraText({ azimuth, elevation, zoom, pan }: Camera): string {
  const numbers = [(azimuth * 180) / Math.PI, (elevation * 180) / Math.PI, zoom * 100];
  return [...numbers, pan[0] * 100, pan[1] * 100].map(Math.round).join('_');
}

/** @returns the camera within its limits, or undefined if the text is none. */
export function cameraIn(text: string | undefined): Camera | undefined {
  const numbers = text?.split('_').map(Number) ?? [];
  if (numbers.length !== 5 || !numbers.every(Number.isFinite)) return undefined;
  const [azimuth, elevation, zoom, right, up] = numbers as [number, number, number, number, number];
  return limited({
    azimuth: (azimuth * Math.PI) / 180,
    elevation: (elevation * Math.PI) / 180,
    zoom: zoom / 100,
    pan: [right / 100, up / 100],
  });
}

function settingOf({ defaults, controls }: Addressed, key: string, text: string): Value {
  const words = say().address;
  const control = controls.find((one) => one.key === key);
  if (!control || !Object.hasOwn(defaults, key)) {
    throw new InputError(
      words.unknown(key.slice(0, 40), controls.map((one) => one.key).join(', ')),
    );
  }
  if (control.kind === 'number') {
    const number = Number(text);
    const { min, max } = control;
    if (text !== '' && Number.isInteger(number) && number >= min && number <= max) return number;
    throw new InputError(words.number(control.label, text.slice(0, 40), min, max));
  }
  if (control.kind === 'region') {
    const region = regionIn(text);
    if (region) return regionText(region);
    throw new InputError(words.region(control.label, text.slice(0, 40)));
  }
  const values = control.options.map((one) => (typeof one === 'object' ? one.value : one));
  const found = values.find((value) => String(value) === text);
  if (found !== undefined) return found;
  throw new InputError(words.option(control.label, text.slice(0, 40), values.join(', ')));
}
