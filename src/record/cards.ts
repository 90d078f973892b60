import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright';
import sharp from 'sharp';
import { PICTURED, pictureOf } from '@/figures/pictures';
import { HOME } from '@/plot/camera';
import { reliefSvg } from '@/plot/still';
import { findChromium } from './chromium';

/*
 * npm run cards [CHAPTER…]
 *
 * Draws the social cards, 1200 × 630: each chapter's recorded surface beside its title. Links to a
 * chapter show them where links are shown as pictures. Without names it draws all of them, and one
 * for the start page.
 */

const SIZE = { width: 1200, height: 630 };
const FOLDER = 'public/cards';
const FONT = '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2';
/** The colours of the surface, of its shades and of the words: more would not be seen. */
const COLOURS = 192;

export async function main(names: string[]): Promise<number> {
  const wanted = names.length > 0 ? names : ['index', ...PICTURED];
  const font = await readFile(createRequire(import.meta.url).resolve(FONT), 'base64');
  const browser = await chromium.launch(await findChromium());
  try {
    const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: 2 });
    await mkdir(FOLDER, { recursive: true });
    for (const name of wanted) {
      const { title, eyebrow } = await wordsOf(name);
      await page.setContent(cardHtml(title, eyebrow, reliefOf(name), font));
      await page.evaluate(() => document.fonts.ready);
      // Drawn twice as large, so that the facets' edges melt.
      const png = await sharp(await page.screenshot())
        .resize(SIZE)
        .png({ palette: true, colours: COLOURS, dither: 0.6, compressionLevel: 9, effort: 10 })
        .toBuffer();
      await writeFile(`${FOLDER}/${name}.png`, png);
      console.log(`${FOLDER}/${name}.png, ${Math.round(png.length / 1024)} KB`);
    }
  } finally {
    await browser.close();
  }
  return 0;
}

/** What the front matter says: the title, and the number of the chapter. */
async function wordsOf(name: string): Promise<{ title: string; eyebrow: string }> {
  const path = name === 'index' ? 'content/index.mdx' : `content/chapters/${name}.mdx`;
  const [, front = ''] = (await readFile(path, 'utf8')).split('---\n');
  const title = /^title: (.*)$/m.exec(front)?.[1]?.replace(/^(['"])(.*)\1$/, '$2');
  if (!title) throw new Error(`${path} has no title in its front matter.`);
  const order = /^ {2}order: (\d+)$/m.exec(front)?.[1];
  const eyebrow = order ? `Depth and Trainability · Chapter ${order}` : 'An online lecture';
  return { title, eyebrow };
}

function reliefOf(name: string): string {
  const { surface, scale } = pictureOf(name === 'index' ? 'why-skip-connections' : name);
  return reliefSvg(surface, scale, {
    width: 700,
    height: 600,
    label: '',
    theme: 'dark',
    camera: { ...HOME, zoom: 1.2, pan: [0, 0.04] },
    budget: 600_000,
  });
}

function cardHtml(title: string, eyebrow: string, relief: string, font: string): string {
  return `<!doctype html><style>
    @font-face { font-family: Card; font-weight: 200 900; src: url(data:font/woff2;base64,${font}); }
    body { margin: 0; width: ${SIZE.width}px; height: ${SIZE.height}px; overflow: hidden;
      background: #14181d; color: #f1efea; font-family: Card; position: relative; }
    svg { position: absolute; right: -20px; top: 20px; max-width: none !important; }
    svg text { display: none; }
    div { position: absolute; left: 64px; top: 0; height: 100%; width: 500px; display: flex;
      flex-direction: column; justify-content: center; gap: 22px; }
    p { margin: 0; font-size: 25px; color: #ff8a4f; }
    h1 { margin: 0; font-size: ${title.length > 34 ? 58 : 70}px; font-weight: 560; line-height: 1.07;
      letter-spacing: -0.02em; text-wrap: balance; }
  </style>${relief}<div><p>${eyebrow}</p><h1>${title}</h1></div>`;
}
