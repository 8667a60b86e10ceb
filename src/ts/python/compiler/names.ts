/** Loads, stores and deletions of variables: which instruction reaches a name. */

import { Op } from '../interp/opcodes.js';
import type { Compiler } from './compiler.js';
import { ScopeKind } from './symbols.js';

export type Access = 'Load' | 'Store' | 'Del';

type Place = 'name' | 'fast' | 'global' | 'deref';

const operations: Readonly<Record<Place, Readonly<Record<Access, Op>>>> = {
  name: { Load: Op.LOAD_NAME, Store: Op.STORE_NAME, Del: Op.DELETE_NAME },
  fast: { Load: Op.LOAD_FAST, Store: Op.STORE_FAST, Del: Op.DELETE_FAST },
  global: { Load: Op.LOAD_GLOBAL, Store: Op.STORE_GLOBAL, Del: Op.DELETE_GLOBAL },
  deref: { Load: Op.LOAD_DEREF, Store: Op.STORE_DEREF, Del: Op.DELETE_DEREF },
};

/** `__debug__` is a constant. */
export function checkName(c: Compiler, name: string, access: Access): void {
  if (name !== '__debug__') return;
  if (access === 'Store') c.fail('cannot assign to __debug__');
  if (access === 'Del') c.fail('cannot delete __debug__');
}

export function emitVariable(c: Compiler, name: string, access: Access): void {
  checkName(c, name, access);
  const { unit } = c;
  const mangled = c.mangle(name);
  const inFunction = unit.isFunctionLike;
  switch (unit.scope.getScope(mangled)) {
    case ScopeKind.FREE:
    case ScopeKind.CELL: {
      const loads = unit.scope.type === 'class' && access === 'Load';
      c.emit(loads ? Op.LOAD_CLASSDEREF : operations.deref[access], cellIndex(c, mangled));
      break;
    }
    case ScopeKind.LOCAL:
      if (inFunction) c.emit(operations.fast[access], unit.varnames.ensure(mangled));
      else c.emitRawName(operations.name[access], mangled);
      break;
    case ScopeKind.GLOBAL_IMPLICIT:
      emitGlobal(c, mangled, inFunction ? operations.global[access] : operations.name[access]);
      break;
    case ScopeKind.GLOBAL_EXPLICIT:
      emitGlobal(c, mangled, operations.global[access]);
      break;
    case ScopeKind.UNKNOWN:
      c.emitRawName(operations.name[access], mangled);
      break;
  }
}

function emitGlobal(c: Compiler, mangled: string, op: Op): void {
  const index = c.unit.names.ensure(mangled);
  c.emit(op, op === Op.LOAD_GLOBAL ? index << 1 : index);
}

/**
 * Cells are numbered among cells and free variables until the number of locals is known;
 * `assembler.ts` moves them to their place in localsplus.
 */
export function cellIndex(c: Compiler, mangled: string): number {
  const { unit } = c;
  const kind = unit.scope.getScope(mangled);
  const isCell = kind === ScopeKind.CELL || (unit.type === 'class' && mangled === '__class__');
  const index = isCell ? unit.cellvars.find(mangled) : unit.freevars.find(mangled);
  if (index === undefined) throw new Error(`no cell for ${mangled} in ${unit.qualname}`);
  return isCell ? index : unit.cellvars.size + index;
}
