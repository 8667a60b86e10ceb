import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { findFutureFeatures } from '../../../src/ts/python/compiler/future.js';
import { Def, mangle, ScopeKind, type Scope } from '../../../src/ts/python/compiler/symbols.js';
import { buildSymbolTable } from '../../../src/ts/python/compiler/symtable.js';
import { PySyntaxError } from '../../../src/ts/python/parser/errors.js';
import { parse } from '../../../src/ts/python/parser/parse.js';
import { askOracle, findLibrary, listSources } from './oracle.js';

function analyze(source: string | Uint8Array, filename = '<test>'): Scope {
  const tree = parse(source, { filename, mode: 'exec' });
  return buildSymbolTable(tree, filename, findFutureFeatures(tree, filename).flags).top;
}

/** As `oracle.py` describes `_symtable`'s objects. */
function describeScope(scope: Scope): unknown {
  return {
    type: scope.type,
    name: scope.name,
    line: scope.position.lineno,
    nested: scope.nested,
    varnames: scope.parameters,
    symbols: Object.fromEntries(scope.symbols),
    children: scope.children.map(describeScope),
  };
}

function getChild(scope: Scope, name: string): Scope {
  const child = scope.children.find((each) => each.name === name);
  assert.ok(child !== undefined, name);
  return child;
}

describe('compiler: symbol table', function () {
  this.timeout(120_000);

  it('is that of CPython for the standard library', function () {
    const library = findLibrary();
    if (library === undefined) this.skip();
    const files = listSources(library).filter((file, index) => index % 10 === 3 && !/bad|lib2to3/.test(file));
    const tables = askOracle('symtables', files) as { file: string; table: unknown }[];
    assert.equal(tables.length, files.length);
    for (const { file, table } of tables) {
      try {
        assert.deepEqual(describeScope(analyze(readFileSync(file), file)), table, file);
      } catch (error) {
        if (!(error instanceof PySyntaxError && error.message.includes('unknown Unicode character name')))
          throw error;
      }
    }
  });

  it('tells cells from free variables', () => {
    const f = getChild(analyze('def f(x):\n  y = 1\n  def g(): return x + z\n  return y'), 'f');
    assert.equal(f.getScope('x'), ScopeKind.CELL);
    assert.equal(f.getScope('y'), ScopeKind.LOCAL);
    const g = getChild(f, 'g');
    assert.equal(g.getScope('x'), ScopeKind.FREE);
    assert.equal(g.getScope('z'), ScopeKind.GLOBAL_IMPLICIT);
  });

  it('gives methods that use super a __class__ cell', () => {
    const c = getChild(analyze('class C:\n  def f(self): return super().f()'), 'C');
    assert.ok(c.needsClassClosure);
    assert.equal(getChild(c, 'f').getScope('__class__'), ScopeKind.FREE);
  });

  it('binds the target of := outside of the comprehension', () => {
    const f = getChild(analyze('def f():\n  return [y := x for x in z]'), 'f');
    assert.equal(f.getScope('y'), ScopeKind.CELL);
    const inner = getChild(f, 'listcomp');
    assert.notEqual(inner.getFlags('x') & Def.COMP_ITER, 0);
    assert.equal(inner.getScope('y'), ScopeKind.FREE);
  });

  it('mangles private names', () => {
    assert.equal(mangle('C', '__x'), '_C__x');
    assert.equal(mangle('__C', '__x'), '_C__x');
    assert.equal(mangle('C', '__x__'), '__x__');
    assert.equal(mangle('C', '__a.b'), '__a.b');
    assert.equal(mangle('___', '__x'), '__x');
    assert.equal(mangle(null, '__x'), '__x');
  });
});
