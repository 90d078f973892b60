/** Helpers of the plots' browser tests. */

/** A place on the page of a given size, on white paper. */
export function host(width = 320, height = 240): HTMLElement {
  const element = document.createElement('div');
  element.style.cssText = `width:${width}px;height:${height}px;position:relative`;
  document.body.append(element);
  return element;
}

/** Until the next frame has been drawn. */
export function frames(count = 2): Promise<void> {
  return new Promise((resolve) => {
    const next = (left: number) => {
      if (left === 0) resolve();
      else requestAnimationFrame(() => next(left - 1));
    };
    next(count);
  });
}

/** Until a condition holds. @throws Error when it does not within two seconds. */
export async function until(condition: () => boolean): Promise<void> {
  for (let k = 0; k < 200; k++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('The condition did not come true within two seconds.');
}

export function press(element: HTMLElement, key: string, more: KeyboardEventInit = {}): void {
  element.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
  );
}

/** A pointer event at a place of an element, in its own pixels. */
export function point(
  element: HTMLElement,
  type: string,
  x: number,
  y: number,
  more: PointerEventInit = {},
): void {
  const rect = element.getBoundingClientRect();
  element.dispatchEvent(
    new PointerEvent(type, {
      pointerId: 1,
      pointerType: 'mouse',
      clientX: rect.left + x,
      clientY: rect.top + y,
      bubbles: true,
      cancelable: true,
      ...more,
    }),
  );
}

export function pixels(canvas: HTMLCanvasElement): ImageData {
  return canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
}
