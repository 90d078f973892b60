import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { closeBrowser, visit } from './visit';

const { folder } = inject('site');
const pages = (await readdir(folder, { recursive: true }))
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.html'));

afterAll(closeBrowser);

const policyIn = (html: string) =>
  html.match(/<meta http-equiv="Content-Security-Policy" content="([^"]*)"/)?.[1];

describe.each(pages)('%s', async (page) => {
  const html = await readFile(join(folder, page), 'utf8');

  it('carries a policy before anything that it rules, naming each inline script', () => {
    const policy = policyIn(html)!;
    expect(policy).toMatch(/^default-src 'self'; script-src /);
    expect(html.indexOf('http-equiv="Content-Security-Policy"')).toBeLessThan(
      html.search(/<script|<style|<link rel="stylesheet/),
    );
    const rules = new Map(
      policy.split('; ').map((rule) => rule.split(/ (.*)/) as [string, string]),
    );
    expect(rules.get('script-src')).not.toMatch(/unsafe-inline|\*|https?:|data:|blob:/);
    expect(rules.get('style-src-elem')).not.toMatch(/unsafe-inline|\*|https?:/);
    for (const [, attributes, text] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
      if (/src=|type="application\//.test(attributes!)) continue;
      const hash = createHash('sha256').update(text!).digest('base64');
      expect(rules.get('script-src')).toContain(`'sha256-${hash}'`);
    }
  });

  it('has no inline event handler and takes nothing from another host', () => {
    const tags = [...html.matchAll(/<[a-z][^>]*>/g)].map(([tag]) => tag);
    expect(tags.filter((tag) => /\son[a-z]+\s*=/.test(tag.replaceAll(/"[^"]*"/g, '""')))).toEqual(
      [],
    );
    expect(tags.filter((tag) => /href="javascript:/i.test(tag))).toEqual([]);
    const taken = tags.filter((tag) =>
      /^<(script|img|iframe|link|source|object|embed)\b/.test(tag),
    );
    // A link to oneself (canonical, licence) is not taken.
    const foreign = taken.filter((tag) => /(src|href)="(https?:)?\/\//.test(tag));
    expect(foreign.filter((tag) => !/rel="(canonical|license)"/.test(tag))).toEqual([]);
  });
});

// That it stands in nobody's way is seen by all other tests of the site: what it refuses is an error
// on the console, and they expect none while they read, search, train, present and take away.
describe('the policy in a browser', () => {
  it('runs no script that was put into the page, and connects to no other host', async () => {
    const { page, close } = await visit('chapters/why-skip-connections/');
    await page.evaluate(() => {
      const violated = new Set<string>();
      Object.assign(window, { violated });
      document.addEventListener('securitypolicyviolation', (event) => {
        violated.add(event.effectiveDirective);
      });
      const put = (html: string) => {
        document.body.append(document.createRange().createContextualFragment(html));
      };
      put('<script>window.ran = "script"</scr' + 'ipt>');
      put('<img src="data:," onerror="window.ran = `handler`">');
      put('<a id="trap" href="javascript:window.ran = `link`">x</a>');
      document.getElementById('trap')!.click();
      put('<iframe srcdoc="<script>parent.ran = `frame`</scr' + 'ipt>"></iframe>');
      put('<iframe src="https://elsewhere.example/"></iframe>');
      put('<base href="https://elsewhere.example/">');
      void fetch('https://elsewhere.example/').catch(() => undefined);
      put('<img src="https://elsewhere.example/x.png">');
      put('<style>body { color: red }</style>');
    });
    const seen = () =>
      page.evaluate(() => {
        const { violated, ran } = window as unknown as { violated: Set<string>; ran?: string };
        return { violated: [...violated].sort(), ran };
      });
    await expect.poll(seen, { timeout: 20_000 }).toEqual({
      ran: undefined,
      violated: [
        'base-uri',
        'connect-src',
        'frame-src',
        'img-src',
        'script-src-attr',
        'script-src-elem',
        'style-src-elem',
      ],
    });
    await close();
  });
});
