import { createRequire } from 'node:module';

// The compiler's API; the bundle is CommonJS.
const ts = createRequire(import.meta.url)('typescript');

/**
 * The uses of a variable or class in text before its declaration, also inside a function, which Biome's
 * noInvalidUseBeforeDeclaration permits. Function declarations are hoisted and may stand anywhere.
 * @param {readonly string[]} files
 * @returns {string[]} a line for each use
 */
export function earlyUses(files) {
  const { ESNext } = ts.ScriptTarget;
  const program = ts.createProgram(files, { noResolve: true, noLib: true, types: [], allowJs: true, target: ESNext });
  const checker = program.getTypeChecker();
  return files.flatMap((file) => {
    const source = program.getSourceFile(file);
    return identifiersIn(source)
      .filter((node) => {
        const declaration = declarationOf(node, checker);
        return declaration?.getSourceFile() === source && isVariableOrClass(declaration) && node.pos < declaration.pos;
      })
      .map((node) => {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        return `${file}:${line + 1}: ${node.text} is used before its declaration`;
      });
  });
}

/** Without those in types, which exist only at compile time. */
function identifiersIn(node) {
  if (ts.isTypeNode(node)) return [];
  const own = ts.isIdentifier(node) ? [node] : [];
  const below = [];
  node.forEachChild((child) => {
    below.push(...identifiersIn(child));
  });
  return [...own, ...below];
}

function declarationOf(node, checker) {
  const { parent } = node;
  // A property's name needs the type of its object, and is no variable.
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return undefined;
  const symbol = ts.isShorthandPropertyAssignment(parent)
    ? checker.getShorthandAssignmentValueSymbol(parent)
    : checker.getSymbolAtLocation(node);
  return symbol?.valueDeclaration;
}

function isVariableOrClass(node) {
  return ts.isVariableDeclaration(node) || ts.isBindingElement(node) || ts.isClassDeclaration(node);
}
