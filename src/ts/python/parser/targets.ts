/**
 * Assignment targets (Python reference, 7.2). They are parsed as expressions and then checked and marked:
 * each name, attribute, subscript, starred item, list and tuple in them gets its new context in place.
 */
import type { Expr, ExprContext } from './ast.js';
import { parsePrimary } from './atoms.js';
import { del, Memo, store, type Parser } from './parser.js';
import { Token } from './tokens.js';

/** Marks a target with a context; false if the expression cannot be one (it may be marked in part then). */
function markTarget(node: Expr, ctx: ExprContext, starred: (node: Expr) => boolean): boolean {
  switch (node.type_) {
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      node.ctx = ctx;
      return true;
    case 'Starred':
      if (!starred(node) || !markTarget(node.value, ctx, starred)) return false;
      node.ctx = ctx;
      return true;
    case 'List':
    case 'Tuple':
      for (const element of node.elts) if (!markTarget(element, ctx, starred)) return false;
      node.ctx = ctx;
      return true;
    default:
      return false;
  }
}

/** Turns an expression into a target to assign to, or fails. */
export function convertToTarget(p: Parser, node: Expr): Expr {
  if (!markTarget(node, store, () => true)) p.fail();
  return node;
}

/** One name, attribute or subscript, the only targets of augmented and annotated assignment. */
export function convertToSingleTarget(p: Parser, node: Expr): Expr {
  if (node.type_ !== 'Name' && node.type_ !== 'Attribute' && node.type_ !== 'Subscript') p.fail();
  return convertToTarget(p, node);
}

/** `[*]primary` that is a target, and that nothing follows which would make it a longer expression. */
export function parseStarTarget(p: Parser): Expr {
  return p.errorPass ? p.memoized(Memo.StarTarget, parseStarTargetHere) : parseStarTargetHere(p);
}

function parseStarTargetHere(p: Parser): Expr {
  if (p.kind !== Token.Star) return convertToTarget(p, copyForTarget(p, parsePrimary(p)));
  const start = p.position;
  p.advance();
  if (p.kind === Token.Star) p.fail();
  const value = parseStarTarget(p);
  return {
    type_: 'Starred',
    value,
    ctx: store,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

/** The error pass remembers primaries, so it must not mark them: the same one may be read as an expression. */
function copyForTarget(p: Parser, node: Expr): Expr {
  return p.errorPass ? copyTarget(node) : node;
}

export function copyTarget(node: Expr): Expr {
  switch (node.type_) {
    case 'List':
    case 'Tuple':
      return { ...node, elts: node.elts.map(copyTarget) };
    case 'Starred':
      return { ...node, value: copyTarget(node.value) };
    case 'Name':
    case 'Attribute':
    case 'Subscript':
      return { ...node };
    default:
      return node;
  }
}

/** Targets of `for` and assignments: one, or a tuple of them. */
export function parseStarTargets(p: Parser): Expr {
  const start = p.position;
  const first = parseStarTarget(p);
  if (p.kind !== Token.Comma) return first;
  const elts = [first];
  while (p.kind === Token.Comma) {
    p.advance();
    if (!startsTarget(p.kind)) break;
    const mark = p.position;
    const element = p.optional(parseStarTarget);
    if (element === null) {
      p.reset(mark);
      break;
    }
    elts.push(element);
  }
  return {
    type_: 'Tuple',
    elts,
    ctx: store,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

function startsTarget(kind: Token): boolean {
  switch (kind) {
    case Token.Name:
    case Token.LeftParen:
    case Token.LeftBracket:
    case Token.LeftBrace:
    case Token.Star:
    case Token.String:
    case Token.Number:
    case Token.True:
    case Token.False:
    case Token.None:
    case Token.Ellipsis:
      return true;
    default:
      return false;
  }
}

/** One target of `del`: no stars, at no depth. */
function parseDeleteTarget(p: Parser): Expr {
  const node = copyForTarget(p, parsePrimary(p));
  if (!markTarget(node, del, () => false)) p.fail();
  return node;
}

export function parseDeleteTargets(p: Parser): Expr[] {
  const targets = [parseDeleteTarget(p)];
  while (p.kind === Token.Comma) {
    p.advance();
    if (!startsTarget(p.kind)) break;
    const mark = p.position;
    const target = p.optional(parseDeleteTarget);
    if (target === null) {
      p.reset(mark);
      break;
    }
    targets.push(target);
  }
  return targets;
}
