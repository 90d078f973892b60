import { readdirSync, readFileSync } from 'node:fs';
import { unified } from '@astrojs/markdown-remark';
import mdx from '@astrojs/mdx';
import preact from '@astrojs/preact';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import rehypeCitation from 'rehype-citation';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { finish } from './src/site/finish/finish.ts';
import { rehypePrintLinks } from './src/site/markdown/print-links.ts';
import { rehypeStrictMaths } from './src/site/markdown/strict-maths.ts';

// Where the copy will live: SITE_URL=https://example.org BASE_PATH=/lecture npm run build
const { SITE_URL, BASE_PATH } = process.env;
// Set but empty is what GitHub Pages says of a copy at the root of a domain.
const site = SITE_URL || 'http://localhost:4321';
const base = BASE_PATH || '/';

// By name and not as a folder: Starlight finds the translations of a page by its name.
const chapters = readdirSync('content/chapters')
  .filter((file) => file.endsWith('.mdx'))
  .map((file) => ({
    slug: `chapters/${file.replace('.mdx', '')}`,
    order: Number(/^\s*order: (\d+)$/m.exec(readFileSync(`content/chapters/${file}`, 'utf8'))?.[1]),
  }))
  .sort((a, b) => a.order - b.order)
  .map(({ slug }) => ({ slug }));

export default defineConfig({
  site,
  base,
  trailingSlash: 'always',
  devToolbar: { enabled: false },
  integrations: [
    starlight({
      title: 'Depth and Trainability',
      description:
        'An online lecture on why depth makes networks hard to train and why skip connections help. Its figures train real networks in your browser.',
      favicon: '/favicon.svg',
      locales: { root: { label: 'English', lang: 'en' } },
      markdown: { processedDirs: ['./content'] },
      sidebar: [
        { label: 'The lecture', items: chapters },
        {
          label: 'Beside it',
          items: [
            { slug: 'lab', label: 'The lab' },
            { slug: 'beyond-the-browser', label: 'Beyond the browser' },
            { slug: 'claims', label: 'The claims, measured' },
            { slug: 'teaching', label: 'Reading and teaching' },
            { slug: 'glossary', label: 'Glossary' },
            { slug: 'references', label: 'References, how to cite' },
          ],
        },
      ],
      // Lines that scrolled would each be a region of the page without a name.
      expressiveCode: { defaultProps: { wrap: true } },
      customCss: ['katex/dist/katex.min.css', './src/site/styles/index.css'],
      components: {
        Head: './src/site/components/Head.astro',
        Header: './src/site/components/Header.astro',
        PageFrame: './src/site/components/PageFrame.astro',
        Sidebar: './src/site/components/Sidebar.astro',
        PageTitle: './src/site/components/PageTitle.astro',
        Footer: './src/site/components/Footer.astro',
        PageSidebar: './src/site/components/PageSidebar.astro',
        TwoColumnContent: './src/site/components/TwoColumnContent.astro',
      },
      routeMiddleware: './src/site/speak.ts',
      pagination: true,
    }),
    mdx(),
    preact(),
    finish(),
  ],
  markdown: {
    processor: unified({
      remarkPlugins: [remarkMath],
      rehypePlugins: [
        rehypeStrictMaths,
        rehypeKatex,
        [
          rehypeCitation,
          {
            bibliography: 'content/references.bib',
            linkCitations: true,
            csl: 'apa',
            lang: 'en-US',
          },
        ],
        [
          rehypePrintLinks,
          { address: new URL(base.replace(/\/*$/, '/'), site).href, content: 'content' },
        ],
      ],
    }),
  },
  vite: {
    // Without this, every tfjs backend lands in one worker file.
    worker: { format: 'es' },
    optimizeDeps: {
      include: [
        '@tensorflow/tfjs-core',
        '@tensorflow/tfjs-core/dist/register_all_gradients',
        '@tensorflow/tfjs-backend-cpu',
        '@tensorflow/tfjs-backend-wasm',
        '@tensorflow/tfjs-backend-webgpu',
        'comlink',
        'regl',
      ],
    },
  },
});
