/** Symbol tables for module `_symtable`, as marshalled tuples; see `python/modules/symtable.ts` for the other side. */
import { marshalConstant } from '../python/compiler/marshal.js';
import type { BlockType, Scope } from '../python/compiler/symbols.js';
import type { Constant } from '../python/parser/ast.js';

/** The numbers of CPython's module `_symtable`. */
const blockNumbers: Readonly<Record<BlockType, number>> = { function: 0, class: 1, module: 2, annotation: 3 };

const text = (value: string): Constant => ({ kind: 'str', value });
const tuple = (items: readonly Constant[]): Constant => ({ kind: 'tuple', items });
const integer = (value: number): Constant => ({ kind: 'int', value: BigInt(value) });

function scopeConstant(scope: Scope): Constant {
  const symbols = [...scope.symbols].flatMap(([name, flags]) => [text(name), integer(flags)]);
  return tuple([
    integer(blockNumbers[scope.type]),
    text(scope.name),
    integer(scope.position.lineno),
    integer(scope.nested ? 1 : 0),
    tuple(scope.parameters.map(text)),
    tuple(symbols),
    tuple(scope.children.map(scopeConstant)),
  ]);
}

/** A scope and those within it as marshalled bytes. */
export function encodeScope(scope: Scope): string {
  return Buffer.from(marshalConstant(scopeConstant(scope))).toString('latin1');
}
