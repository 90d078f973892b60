import type { Theme } from '@/plot/theme';
import { say } from '@/words';

/** "Reset view", there only while the view is not the one that shows everything. */
export class HomeButton {
  readonly #button: HTMLButtonElement;

  constructor(host: HTMLElement, theme: Theme, pressed: () => void) {
    this.#button = document.createElement('button');
    this.#button.type = 'button';
    this.#button.textContent = say().plot.resetView;
    this.#button.hidden = true;
    this.#button.addEventListener('click', pressed);
    this.wear(theme);
    host.append(this.#button);
  }

  wear({ ink, paper, soft }: Theme): void {
    this.#button.style.cssText =
      'position:absolute;top:6px;right:6px;padding:3px 10px;border-radius:999px;margin:0;' +
      'cursor:pointer;font:inherit;font-size:12px;line-height:1.5;' +
      `color:${ink};background:${paper};border:1px solid ${soft}`;
  }

  show(shown: boolean): void {
    if (this.#button.hidden !== shown) return;
    // Focus must not fall into the void with the button that had it.
    if (!shown && document.activeElement === this.#button) {
      this.#button.parentElement?.querySelector('canvas')?.focus();
    }
    this.#button.hidden = !shown;
  }

  destroy(): void {
    this.#button.remove();
  }
}
