/**
 * The code object being compiled: its tables of constants and names, its blocks, and the statements that
 * surround the place being compiled (`Frame`s), which `return`, `break` and `continue` must unwind.
 */

import type { Node, Stmt } from '../parser/ast.js';
import type { CodeConstant } from './code.js';
import { constantKey } from './constants.js';
import { Block, noLocation, type Location } from './flow-graph.js';
import { Def, ScopeKind, type Scope } from './symbols.js';

export type UnitType = 'module' | 'class' | 'function' | 'async function' | 'lambda' | 'comprehension';

/** Texts or constants with indices in order of appearance. */
export class IndexTable<T> {
  readonly items: T[] = [];
  private readonly indices = new Map<string, number>();

  constructor(private readonly keyOf: (item: T) => string) {}

  /** The index of an item, which is added if it is new. */
  ensure(item: T): number {
    const key = this.keyOf(item);
    const found = this.indices.get(key);
    if (found !== undefined) return found;
    const index = this.items.push(item) - 1;
    this.indices.set(key, index);
    return index;
  }

  find(item: T): number | undefined {
    return this.indices.get(this.keyOf(item));
  }

  get size(): number {
    return this.items.length;
  }
}

export function nameTable(names: readonly string[]): IndexTable<string> {
  const table = new IndexTable<string>((name) => name);
  for (const name of names) table.ensure(name);
  return table;
}

/** What surrounds the place being compiled, and what leaving it takes. */
export type Frame =
  | {
      readonly type: 'loop';
      readonly start: Block;
      readonly exit: Block;
      readonly holdsIterator: IteratorUse;
    }
  | {
      readonly type:
        'try' | 'except handler' | 'except* handler' | 'async comprehension' | 'value' | 'finally end';
    }
  | { readonly type: 'finally'; readonly body: readonly Stmt[] }
  | { readonly type: 'with'; readonly statement: Node<'With' | 'AsyncWith'> }
  | { readonly type: 'handler cleanup'; readonly name: string | null };

/** Whether a loop keeps an iterator on the stack. */
export type IteratorUse = 'iterator' | 'none';

export class Unit {
  readonly consts = new IndexTable<CodeConstant>(constantKey);
  readonly names = nameTable([]);
  readonly varnames: IndexTable<string>;
  /** Sorted names; their place in localsplus follows from `varnames` at the end. */
  readonly cellvars: IndexTable<string>;
  readonly freevars: IndexTable<string>;
  readonly entry = new Block();
  block: Block = this.entry;
  location: Location = noLocation;
  readonly frames: Frame[] = [];
  argcount = 0;
  posonlyargcount = 0;
  kwonlyargcount = 0;

  constructor(
    readonly type: UnitType,
    readonly name: string,
    readonly qualname: string,
    readonly scope: Scope,
    /** The class whose body encloses this code, for private names. */
    readonly privateName: string | null,
    readonly firstLine: number,
    readonly parent: Unit | null,
  ) {
    this.varnames = nameTable(scope.parameters);
    const cells = scope.needsClassClosure
      ? ['__class__']
      : sortedSymbols(scope, (kind) => kind === ScopeKind.CELL);
    this.cellvars = nameTable(cells);
    this.freevars = nameTable(
      sortedSymbols(scope, (kind, flags) => kind === ScopeKind.FREE || (flags & Def.FREE_CLASS) !== 0),
    );
  }

  get isFunctionLike(): boolean {
    return this.scope.type === 'function';
  }
}

function sortedSymbols(scope: Scope, accepts: (kind: ScopeKind, flags: number) => boolean): string[] {
  const names: string[] = [];
  for (const [name, flags] of scope.symbols) if (accepts(scope.getScope(name), flags)) names.push(name);
  return names.sort(compareCodePoints);
}

/** Python's order of strings: by code point, where JavaScript's is by UTF-16 unit. */
export function compareCodePoints(left: string, right: string): number {
  const leftPoints = Array.from(left);
  const rightPoints = Array.from(right);
  for (const [index, point] of leftPoints.entries()) {
    const other = rightPoints[index];
    if (other === undefined) return 1;
    const difference = (point.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return leftPoints.length - rightPoints.length;
}
