/**
 * Functions that only load-time code calls, and that are therefore not bound by the rules: those with the JSDoc tag
 * `@loadTime` or in a file whose head comment has it, and those to which each reference is a call from module level
 * or from another load-time function.
 */
import ts from 'typescript';
import { isMarkedLoadTime, type Source } from './frontend/source.js';

interface Reference {
  /** The function that the reference is in; null for module level. */
  readonly from: ts.Node | null;
  readonly isCall: boolean;
}

/** Those of the top-level functions in `files` that only load-time code calls. */
export function findLoadTimeFunctions(source: Source, files: readonly ts.SourceFile[]): Set<ts.Node> {
  const candidates = new Map<string, Set<ts.Node>>();
  for (const file of files) {
    for (const statement of file.statements) {
      if (!ts.isFunctionDeclaration(statement) || statement.name === undefined) continue;
      const sameName = candidates.get(statement.name.text) ?? new Set<ts.Node>();
      sameName.add(statement);
      candidates.set(statement.name.text, sameName);
    }
  }
  const references = new Map<ts.Node, Reference[]>();
  for (const file of source.files) collectReferences(source, file, candidates, references);
  const loadTime = new Set(references.keys());
  for (let before = -1; before !== loadTime.size;) {
    before = loadTime.size;
    for (const [fn, uses] of references) {
      const isLoadTime = uses.every(({ from, isCall }) => {
        if (!isCall) return false;
        return from === null || from === fn || loadTime.has(from) || isMarkedLoadTime(from);
      });
      if (!isLoadTime) loadTime.delete(fn);
    }
  }
  return loadTime;
}

function collectReferences(
  source: Source,
  file: ts.SourceFile,
  candidates: ReadonlyMap<string, ReadonlySet<ts.Node>>,
  references: Map<ts.Node, Reference[]>,
): void {
  const visit = (node: ts.Node, from: ts.Node | null): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    const isTopFunction = ts.isFunctionDeclaration(node) && ts.isSourceFile(node.parent);
    const isMember =
      ts.isClassElement(node) && (ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node));
    const inside = isTopFunction || isMember ? node : from;
    if (ts.isIdentifier(node) && candidates.has(node.text)) {
      const declaration = source.findSymbol(node)?.valueDeclaration;
      const isName = node.parent === declaration;
      if (declaration !== undefined && !isName && candidates.get(node.text)?.has(declaration) === true) {
        const uses = references.get(declaration) ?? [];
        uses.push({ from, isCall: ts.isCallExpression(node.parent) && node.parent.expression === node });
        references.set(declaration, uses);
      }
    }
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(file, null);
}
