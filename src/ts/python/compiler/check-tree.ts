/**
 * Checks a tree that a program made itself (`compile(ast.Module(...))`): what the grammar's table cannot say, but the compiler relies on.
 * Contexts must fit, lists that the syntax never leaves empty have items, names can be names. Messages are CPython's.
 */
import { nodeTable } from '../parser/ast.js';
import type { Expr, Mod, Node, NodeName, Pattern, Position } from '../parser/ast.js';

/** The tree is none that a source could give; a ValueError. */
export class InvalidTree extends Error {}

type Context = 'Load' | 'Store' | 'Del';

/** Fields whose expressions are not loaded. */
const contexts: Partial<Record<NodeName, Readonly<Record<string, Context>>>> = {
  Assign: { targets: 'Store' },
  AugAssign: { target: 'Store' },
  AnnAssign: { target: 'Store' },
  For: { target: 'Store' },
  AsyncFor: { target: 'Store' },
  NamedExpr: { target: 'Store' },
  comprehension: { target: 'Store' },
  withitem: { optional_vars: 'Store' },
  Delete: { targets: 'Del' },
};

/** Lists that may not be empty. */
const filled: Partial<Record<NodeName, readonly string[]>> = {
  FunctionDef: ['body'],
  AsyncFunctionDef: ['body'],
  ClassDef: ['body'],
  For: ['body'],
  AsyncFor: ['body'],
  While: ['body'],
  If: ['body'],
  With: ['items', 'body'],
  AsyncWith: ['items', 'body'],
  Try: ['body'],
  TryStar: ['body'],
  ExceptHandler: ['body'],
  match_case: ['body'],
  Match: ['cases'],
  Delete: ['targets'],
  Assign: ['targets'],
  Import: ['names'],
  ImportFrom: ['names'],
  Global: ['names'],
  Nonlocal: ['names'],
};

const constants = ['None', 'True', 'False'];

function fail(message: string): never {
  throw new InvalidTree(message);
}

function checkName(name: string): void {
  if (constants.includes(name)) fail(`identifier field can't represent '${name}' constant`);
}

function checkCapture(name: string | null): void {
  if (name === null) return;
  if (name === '_') fail("can't capture name '_' in patterns");
  checkName(name);
}

function checkPosition({ lineno, end_lineno, col_offset, end_col_offset }: Position): void {
  if (lineno > end_lineno) fail(`AST node line range (${lineno}, ${end_lineno}) is not valid`);
  if ((lineno < 0 && end_lineno !== lineno) || (col_offset < 0 && col_offset !== end_col_offset)) {
    fail(
      `AST node column range (${col_offset}, ${end_col_offset}) for line range (${lineno}, ${end_lineno}) is not valid`,
    );
  }
  if (lineno === end_lineno && col_offset > end_col_offset) {
    fail(`line ${lineno}, column ${col_offset}-${end_col_offset} is not a valid range`);
  }
}

/** What is peculiar to single kinds of nodes. */
function checkNode(node: Node): void {
  switch (node.type_) {
    case 'Raise':
      if (node.exc === null && node.cause !== null) fail('Raise with cause but no exception');
      break;
    case 'Try':
    case 'TryStar':
      if (node.handlers.length === 0 && node.finalbody.length === 0) {
        fail(`${node.type_} has neither except handlers nor finalbody`);
      }
      if (node.handlers.length === 0 && node.orelse.length > 0) {
        fail(`${node.type_} has orelse but no except handlers`);
      }
      break;
    case 'ImportFrom':
      if ((node.level ?? 0) < 0) fail('Negative ImportFrom level');
      break;
    case 'AnnAssign':
      if (node.simple !== 0 && node.target.type_ !== 'Name') fail('AnnAssign with simple non-Name target');
      break;
    case 'BoolOp':
      if (node.values.length < 2) fail('BoolOp with less than 2 values');
      break;
    case 'Dict':
      if (node.keys.length !== node.values.length) {
        fail("Dict doesn't have the same number of keys as values");
      }
      break;
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      if (node.generators.length === 0) fail('comprehension with no generators');
      break;
    case 'Compare':
      if (node.comparators.length === 0) fail('Compare with no comparators');
      if (node.comparators.length !== node.ops.length) {
        fail('Compare has a different number of comparators and operands');
      }
      break;
    case 'arguments':
      if (node.defaults.length > node.posonlyargs.length + node.args.length) {
        fail('more positional defaults than args on arguments');
      }
      if (node.kw_defaults.length !== node.kwonlyargs.length) {
        fail('length of kwonlyargs is not the same as kw_defaults on arguments');
      }
      break;
    case 'Name':
      checkName(node.id);
      break;
    case 'match_case':
      checkPattern(node.pattern, false);
      break;
    default:
      break;
  }
}

function checkContext(node: Node, context: Context): void {
  if ('ctx' in node) {
    const actual = node.ctx.type_;
    if (actual !== context) fail(`expression must have ${context} context but has ${actual} instead`);
  } else if (context !== 'Load') {
    fail(`expression which can't be assigned to in ${context} context`);
  }
}

/** The context that a field's expressions have. */
function contextOf(node: Node, field: string, context: Context): Context {
  if (node.type_ === 'List' || node.type_ === 'Tuple' || node.type_ === 'Starred') return context;
  return contexts[node.type_]?.[field] ?? 'Load';
}

/** `context` counts for expressions. */
function check(node: Node, context: Context): void {
  const [kind, fields] = nodeTable[node.type_] as readonly [string, Readonly<Record<string, string>>];
  if ('lineno' in node && 'end_lineno' in node) checkPosition(node);
  if (kind === 'expr') checkContext(node, context);
  const values = node as unknown as Readonly<Record<string, unknown>>;
  for (const field of filled[node.type_] ?? []) {
    if ((values[field] as readonly unknown[]).length === 0) fail(`empty ${field} on ${node.type_}`);
  }
  if (node.type_ !== 'arguments') checkNode(node);
  // The generators of a comprehension come first in its text's meaning, and in CPython's checks.
  const entries = Object.entries(fields);
  for (const [field, type] of 'generators' in fields ? entries.reverse() : entries) {
    if (!((type.match(/^\w+/)?.[0] ?? '') in childKinds)) continue;
    const value = values[field];
    const inner = contextOf(node, field, context);
    if (!Array.isArray(value)) {
      if (value !== null && value !== undefined) check(value as Node, inner);
      continue;
    }
    for (const item of value as readonly (Node | null)[]) {
      if (item !== null) check(item, inner);
      else if (!type.endsWith('?*')) {
        fail(`None disallowed in ${type.startsWith('stmt') ? 'statement' : 'expression'} list`);
      }
    }
  }
  if (node.type_ === 'arguments') checkNode(node);
}

/** Kinds of nodes, as against leaves; what has no fields is not walked. */
const childKinds: Readonly<Record<string, true>> = {
  stmt: true,
  expr: true,
  comprehension: true,
  excepthandler: true,
  arguments: true,
  arg: true,
  keyword: true,
  alias: true,
  withitem: true,
  match_case: true,
  pattern: true,
};

function isNumber(node: Expr, kinds: readonly string[]): boolean {
  if (node.type_ === 'UnaryOp') return node.op.type_ === 'USub' && isNumber(node.operand, kinds);
  return node.type_ === 'Constant' && kinds.includes(node.value.kind);
}

function checkLiteral(node: Expr): void {
  switch (node.type_) {
    case 'Constant':
      if (!['int', 'float', 'complex', 'str', 'bytes'].includes(node.value.kind)) {
        fail('unexpected constant inside of a literal pattern');
      }
      return;
    case 'Attribute':
    case 'JoinedStr':
      return;
    case 'UnaryOp':
      if (isNumber(node, ['int', 'float', 'complex'])) return;
      break;
    case 'BinOp':
      if (
        (node.op.type_ === 'Add' || node.op.type_ === 'Sub') &&
        isNumber(node.left, ['int', 'float']) &&
        isNumber(node.right, ['complex'])
      ) {
        return;
      }
      break;
    default:
      break;
  }
  fail('patterns may only match literals and attribute lookups');
}

function checkPatterns(patterns: readonly Pattern[], starAllowed: boolean): void {
  for (const pattern of patterns) checkPattern(pattern, starAllowed);
}

function checkPattern(pattern: Pattern, starAllowed: boolean): void {
  switch (pattern.type_) {
    case 'MatchValue':
      checkLiteral(pattern.value);
      break;
    case 'MatchSingleton':
      if (!constants.includes(pattern.value.kind)) {
        fail('MatchSingleton can only contain True, False and None');
      }
      break;
    case 'MatchSequence':
      checkPatterns(pattern.patterns, true);
      break;
    case 'MatchMapping':
      if (pattern.keys.length !== pattern.patterns.length) {
        fail("MatchMapping doesn't have the same number of keys as patterns");
      }
      checkCapture(pattern.rest);
      for (const key of pattern.keys) {
        if (!(key.type_ === 'Constant' && constants.includes(key.value.kind))) checkLiteral(key);
      }
      checkPatterns(pattern.patterns, false);
      break;
    case 'MatchClass': {
      if (pattern.kwd_attrs.length !== pattern.kwd_patterns.length) {
        fail("MatchClass doesn't have the same number of keyword attributes as patterns");
      }
      let part = pattern.cls;
      while (part.type_ === 'Attribute') part = part.value;
      if (part.type_ !== 'Name') fail('MatchClass cls field can only contain Name or Attribute nodes.');
      for (const name of pattern.kwd_attrs) checkName(name);
      checkPatterns(pattern.patterns, false);
      checkPatterns(pattern.kwd_patterns, false);
      break;
    }
    case 'MatchStar':
      if (!starAllowed) fail("can't use MatchStar here");
      checkCapture(pattern.name);
      break;
    case 'MatchAs':
      checkCapture(pattern.name);
      if (pattern.pattern !== null) {
        if (pattern.name === null) fail('MatchAs must specify a target name if a pattern is given');
        checkPattern(pattern.pattern, false);
      }
      break;
    case 'MatchOr':
      if (pattern.patterns.length < 2) fail('MatchOr requires at least 2 patterns');
      checkPatterns(pattern.patterns, false);
      break;
  }
}

/** Throws InvalidTree for a tree that no source gives. */
export function checkTree(tree: Mod): void {
  check(tree, 'Load');
}
