import compile from 'icu-minify/compile';
import { type Plugin, parseAst } from 'vite';

const PARSER = 'icu-minify/compile';
const NO_PARSER = '\0catalog-is-compiled';

type SyntaxNode = ReturnType<typeof parseAst> | object;

/** The values of the object that a module gives to `defineTexts`, in their order in the source. */
function* textsIn(
  node: SyntaxNode | null,
): Generator<{ readonly start: number; readonly end: number; readonly value: unknown }> {
  if (node === null || typeof node !== 'object') return;
  if ('callee' in node && 'arguments' in node && (node.callee as { name?: string }).name === 'defineTexts') {
    const [section] = node.arguments as [{ properties: { value: { start: number; end: number; value: unknown } }[] }];
    for (const property of section.properties) yield property.value;
    return;
  }
  for (const child of Object.values(node)) yield* textsIn(child);
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
      for (const { start, end, value } of [...textsIn(parseAst(code))].reverse()) {
        if (typeof value !== 'string') this.error(`${id}: a text of the catalog is one string literal`, start);
        compiled = compiled.slice(0, start) + JSON.stringify(compile(value)) + compiled.slice(end);
      }
      return { code: compiled, map: null };
    },
  };
}
