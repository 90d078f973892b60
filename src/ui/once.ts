/** Taps closer together are one double tap, ms; two that are meant take longer. */
const DOUBLE = 300;

interface Click {
  /** How many clicks the browser has counted in a row, 0 for the keyboard. */
  readonly detail: number;
  /** `touch` for a finger. */
  readonly pointerType?: string;
  /** ms. */
  readonly timeStamp: number;
  readonly currentTarget: EventTarget | null;
}

/** When each button was last tapped: the handler is a new one whenever its view is drawn. */
const last = new WeakMap<EventTarget, number>();

/**
 * Clicks on a button that starts and stops: the second click of a double click is none, since it
 * would undo what the first one did. Not every browser counts the taps of a finger, so of those
 * the time between them tells.
 */
export function once(action: () => void): (click: Click) => void {
  return ({ detail, pointerType, timeStamp, currentTarget: button }) => {
    if (detail > 1) return;
    if (pointerType === 'touch' && button) {
      const before = last.get(button) ?? Number.NEGATIVE_INFINITY;
      last.set(button, timeStamp);
      if (timeStamp - before < DOUBLE) return;
    }
    action();
  };
}
