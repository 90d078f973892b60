import type { FillStyle, LineStyle, Pen, TextStyle } from '@/plot/pen';

const BASELINE = { top: 'top', middle: 'middle', bottom: 'alphabetic' } as const;

/** A pen for a 2-D canvas whose unit has been set to the CSS pixel. */
export function canvasPen(ctx: CanvasRenderingContext2D, font: string): Pen {
  const face = (size: number, weight = 400) => `${weight} ${size}px ${font}`;
  return {
    line(points, style: LineStyle) {
      trace(ctx, points, style.closed ?? false);
      ctx.globalAlpha = style.alpha ?? 1;
      ctx.strokeStyle = style.colour;
      ctx.lineWidth = style.width ?? 1;
      ctx.lineJoin = 'round';
      ctx.lineCap = style.dash ? 'butt' : 'round';
      ctx.setLineDash(style.dash ? [...style.dash] : []);
      ctx.stroke();
      ctx.setLineDash([]);
      ctx.globalAlpha = 1;
    },
    fill(rings, style: FillStyle) {
      ctx.beginPath();
      for (const ring of rings) outline(ctx, ring);
      ctx.globalAlpha = style.alpha ?? 1;
      ctx.fillStyle = style.colour;
      ctx.fill(rings.length > 1 ? 'evenodd' : 'nonzero');
      if (style.seam) {
        ctx.strokeStyle = style.colour;
        ctx.lineWidth = style.seam;
        ctx.lineJoin = 'round';
        ctx.stroke();
      }
      ctx.globalAlpha = 1;
    },
    disc(x, y, radius, style) {
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
      ctx.globalAlpha = style.alpha ?? 1;
      ctx.fillStyle = style.colour;
      ctx.fill();
      ctx.globalAlpha = 1;
    },
    text(x, y, words, style: TextStyle) {
      ctx.save();
      ctx.font = face(style.size, style.weight);
      const anchor = style.anchor ?? 'start';
      ctx.textAlign = anchor === 'middle' ? 'center' : anchor;
      ctx.textBaseline = BASELINE[style.at ?? 'bottom'];
      ctx.translate(x, y);
      if (style.angle) ctx.rotate(style.angle);
      if (style.halo) {
        ctx.strokeStyle = style.halo;
        ctx.lineWidth = 3;
        ctx.lineJoin = 'round';
        ctx.strokeText(words, 0, 0);
      }
      ctx.fillStyle = style.colour;
      ctx.fillText(words, 0, 0);
      ctx.restore();
    },
    clip(x, y, width, height, draw) {
      ctx.save();
      ctx.beginPath();
      ctx.rect(x, y, width, height);
      ctx.clip();
      draw();
      ctx.restore();
    },
    within(rings, draw) {
      ctx.save();
      ctx.beginPath();
      for (const ring of rings) outline(ctx, ring);
      ctx.clip('evenodd');
      draw();
      ctx.restore();
    },
    measure(words, size, weight) {
      ctx.font = face(size, weight);
      return ctx.measureText(words).width;
    },
  };
}

function trace(ctx: CanvasRenderingContext2D, points: ArrayLike<number>, closed: boolean): void {
  ctx.beginPath();
  let down = false;
  for (let k = 0; k + 1 < points.length; k += 2) {
    const x = points[k]!;
    const y = points[k + 1]!;
    if (Number.isNaN(x) || Number.isNaN(y)) {
      down = false;
    } else if (down) {
      ctx.lineTo(x, y);
    } else {
      ctx.moveTo(x, y);
      down = true;
    }
  }
  if (closed) ctx.closePath();
}

function outline(ctx: CanvasRenderingContext2D, ring: ArrayLike<number>): void {
  for (let k = 0; k + 1 < ring.length; k += 2) {
    if (k === 0) ctx.moveTo(ring[0]!, ring[1]!);
    else ctx.lineTo(ring[k]!, ring[k + 1]!);
  }
  ctx.closePath();
}
