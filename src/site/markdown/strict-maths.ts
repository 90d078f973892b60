import katex from 'katex';

interface Node {
  type: string;
  value?: string;
  properties?: { className?: unknown };
  children?: Node[];
}

/**
 * Fails the build on a TeX error. rehype-katex, which comes after, would print it in red and go on.
 *
 * @throws Error with KaTeX's own words and the formula.
 */
export function rehypeStrictMaths() {
  return (tree: Node) => visit(tree);
}

function visit(node: Node): void {
  const classes = node.properties?.className;
  if (
    Array.isArray(classes) &&
    classes.some((name) => /^(language-math|math-)/.test(String(name)))
  ) {
    const formula = text(node);
    try {
      katex.renderToString(formula, { throwOnError: true, displayMode: formula.includes('\\tag') });
    } catch (error) {
      throw new Error(`This formula is not valid TeX: ${formula}\n${(error as Error).message}`);
    }
    return;
  }
  node.children?.forEach(visit);
}

function text(node: Node): string {
  return node.value ?? node.children?.map(text).join('') ?? '';
}
