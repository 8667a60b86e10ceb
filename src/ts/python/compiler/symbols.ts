/**
 * What the symbol table knows: scopes and the flags of the names in them.
 *
 * The numbers are those of CPython's module `_symtable`, through which Python programs see them: a name's
 * entry is a set of `Def` flags, with the resolved `ScopeKind` shifted left by `scopeOffset`.
 */

import type { Position } from '../parser/ast.js';

export const enum Def {
  GLOBAL = 1,
  LOCAL = 2,
  PARAM = 4,
  NONLOCAL = 8,
  USE = 16,
  FREE = 32,
  FREE_CLASS = 64,
  IMPORT = 128,
  ANNOT = 256,
  COMP_ITER = 512,
  BOUND = 134,
}

export const enum ScopeKind {
  UNKNOWN = 0,
  LOCAL,
  GLOBAL_EXPLICIT,
  GLOBAL_IMPLICIT,
  FREE,
  CELL,
}

export const scopeOffset = 11;
const scopeMask = 15;

export type BlockType = 'module' | 'function' | 'class' | 'annotation';
export type ComprehensionType = 'none' | 'list' | 'set' | 'dict' | 'generator';

/** A `global` or `nonlocal` declaration: where to complain about it. */
export interface Directive {
  readonly name: string;
  readonly position: Position;
}

export class Scope {
  /** Mangled names and their flags, in order of appearance. */
  readonly symbols = new Map<string, number>();
  /** Parameters in order. */
  readonly parameters: string[] = [];
  readonly children: Scope[] = [];
  readonly directives: Directive[] = [];
  /** A function within a function, however deep. */
  nested = false;
  hasFree = false;
  childHasFree = false;
  isGenerator = false;
  isCoroutine = false;
  comprehension: ComprehensionType = 'none';
  hasVarargs = false;
  hasVarkeywords = false;
  returnsValue = false;
  needsClassClosure = false;
  /** The target of a comprehension's `for` is being visited. */
  inIterationTarget = false;
  /** How many iterables of comprehensions surround the place being visited. */
  iterableDepth = 0;

  constructor(
    readonly type: BlockType,
    readonly name: string,
    readonly position: Position,
  ) {}

  getFlags(name: string): number {
    return this.symbols.get(name) ?? 0;
  }

  getScope(name: string): ScopeKind {
    return (this.getFlags(name) >> scopeOffset) & scopeMask;
  }
}

/** Private names (`__x` in class `C`) as they are stored: `_C__x`. Python reference, "Identifiers (Names)". */
export function mangle(className: string | null, name: string): string {
  if (className === null || !name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name;
  const stripped = className.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}
