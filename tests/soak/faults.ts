import type { Page } from 'playwright';

/** What went wrong: errors on the console, what nobody caught, and what a reader waited for in vain. */
export class Faults {
  readonly list: string[] = [];
  readonly #tell: (fault: string) => void;

  constructor(tell: (fault: string) => void) {
    this.#tell = tell;
  }

  readonly add = (error: unknown) => {
    this.list.push(String(error).slice(0, 400));
    this.#tell(this.list.at(-1)!);
  };

  watch(page: Page): Page {
    page.on('pageerror', (error) => this.add(`not caught: ${error}`));
    page.on('console', (message) => {
      if (message.type() === 'error') {
        this.add(`console: ${message.text()} (${message.location().url})`);
      }
    });
    page.on('crash', () => this.add('the page crashed'));
    return page;
  }
}
