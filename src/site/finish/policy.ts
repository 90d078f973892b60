import { createHash } from 'node:crypto';

/**
 * A Content-Security-Policy for one built page, as a tag of the page itself, so that it holds on a
 * host that sends no headers: nothing from any other host, no plug-ins, no frames, and of inline
 * scripts and style sheets only those that the build put there, named by their hashes.
 *
 * Three exceptions, each for one library:
 * - `wasm-unsafe-eval`: WebAssembly, for the kernels and the search;
 * - `unsafe-eval`: regl writes a draw command's code and compiles it with `Function`. It could be
 *   compiled beforehand, but what it writes depends on the device (it counts the attributes of the
 *   graphics card), so that would fail where nobody could try it. It opens no door by itself: whoever
 *   could call `eval` would already be running a script;
 * - inline `style` attributes: KaTeX sets its formulas with them.
 */
export function policyOf(html: string): string {
  const scripts = hashes(html, /<script(?<tag>[^>]*)>(?<text>[\s\S]*?)<\/script>/g);
  const styles = hashes(html, /<style(?<tag>[^>]*)>(?<text>[\s\S]*?)<\/style>/g);
  return [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval' ${scripts}`,
    // Browsers that know no -elem and -attr (before 2023) go by the first of the three.
    "style-src 'self' 'unsafe-inline'",
    `style-src-elem 'self' ${styles}`,
    "style-src-attr 'unsafe-inline'",
    // The smallest of KaTeX's fonts is inlined into its style sheet.
    "font-src 'self' data:",
    // Pictures to take away are drawn from what the page holds; the icons of asides are data.
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ]
    .map((line) => line.trim())
    .join('; ');
}

/** @returns the page with its policy, right behind the tag that names its encoding. */
export function withPolicy(html: string): string {
  const encoding = html.match(/<meta charset="utf-8"\s*\/?>/i);
  if (!encoding)
    throw new Error('A built page names no encoding: <meta charset="utf-8"> expected.');
  const before = html.slice(0, encoding.index);
  if (/<script|<style/.test(before)) {
    throw new Error('A built page has a script or a style before its encoding, out of the policy.');
  }
  const tag = `<meta http-equiv="Content-Security-Policy" content="${policyOf(html)}"/>`;
  return html.replace(encoding[0], () => `${encoding[0]}${tag}`);
}

function hashes(html: string, elements: RegExp): string {
  const found = new Set<string>();
  for (const { groups } of html.matchAll(elements)) {
    // Files come under 'self', and data are not run.
    if (/\ssrc=|type="application\//.test(groups!['tag']!)) continue;
    const text = groups!['text']!.replaceAll('\r\n', '\n');
    found.add(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  }
  return [...found].join(' ');
}
