import compile from 'icu-minify/compile';
import { type Plugin, parseAst } from 'vite';

const PARSER = 'icu-minify/compile';
const NO_PARSER = '\0catalog-is-compiled';

type SyntaxNode = ReturnType<typeof parseAst> | object;

interface TextNode {
  readonly start: number;
  readonly end: number;
  readonly value?: unknown;
  /** Of a template: one without values has one. */
  readonly quasis?: readonly { readonly value: { readonly cooked: string } }[];
}

/** The texts of the object that a module gives to `defineTexts`, in their order in the source. */
function* textsIn(node: SyntaxNode | null): Generator<TextNode> {
  if (node === null || typeof node !== 'object') return;
  if ('callee' in node && 'arguments' in node && (node.callee as { name?: string }).name === 'defineTexts') {
    const [section] = node.arguments as [{ properties: { value: TextNode }[] }];
    for (const property of section.properties) yield property.value;
    return;
  }
  for (const child of Object.values(node)) yield* textsIn(child);
}

/** The text of a string or of a template without values; null for anything else. */
function textOf({ value, quasis }: TextNode): string | null {
  if (quasis?.length === 1) return quasis[0]?.value.cooked ?? null;
  return typeof value === 'string' ? value : null;
}

/**
 * Compiles the ICU messages of the catalog (contract/derived/catalog/en) as it is bundled, so that a bundle holds the messages
 * in parts and not their parser, which is twenty times as large as what formats them.
 */
export function compileCatalog(): Plugin {
  return {
    name: 'compile-catalog',
    enforce: 'post',
    resolveId: { order: 'pre', handler: (id) => (id === PARSER ? NO_PARSER : null) },
    load: (id) => (id === NO_PARSER ? 'export default (message) => message;' : null),
    transform(code, id) {
      if (!id.includes('/contract/derived/catalog/en/')) return null;
      let compiled = code;
      for (const node of [...textsIn(parseAst(code))].reverse()) {
        const text = textOf(node);
        if (text === null) this.error(`${id}: a text of the catalog is one string literal`, node.start);
        compiled = compiled.slice(0, node.start) + JSON.stringify(compile(text)) + compiled.slice(node.end);
      }
      return { code: compiled, map: null };
    },
  };
}
