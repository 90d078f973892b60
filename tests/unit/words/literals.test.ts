import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/*
 * What would escape another language: words that stand in the markup of a component instead of the
 * table. Texts that a definition gives, and errors that the engine throws, are none of these.
 */

const ROOMS = ['src/figures', 'src/ui'];
const SPOKEN = ['label', 'title', 'aria-label', 'placeholder', 'alt', 'what', 'detail', 'summary'];
const WORD = /[A-Za-z]{2,}/;

const files = ROOMS.flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx|astro)$/.test(name))
    .map((name) => `${room}/${name}`),
);

/** The markup of an Astro component: what lies outside its script, styles and comments. */
function markupOf(file: string): string {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.tsx')) return text;
  const below = text.replace(/^---\n.*?\n---\n/s, '');
  const markup = below.replace(/<(style|script)\b.*?<\/\1>|<!--.*?-->/gs, '');
  return `const markup = <>${markup.replace(/class:list|set:html|client:visible|is:inline/g, 'data')}</>;`;
}

/** @returns every word that the markup of a component says by itself. */
function literals(file: string, text = markupOf(file)): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const look = (node: ts.Node) => {
    const isText = ts.isJsxText(node);
    const isSpoken =
      ts.isStringLiteral(node) &&
      ts.isJsxAttribute(node.parent) &&
      SPOKEN.includes(node.parent.name.getText());
    if ((isText || isSpoken) && WORD.test(node.text)) found.push(`${file}: ${node.text.trim()}`);
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

/** What is no word of a language: a command, as one types it, and a space that does not break. */
const SAME = /: (npm run [a-z]+|&nbsp;)$/;

describe('components', () => {
  it('are found and understood', () => {
    expect(files.length).toBeGreaterThan(30);
    const markup = '<p title="Two words">{say().a} and <b label={x}>more</b></p>';
    expect(literals('a.tsx', markup)).toEqual(['a.tsx: Two words', 'a.tsx: and', 'a.tsx: more']);
  });

  it('have no words of their own', () => {
    const found = files.flatMap((file) => literals(file)).filter((text) => !SAME.test(text));
    expect(found).toEqual([]);
  });
});
