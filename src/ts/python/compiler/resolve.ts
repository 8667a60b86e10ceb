/**
 * What each name of each block means: local, global (declared or by default), free, or a cell.
 *
 * A block is resolved with three sets from outside: names bound by enclosing functions (null for the module,
 * where `nonlocal` makes no sense), names declared global outside, and, coming back, the names its children
 * take from outside. A class body passes names through to its methods without showing its own.
 */

import { positionedError } from './positioned-error.js';
import { Def, scopeOffset, ScopeKind, type Scope } from './symbols.js';

/** Sets the scope kind of every symbol of `top` and its descendants. */
export function resolveScopes(top: Scope, filename: string): void {
  resolveBlock(top, null, new Set(), filename);
}

/** Resolves one block; returns the names that it and its children take from outside. */
function resolveBlock(
  scope: Scope,
  bound: ReadonlySet<string> | null,
  outerGlobals: ReadonlySet<string>,
  filename: string,
): Set<string> {
  const globals = new Set(outerGlobals);
  const visible = new Set(bound ?? []);
  const kinds = new Map<string, ScopeKind>();
  const locals = new Set<string>();
  const free = new Set<string>();
  for (const [name, flags] of scope.symbols) {
    if ((flags & Def.GLOBAL) !== 0) {
      if ((flags & Def.NONLOCAL) !== 0)
        directiveError(scope, name, `name '${name}' is nonlocal and global`, filename);
      kinds.set(name, ScopeKind.GLOBAL_EXPLICIT);
      globals.add(name);
      visible.delete(name);
    } else if ((flags & Def.NONLOCAL) !== 0) {
      if (bound === null)
        directiveError(scope, name, 'nonlocal declaration not allowed at module level', filename);
      if (!visible.has(name))
        directiveError(scope, name, `no binding for nonlocal '${name}' found`, filename);
      kinds.set(name, ScopeKind.FREE);
      scope.hasFree = true;
      free.add(name);
    } else if ((flags & Def.BOUND) !== 0) {
      kinds.set(name, ScopeKind.LOCAL);
      locals.add(name);
      globals.delete(name);
    } else if (visible.has(name)) {
      kinds.set(name, ScopeKind.FREE);
      scope.hasFree = true;
      free.add(name);
    } else {
      kinds.set(name, ScopeKind.GLOBAL_IMPLICIT);
      if (scope.nested && !globals.has(name)) scope.hasFree = true;
    }
  }
  const isClass = scope.type === 'class';
  const childBound = isClass ? new Set(bound ?? []) : visible;
  const childGlobals = isClass ? outerGlobals : globals;
  if (isClass) childBound.add('__class__');
  else if (scope.type === 'function') for (const name of locals) childBound.add(name);
  for (const child of scope.children) {
    for (const name of resolveBlock(child, childBound, childGlobals, filename)) free.add(name);
    if (child.hasFree || child.childHasFree) scope.childHasFree = true;
  }
  if (scope.type === 'function') {
    for (const [name, kind] of kinds) {
      if (kind === ScopeKind.LOCAL && free.delete(name)) kinds.set(name, ScopeKind.CELL);
    }
  } else if (isClass && free.delete('__class__')) {
    scope.needsClassClosure = true;
  }
  recordKinds(scope, kinds);
  passThrough(scope, free, isClass ? bound : visible, bound === null);
  return free;
}

function recordKinds(scope: Scope, kinds: ReadonlyMap<string, ScopeKind>): void {
  for (const [name, kind] of kinds) scope.symbols.set(name, scope.getFlags(name) | (kind << scopeOffset));
}

/** Notes the names that only pass through this block from an outer function to an inner one. */
function passThrough(
  scope: Scope,
  free: ReadonlySet<string>,
  bound: ReadonlySet<string> | null,
  isOutermost: boolean,
): void {
  for (const name of free) {
    const flags = scope.symbols.get(name);
    if (flags !== undefined) {
      if (scope.type === 'class' && (flags & (Def.BOUND | Def.GLOBAL)) !== 0) {
        scope.symbols.set(name, flags | Def.FREE_CLASS);
      }
      continue;
    }
    if (!isOutermost && bound !== null && !bound.has(name)) continue;
    scope.symbols.set(name, ScopeKind.FREE << scopeOffset);
  }
}

function directiveError(scope: Scope, name: string, message: string, filename: string): never {
  const directive = scope.directives.find((each) => each.name === name);
  if (directive === undefined) throw new Error(`no declaration of ${name}`);
  throw positionedError(filename, message, directive.position);
}
