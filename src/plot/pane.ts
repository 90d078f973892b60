import { readTheme, type Theme, watchTheme } from '@/plot/theme';
import { say } from '@/words';

/** What a painter gets: a context whose unit is the CSS pixel, and how large the pane is in it. */
export interface Paper {
  readonly ctx: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

const dirty = new Set<Pane>();
let frame = 0;

/** One animation frame serves every pane of the page. */
function schedule(): void {
  if (frame === 0) frame = requestAnimationFrame(flush);
}

function flush(): void {
  frame = 0;
  const now = [...dirty];
  dirty.clear();
  // A pane's first paint compiles shaders and measures type: one a frame, so that a figure of many
  // panels wakes without holding the page up.
  let firsts = 0;
  for (const pane of now) {
    if (pane.paints > 0 || firsts++ === 0) pane.paintIfSeen();
    else pane.invalidate();
  }
}

/**
 * The life of one drawn panel: a canvas that fills its host at the device's own resolution, painted
 * only when something changed, and never while off-screen or in a hidden tab.
 */
export class Pane {
  readonly host: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** How often this pane was painted: for tests and benchmarks. */
  paints = 0;
  theme: Theme;
  #paint: (paper: Paper) => void;
  #width = 0;
  #height = 0;
  #seen = true;
  #stale = true;
  #resize: ResizeObserver;
  #sight: IntersectionObserver;
  #unwatch: () => void;

  /**
   * @param host takes its size from the page's styles; the canvas adds none.
   * @param onTheme told after the theme changed, before the next paint.
   */
  constructor(host: HTMLElement, paint: (paper: Paper) => void, onTheme?: () => void) {
    this.host = host;
    this.#paint = paint;
    this.theme = readTheme(host);
    if (getComputedStyle(host).position === 'static') host.style.position = 'relative';
    this.canvas = document.createElement('canvas');
    this.canvas.style.cssText =
      'position:absolute;inset:0;width:100%;height:100%;max-width:none;margin:0;display:block';
    host.append(this.canvas);
    this.#measure();
    this.#resize = new ResizeObserver(() => {
      this.#measure();
      this.invalidate();
    });
    this.#resize.observe(host);
    this.#sight = new IntersectionObserver(
      (entries) => {
        this.#seen = entries.at(-1)?.isIntersecting ?? true;
        if (this.#seen && this.#stale) this.invalidate();
      },
      { rootMargin: '120px' },
    );
    this.#sight.observe(host);
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#unwatch = watchTheme(() => {
      this.theme = readTheme(host);
      onTheme?.();
      this.invalidate();
    });
    this.invalidate();
  }

  /** Size in CSS pixels. */
  get width(): number {
    return this.#width;
  }
  get height(): number {
    return this.#height;
  }

  /** Asks for a paint at the next animation frame. */
  invalidate(): void {
    this.#stale = true;
    if (!this.#seen || document.hidden) return;
    dirty.add(this);
    schedule();
  }

  /** Paints at once if there is anything to see. */
  paintIfSeen(): void {
    if (!this.#stale || !this.#seen || document.hidden) return;
    this.paintNow();
  }

  paintNow(): void {
    dirty.delete(this);
    this.#stale = false;
    if (this.#width < 2 || this.#height < 2) return;
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    const w = Math.round(this.#width * ratio);
    const h = Math.round(this.#height * ratio);
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
    }
    const ctx = this.canvas.getContext('2d');
    if (!ctx) return;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, w, h);
    ctx.setTransform(w / this.#width, 0, 0, h / this.#height, 0, 0);
    this.paints++;
    this.#paint({ ctx, width: this.#width, height: this.#height, ratio });
  }

  /** @returns the same picture at `ratio` device pixels a CSS pixel, on the theme's paper. */
  picture(ratio: number): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    const width = this.#width || 640;
    const height = this.#height || 480;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const ctx = canvas.getContext('2d')!;
    ctx.setTransform(canvas.width / width, 0, 0, canvas.height / height, 0, 0);
    ctx.fillStyle = this.theme.paper;
    ctx.fillRect(0, 0, width, height);
    this.#paint({ ctx, width, height, ratio });
    return canvas;
  }

  destroy(): void {
    dirty.delete(this);
    this.#resize.disconnect();
    this.#sight.disconnect();
    this.#unwatch();
    document.removeEventListener('visibilitychange', this.#onVisibility);
    // Gives the pixels back at once: browsers count canvas memory, not only contexts.
    this.canvas.width = this.canvas.height = 0;
    this.canvas.remove();
  }

  readonly #onVisibility = () => {
    if (!document.hidden && this.#stale) this.invalidate();
  };

  #measure(): void {
    this.#width = this.host.clientWidth;
    this.#height = this.host.clientHeight;
  }
}

export function canvasBlob(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error(say().plot.noPng));
    }, 'image/png');
  });
}
