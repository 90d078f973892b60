import type { Page } from 'playwright';

/** What went wrong: errors on the console, what nobody caught, and what a reader waited for in vain. */
export class Faults {
  readonly list: string[] = [];

  readonly add = (error: unknown) => {
    this.list.push(String(error).slice(0, 400));
  };

  watch(page: Page): Page {
    page.on('pageerror', (error) => this.list.push(`not caught: ${error}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.list.push(`console: ${message.text()}`);
    });
    page.on('crash', () => this.list.push('the page crashed'));
    return page;
  }
}
