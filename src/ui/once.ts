/**
 * Clicks on a button that starts and stops: the second click of a double click is none, since it
 * would undo what the first one did.
 */
export function once(action: () => void): (event: { readonly detail: number }) => void {
  return ({ detail }) => {
    if (detail < 2) action();
  };
}
