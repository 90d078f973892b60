import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';

const { folder } = inject('site');
const ROOT = 'https://lecture.example/some/path/';
const files = (await readdir(folder, { recursive: true })).map((f) => f.replaceAll('\\', '/'));
const pages = files
  .filter((file) => file.endsWith('index.html'))
  .map((file) => file.replace(/index\.html$/, ''));
const project = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };

describe.each(pages)('what /%s says of itself', async (path) => {
  const html = await readFile(join(folder, path, 'index.html'), 'utf8');
  const meta = (name: string) =>
    html.match(new RegExp(`<meta (?:name|property)="${name}" content="([^"]*)"`))?.[1];

  it('is its address, its description and its picture', () => {
    expect(html).toContain(`<link rel="canonical" href="${ROOT}${path}"/>`);
    expect(meta('og:url')).toBe(`${ROOT}${path}`);
    expect(meta('description')!.length).toBeGreaterThan(30);
    expect(meta('twitter:card')).toBe('summary_large_image');
    const card = meta('og:image')!;
    expect(card).toMatch(new RegExp(`^${ROOT}cards/.+\\.png$`));
    expect(files).toContain(card.slice(ROOT.length));
    if (path.startsWith('chapters/')) expect(card).toContain(path.split('/')[1]);
  });

  it('is a learning resource, or belongs to one', () => {
    const script = html.match(/<script type="application\/ld\+json">(.*?)<\/script>/s)![1]!;
    const data = JSON.parse(script);
    expect(data).toMatchObject({
      '@id': `${ROOT}${path}`,
      inLanguage: 'en',
      version: project.version,
    });
    const isChapter = path.startsWith('chapters/');
    expect(data['@type']).toBe(isChapter || path === '' ? 'LearningResource' : 'WebPage');
    if (isChapter) expect(data.position).toBeGreaterThan(0);
    if (path !== '') expect(data.isPartOf['@id']).toBe(ROOT);
  });
});

describe('the lecture as a whole', () => {
  it('lists all its pages in the sitemap', async () => {
    const sitemap = await readFile(join(folder, 'sitemap-0.xml'), 'utf8');
    const listed = [...sitemap.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, url]) => url!);
    expect(listed.sort()).toEqual(pages.map((path) => ROOT + path).sort());
  });

  it('is cited alike by the page, the citation file and the package', async () => {
    const page = (await readFile(join(folder, 'teaching/index.html'), 'utf8')).replaceAll(
      /<[^>]*>/g,
      '',
    );
    expect(page).toMatch(/@misc\{depth-and-trainability,\s+title/);
    expect(page).toContain(`Version ${project.version}`);
    expect(page).toContain(`{${ROOT}}`);
    const citation = await readFile('CITATION.cff', 'utf8');
    expect(citation).toMatch(/^cff-version: 1\.2\.0$/m);
    expect(citation).toMatch(new RegExp(`^version: ${project.version}$`, 'm'));
    for (const field of ['message', 'title', 'authors', 'license']) {
      expect(citation).toMatch(new RegExp(`^${field}:`, 'm'));
    }
  });

  it('is published by workflows whose actions are pinned to commits', async () => {
    for (const file of await readdir('.github/workflows')) {
      const text = await readFile(`.github/workflows/${file}`, 'utf8');
      const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action!);
      expect(used.length).toBeGreaterThan(1);
      for (const action of used) expect(action).toMatch(/^[\w/-]+@[0-9a-f]{40}$/);
      for (const [, script] of text.matchAll(/npm run ([\w:]+)/g)) {
        expect(project).toHaveProperty(['scripts', script!]);
      }
    }
  });
});
