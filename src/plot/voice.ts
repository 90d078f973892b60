const HIDDEN =
  'position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;' +
  'clip-path:inset(50%);white-space:nowrap;border:0';

let count = 0;

/**
 * What a plot says to those who do not see it: a label and a summary for its canvas, and a polite
 * live region that reads the crosshair.
 */
export class Voice {
  readonly #canvas: HTMLCanvasElement;
  readonly #summary: HTMLElement;
  readonly #live: HTMLElement;
  #timer = 0;

  /** @param kind what the plot is, in a word or two; @param keys how it is worked by keyboard. */
  constructor(host: HTMLElement, canvas: HTMLCanvasElement, kind: string, keys: string) {
    this.#canvas = canvas;
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'application');
    canvas.setAttribute('aria-roledescription', kind);
    const id = `plot-words-${++count}`;
    this.#summary = hidden(host, id);
    const help = hidden(host, `${id}-keys`);
    help.textContent = keys;
    canvas.setAttribute('aria-describedby', `${id} ${id}-keys`);
    this.#live = hidden(host, `${id}-live`);
    this.#live.setAttribute('aria-live', 'polite');
  }

  describe(label: string, summary: string): void {
    this.#canvas.setAttribute('aria-label', label);
    if (this.#summary.textContent !== summary) this.#summary.textContent = summary;
  }

  /** Speaks once the words have stood for a moment, so that a swift move is not read in full. */
  say(words: string): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#live.textContent = words;
    }, 120);
  }

  destroy(): void {
    clearTimeout(this.#timer);
    const words = this.#canvas.getAttribute('aria-describedby')?.split(' ') ?? [];
    for (const id of words) document.getElementById(id)?.remove();
    this.#live.remove();
    this.#summary.remove();
  }
}

function hidden(host: HTMLElement, id: string): HTMLElement {
  const element = document.createElement('div');
  element.id = id;
  element.style.cssText = HIDDEN;
  host.append(element);
  return element;
}
