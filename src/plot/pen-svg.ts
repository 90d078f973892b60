import type { Pen } from '@/plot/pen';
import { simplify } from '@/plot/simplify';

/** A pen that writes SVG markup, for a viewBox of `grain` units a CSS pixel. */
export interface SvgPen extends Pen {
  /** What was drawn so far. */
  markup(): string;
}

/**
 * @param grain units a CSS pixel; coordinates are rounded to whole units, which halves the markup.
 */
export function svgPen(grain = 2): SvgPen {
  const out: string[] = [];
  // Many facets in a row share all but outline and colour: these are said once.
  let open = 0;
  const close = () => {
    if (open > 0) out.push('</g>');
    open = 0;
  };
  const size = (pixels: number) => Number((pixels * grain).toFixed(2));
  const whole = (pixels: number) => Math.round(pixels * grain);
  return {
    line(points, style) {
      const d = pathData(points, style.closed ?? false, grain);
      if (d === '') return;
      close();
      const dash = style.dash ? ` stroke-dasharray="${style.dash.map(size).join(' ')}"` : '';
      const cap = style.dash ? '' : ' stroke-linecap="round"';
      out.push(
        `<path d="${d}" fill="none"${paints({ stroke: style.colour })}` +
          ` stroke-width="${size(style.width ?? 1)}" stroke-linejoin="round"${cap}${dash}` +
          `${opacity(style.alpha)}/>`,
      );
    },
    fill(rings, style) {
      const d = rings.map((ring) => pathData(ring, true, grain)).join('');
      if (d === '') return;
      const rule = rings.length > 1 ? ' fill-rule="evenodd"' : '';
      if (style.seam) {
        if (open !== style.seam) {
          close();
          out.push(
            `<g fill="currentColor" stroke="currentColor" stroke-width="${size(style.seam)}"` +
              ' stroke-linejoin="round">',
          );
          open = style.seam;
        }
        out.push(`<path color="${style.colour}" d="${d}"/>`);
        return;
      }
      close();
      out.push(`<path d="${d}"${paints({ fill: style.colour })}${rule}${opacity(style.alpha)}/>`);
    },
    disc(x, y, radius, style) {
      close();
      out.push(
        `<circle cx="${whole(x)}" cy="${whole(y)}" r="${size(radius)}"` +
          `${paints({ fill: style.colour })}${opacity(style.alpha)}/>`,
      );
    },
    text(x, y, words, style) {
      close();
      const at = style.at ?? 'bottom';
      // Shifts by font size rather than dominant-baseline, which many readers of SVG ignore.
      const dy = at === 'middle' ? 0.35 * style.size : at === 'top' ? 0.78 * style.size : 0;
      const angle = (((style.angle ?? 0) * 180) / Math.PI).toFixed(1);
      const turn = style.angle ? ` transform="rotate(${angle} ${whole(x)} ${whole(y)})"` : '';
      const colours = style.halo
        ? `${paints({ fill: style.colour, stroke: style.halo })} paint-order="stroke"` +
          ` stroke-width="${size(3)}" stroke-linejoin="round"`
        : paints({ fill: style.colour });
      const anchor =
        style.anchor && style.anchor !== 'start' ? ` text-anchor="${style.anchor}"` : '';
      const weight = style.weight ? ` font-weight="${style.weight}"` : '';
      out.push(
        `<text x="${whole(x)}" y="${whole(y + dy)}" font-size="${size(style.size)}"` +
          `${weight}${anchor}${colours}${turn}>${escapeXml(words)}</text>`,
      );
    },
    clip(x, y, width, height, draw) {
      close();
      // A nested viewport clips by itself, without an id that two figures could share.
      const rect = `${whole(x)} ${whole(y)} ${whole(width)} ${whole(height)}`;
      const [left, top, wide, high] = rect.split(' ');
      out.push(`<svg x="${left}" y="${top}" width="${wide}" height="${high}" viewBox="${rect}">`);
      draw();
      close();
      out.push('</svg>');
    },
    within(rings, draw) {
      close();
      const d = rings.map((ring) => pathData(ring, true, grain)).join('');
      // Named by its own outline, so that equal names mean equal shapes.
      const id = `plot-${hash(d)}`;
      out.push(
        `<clipPath id="${id}"><path d="${d}" clip-rule="evenodd"/></clipPath>` +
          `<g clip-path="url(#${id})">`,
      );
      draw();
      close();
      out.push('</g>');
    },
    measure: (words, px) => words.length * px * 0.52,
    markup() {
      close();
      return out.join('');
    },
  };
}

/** Relative coordinates, in whole units: about half the size of absolute ones with decimals. */
function pathData(points: ArrayLike<number>, closed: boolean, grain: number): string {
  let d = '';
  const n = points.length;
  for (let start = 0; start < n; ) {
    let end = start;
    while (end < n && !Number.isNaN(points[end]!) && !Number.isNaN(points[end + 1]!)) end += 2;
    if (end > start) d += stretch(points, start, end, grain);
    start = end + 2;
  }
  return closed && d !== '' ? `${d}z` : d;
}

/** One stretch without gaps; points that a third of a unit would not miss are left out. */
function stretch(points: ArrayLike<number>, start: number, end: number, grain: number): string {
  const part = Array.from({ length: end - start }, (_, k) => points[start + k]! * grain);
  const kept = part.length > 8 ? simplify(part, 0.45) : part;
  let d = '';
  let led = false;
  let px = 0;
  let py = 0;
  for (let k = 0; k < kept.length; k += 2) {
    const x = Math.round(kept[k]!);
    const y = Math.round(kept[k + 1]!);
    if (k === 0) {
      d = `M${x}${y < 0 ? '' : ' '}${y}`;
    } else if (x !== px || y !== py) {
      const dx = x - px;
      const dy = y - py;
      d += `${led ? (dx < 0 ? '' : ' ') : 'l'}${dx}${dy < 0 ? '' : ' '}${dy}`;
      led = true;
    }
    px = x;
    py = y;
  }
  return d;
}

/** FNV-1a (Fowler, Noll & Vo), in base 36. */
function hash(words: string): string {
  let h = 0x811c9dc5;
  for (let k = 0; k < words.length; k++) h = Math.imul(h ^ words.charCodeAt(k), 0x01000193);
  return (h >>> 0).toString(36);
}

/** Custom properties go into `style`: not every reader of SVG takes them in attributes. */
function paints(colours: { fill?: string; stroke?: string }): string {
  const entries = Object.entries(colours);
  if (entries.some(([, colour]) => colour.startsWith('var('))) {
    return ` style="${entries.map(([name, colour]) => `${name}:${colour}`).join(';')}"`;
  }
  return entries.map(([name, colour]) => ` ${name}="${colour}"`).join('');
}

function opacity(alpha: number | undefined): string {
  return alpha === undefined || alpha === 1 ? '' : ` opacity="${Number(alpha.toFixed(2))}"`;
}

export function escapeXml(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
