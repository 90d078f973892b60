/** Clicks closer together are one double click, ms; two that are meant take longer. */
const DOUBLE = 300;

interface Click {
  /** How many clicks the browser has counted in a row, 0 for the keyboard. */
  readonly detail: number;
  /** ms. */
  readonly timeStamp: number;
  readonly currentTarget: EventTarget | null;
}

/** When each button was last clicked: the handler is a new one whenever its view is drawn. */
const last = new WeakMap<EventTarget, number>();

/**
 * Clicks on a button that starts and stops: the second click of a double click is none, since it
 * would undo what the first one did. Not every browser counts the taps of a finger, so the time
 * between them counts too.
 */
export function once(action: () => void): (click: Click) => void {
  return ({ detail, timeStamp, currentTarget: button }) => {
    const soon = button !== null && timeStamp - (last.get(button) ?? -Infinity) < DOUBLE;
    if (button && detail > 0) last.set(button, timeStamp);
    if (detail === 0 || (detail === 1 && !soon)) action();
  };
}
