/**
 * `match` statements.
 *
 * While a pattern is matched, the subject is on top, and names it has captured so far wait lower on the stack,
 * so that nothing is bound unless the whole pattern matches. A failing test must drop what has piled up:
 * `Matcher.failures[n]` is the block that pops n items and goes on with the next case.
 */

import { Op } from '../interp/opcodes.js';
import type { MatchCase, Node, Pattern } from '../parser/ast.js';
import { emitUnpack } from './collections.js';
import type { Compiler } from './compiler.js';
import { equalityKey, noneConstant, stringTuple } from './constants.js';
import { compileCondition, compileExpression, emitComparison, emitInt, getItem } from './expressions.js';
import { Block } from './flow-graph.js';
import { checkName, emitVariable } from './names.js';
import { compileStatements } from './statements.js';
import { unparseConstant } from './unparse.js';

/** Whether a pattern that always matches may stand here. */
type Irrefutable = 'allowed' | 'unreachable rest';

interface Matcher {
  /** Names captured so far; their values lie below the items in use. */
  stores: string[];
  irrefutable: Irrefutable;
  failures: Block[];
  /** Items above the captured values that a failure must pop. */
  onTop: number;
}

export function compileMatch(c: Compiler, statement: Node<'Match'>): void {
  compileExpression(c, statement.subject);
  const end = new Block();
  const lastIndex = statement.cases.length - 1;
  const last = getItem(statement.cases, lastIndex);
  const hasDefault = lastIndex > 0 && isWildcard(last.pattern);
  const tested = hasDefault ? statement.cases.slice(0, -1) : statement.cases;
  for (const [index, matchCase] of tested.entries()) {
    c.setLocation(matchCase.pattern);
    const keepsSubject = index < tested.length - 1;
    if (keepsSubject) c.emit(Op.COPY, 1);
    const irrefutable = matchCase.guard !== null || index === lastIndex ? 'allowed' : 'unreachable rest';
    compileCase(c, matchCase, irrefutable, keepsSubject ? 'kept' : 'consumed', end);
  }
  if (hasDefault) {
    c.setLocation(last.pattern);
    c.emit(Op.NOP);
    if (last.guard !== null) compileCondition(c, last.guard, end, false);
    compileStatements(c, last.body);
  }
  c.useBlock(end);
}

function compileCase(
  c: Compiler,
  matchCase: MatchCase,
  irrefutable: Irrefutable,
  subject: 'kept' | 'consumed',
  end: Block,
): void {
  const matcher: Matcher = { stores: [], irrefutable, failures: [], onTop: 0 };
  compilePattern(c, matchCase.pattern, matcher);
  for (const name of matcher.stores) emitVariable(c, name, 'Store');
  if (matchCase.guard !== null) compileCondition(c, matchCase.guard, ensureFailure(matcher, 0), false);
  if (subject === 'kept') c.emit(Op.POP_TOP);
  compileStatements(c, matchCase.body);
  c.clearLocation();
  c.emitJump(Op.JUMP, end);
  // The pops after a failure belong to the pattern that failed.
  c.setLocation(matchCase.pattern);
  emitFailures(c, matcher);
}

function isWildcard(pattern: Pattern): boolean {
  return pattern.type_ === 'MatchAs' && pattern.name === null;
}

function ensureFailure(matcher: Matcher, pops: number): Block {
  while (matcher.failures.length <= pops) matcher.failures.push(new Block());
  return getItem(matcher.failures, pops);
}

function emitFailureJump(c: Compiler, matcher: Matcher, op: Op): void {
  c.emitJump(op, ensureFailure(matcher, matcher.onTop + matcher.stores.length));
}

function emitFailures(c: Compiler, matcher: Matcher): void {
  for (let pops = matcher.failures.length - 1; pops >= 0; pops--) {
    c.useBlock(getItem(matcher.failures, pops));
    if (pops > 0) c.emit(Op.POP_TOP);
  }
  if (matcher.failures.length === 0) c.useBlock(new Block());
  matcher.failures = [];
}

/** Moves the top below the next `count - 1` items. */
function emitRotation(c: Compiler, count: number): void {
  for (let depth = count; depth > 1; depth--) c.emit(Op.SWAP, depth);
}

function captureName(c: Compiler, name: string | null, matcher: Matcher): void {
  if (name === null) {
    c.emit(Op.POP_TOP);
    return;
  }
  checkName(c, name, 'Store');
  checkNewStore(c, name, matcher);
  emitRotation(c, matcher.onTop + matcher.stores.length + 1);
  matcher.stores.push(name);
}

function checkNewStore(c: Compiler, name: string, matcher: Matcher): void {
  if (matcher.stores.includes(name)) c.fail(`multiple assignments to name '${name}' in pattern`);
}

/** What follows a pattern belongs to the place where it ended: the location is not restored. */
function compilePattern(c: Compiler, pattern: Pattern, matcher: Matcher): void {
  c.setLocation(pattern);
  switch (pattern.type_) {
    case 'MatchValue':
      if (pattern.value.type_ !== 'Constant' && pattern.value.type_ !== 'Attribute') {
        c.fail('patterns may only match literals and attribute lookups');
      }
      compileExpression(c, pattern.value);
      emitComparison(c, 'Eq');
      emitFailureJump(c, matcher, Op.POP_JUMP_IF_FALSE);
      break;
    case 'MatchSingleton':
      c.emitConst(pattern.value);
      emitComparison(c, 'Is');
      emitFailureJump(c, matcher, Op.POP_JUMP_IF_FALSE);
      break;
    case 'MatchSequence':
      compileSequencePattern(c, pattern, matcher);
      break;
    case 'MatchMapping':
      compileMappingPattern(c, pattern, matcher);
      break;
    case 'MatchClass':
      compileClassPattern(c, pattern, matcher);
      break;
    case 'MatchStar':
      captureName(c, pattern.name, matcher);
      break;
    case 'MatchAs':
      compileAsPattern(c, pattern, matcher);
      break;
    case 'MatchOr':
      compileOrPattern(c, pattern, matcher);
      break;
  }
}

/** A pattern within another: it may always match. */
function compileSubpattern(c: Compiler, pattern: Pattern, matcher: Matcher): void {
  const { irrefutable } = matcher;
  matcher.irrefutable = 'allowed';
  compilePattern(c, pattern, matcher);
  matcher.irrefutable = irrefutable;
}

function compileAsPattern(c: Compiler, pattern: Node<'MatchAs'>, matcher: Matcher): void {
  if (pattern.pattern === null) {
    if (matcher.irrefutable === 'unreachable rest') {
      const what = pattern.name === null ? 'wildcard' : `name capture '${pattern.name}'`;
      c.fail(`${what} makes remaining patterns unreachable`);
    }
    captureName(c, pattern.name, matcher);
    return;
  }
  matcher.onTop++;
  c.emit(Op.COPY, 1);
  compilePattern(c, pattern.pattern, matcher);
  matcher.onTop--;
  captureName(c, pattern.name, matcher);
}

function isStar(pattern: Pattern): pattern is Node<'MatchStar'> {
  return pattern.type_ === 'MatchStar';
}

function isWildcardStar(pattern: Pattern | undefined): boolean {
  return pattern?.type_ === 'MatchStar' && pattern.name === null;
}

function emitLengthTest(c: Compiler, length: number, comparison: 'Eq' | 'GtE', matcher: Matcher): void {
  c.emit(Op.GET_LEN);
  emitInt(c, length);
  emitComparison(c, comparison);
  emitFailureJump(c, matcher, Op.POP_JUMP_IF_FALSE);
}

function compileSequencePattern(c: Compiler, pattern: Node<'MatchSequence'>, matcher: Matcher): void {
  const { patterns } = pattern;
  const star = patterns.findIndex(isStar);
  if (patterns.filter(isStar).length > 1) c.fail('multiple starred names in sequence pattern');
  const starIsWildcard = isWildcardStar(patterns[star]);
  matcher.onTop++;
  c.emit(Op.MATCH_SEQUENCE);
  emitFailureJump(c, matcher, Op.POP_JUMP_IF_FALSE);
  if (star < 0) emitLengthTest(c, patterns.length, 'Eq', matcher);
  else if (patterns.length > 1) emitLengthTest(c, patterns.length - 1, 'GtE', matcher);
  matcher.onTop--;
  if (patterns.every((each) => isWildcard(each) || isWildcardStar(each))) {
    c.emit(Op.POP_TOP);
  } else if (starIsWildcard) {
    compileIndexedElements(c, patterns, star, matcher);
  } else {
    emitUnpack(c, patterns, isStar, 'pattern');
    matcher.onTop += patterns.length;
    for (const each of patterns) {
      matcher.onTop--;
      compileSubpattern(c, each, matcher);
    }
  }
}

/** With `*_` the middle is not wanted: pick the elements by index. */
function compileIndexedElements(
  c: Compiler,
  patterns: readonly Pattern[],
  star: number,
  matcher: Matcher,
): void {
  matcher.onTop++;
  for (const [index, pattern] of patterns.entries()) {
    if (isWildcard(pattern) || index === star) continue;
    c.emit(Op.COPY, 1);
    if (index < star) {
      emitInt(c, index);
    } else {
      // The subject need not support negative indices.
      c.emit(Op.GET_LEN);
      emitInt(c, patterns.length - index);
      c.emit(Op.BINARY_SUBTRACT);
    }
    c.emit(Op.BINARY_SUBSCR);
    compileSubpattern(c, pattern, matcher);
  }
  matcher.onTop--;
  c.emit(Op.POP_TOP);
}

function compileMappingPattern(c: Compiler, pattern: Node<'MatchMapping'>, matcher: Matcher): void {
  const { keys, patterns, rest } = pattern;
  const size = keys.length;
  if (size !== patterns.length) {
    c.fail(`keys (${size}) / patterns (${patterns.length}) length mismatch in mapping pattern`);
  }
  matcher.onTop++;
  c.emit(Op.MATCH_MAPPING);
  emitFailureJump(c, matcher, Op.POP_JUMP_IF_FALSE);
  if (size === 0 && rest === null) {
    matcher.onTop--;
    c.emit(Op.POP_TOP);
    return;
  }
  if (size > 0) emitLengthTest(c, size, 'GtE', matcher);
  compileKeys(c, pattern);
  c.emit(Op.BUILD_TUPLE, size);
  c.emit(Op.MATCH_KEYS);
  matcher.onTop += 2;
  emitNoneTest(c, matcher);
  c.emit(Op.UNPACK_SEQUENCE, size);
  matcher.onTop += size - 1;
  for (const each of patterns) {
    matcher.onTop--;
    compileSubpattern(c, each, matcher);
  }
  matcher.onTop -= 2;
  if (rest === null) {
    c.emit(Op.POP_TOP);
    c.emit(Op.POP_TOP);
    return;
  }
  // [subject, keys] -> a copy of the subject without the keys
  c.emit(Op.BUILD_MAP, 0);
  c.emit(Op.SWAP, 3);
  c.emit(Op.DICT_UPDATE, 2);
  c.emit(Op.UNPACK_SEQUENCE, size);
  for (let left = size; left > 0; left--) {
    c.emit(Op.COPY, 1 + left);
    c.emit(Op.SWAP, 2);
    c.emit(Op.DELETE_SUBSCR);
  }
  captureName(c, rest, matcher);
}

function compileKeys(c: Compiler, pattern: Node<'MatchMapping'>): void {
  const seen = new Set<string>();
  for (const key of pattern.keys) {
    if (key.type_ === 'Constant') {
      const id = equalityKey(key.value);
      if (seen.has(id)) c.fail(`mapping pattern checks duplicate key (${unparseConstant(key.value)})`);
      seen.add(id);
    } else if (key.type_ !== 'Attribute') {
      c.fail('mapping pattern keys may only match literals and attribute lookups');
    }
    compileExpression(c, key);
  }
}

function emitNoneTest(c: Compiler, matcher: Matcher): void {
  c.emit(Op.COPY, 1);
  c.emitConst(noneConstant);
  c.emit(Op.IS_OP, 1);
  emitFailureJump(c, matcher, Op.POP_JUMP_IF_FALSE);
}

function compileClassPattern(c: Compiler, pattern: Node<'MatchClass'>, matcher: Matcher): void {
  const names = pattern.kwd_attrs;
  if (names.length !== pattern.kwd_patterns.length) {
    c.fail(
      `kwd_attrs (${names.length}) / kwd_patterns (${pattern.kwd_patterns.length}) length mismatch in class pattern`,
    );
  }
  checkAttributeNames(c, pattern);
  compileExpression(c, pattern.cls);
  c.emitConst(stringTuple(names));
  c.emit(Op.MATCH_CLASS, pattern.patterns.length);
  matcher.onTop++;
  emitNoneTest(c, matcher);
  const inner = [...pattern.patterns, ...pattern.kwd_patterns];
  c.emit(Op.UNPACK_SEQUENCE, inner.length);
  matcher.onTop += inner.length - 1;
  for (const each of inner) {
    matcher.onTop--;
    if (isWildcard(each)) c.emit(Op.POP_TOP);
    else compileSubpattern(c, each, matcher);
  }
}

function checkAttributeNames(c: Compiler, pattern: Node<'MatchClass'>): void {
  const names = pattern.kwd_attrs;
  for (const [index, name] of names.entries()) {
    c.setLocation(getItem(pattern.kwd_patterns, index));
    checkName(c, name, 'Store');
    const again = names.indexOf(name, index + 1);
    if (again < 0) continue;
    c.setLocation(getItem(pattern.kwd_patterns, again));
    c.fail(`attribute name repeated in class pattern: ${name}`);
  }
  c.setLocation(pattern);
}

/**
 * Every alternative must capture the same names; each but the first brings its values into the order of the
 * first. After one has matched the values move below what the surrounding pattern keeps on the stack.
 */
function compileOrPattern(c: Compiler, pattern: Node<'MatchOr'>, matcher: Matcher): void {
  const end = new Block();
  const lastIndex = pattern.patterns.length - 1;
  let names: readonly string[] = [];
  for (const [index, alternative] of pattern.patterns.entries()) {
    c.setLocation(alternative);
    const inner: Matcher = {
      stores: [],
      irrefutable: index === lastIndex ? matcher.irrefutable : 'unreachable rest',
      failures: [],
      onTop: 0,
    };
    c.emit(Op.COPY, 1);
    compilePattern(c, alternative, inner);
    if (index === 0) names = inner.stores;
    else reorderStores(c, inner.stores, names);
    c.emitJump(Op.JUMP, end);
    emitFailures(c, inner);
  }
  c.emit(Op.POP_TOP);
  emitFailureJump(c, matcher, Op.JUMP);
  c.useBlock(end);
  const rotation = names.length + 1 + matcher.onTop + matcher.stores.length;
  for (const name of names) {
    emitRotation(c, rotation);
    checkNewStore(c, name, matcher);
    matcher.stores.push(name);
  }
  c.emit(Op.POP_TOP);
}

function reorderStores(c: Compiler, stores: string[], wanted: readonly string[]): void {
  const differ = (): never => c.fail('alternative patterns bind different names');
  if (stores.length !== wanted.length) differ();
  for (let index = wanted.length - 1; index >= 0; index--) {
    const found = stores.indexOf(getItem(wanted, index));
    if (found < 0) differ();
    if (found === index) continue;
    const rotations = found + 1;
    const rotated = stores.splice(0, rotations);
    stores.splice(index - found, 0, ...rotated);
    for (let count = 0; count < rotations; count++) emitRotation(c, index + 1);
  }
}
