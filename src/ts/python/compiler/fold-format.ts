/**
 * `'%s is %r' % (a, b)` as the formatted values of an f-string: no tuple, no parsing of the format at run time.
 *
 * Only `%s`, `%r` and `%a` with flags, width and precision; anything else is left to run time.
 */

import type { Expr, Node, Position } from '../parser/ast.js';
import { positionOf } from './fold.js';

/** Literal parts stand nowhere: their instructions take the line of the neighbours. */
const nowhere: Position = { lineno: -1, col_offset: -1, end_lineno: -1, end_col_offset: -1 };

/** Width and precision have at most this many digits, less one. */
const maxDigits = 3;
const directive = /^%([-+ #0]*)(\d*)(?:\.(\d*))?([sra])/;

export function foldFormat(node: Node<'BinOp'>, format: string, values: readonly Expr[]): Expr | undefined {
  if (values.some((value) => value.type_ === 'Starred')) return undefined;
  const parts: Expr[] = [];
  let rest = format;
  let used = 0;
  while (rest !== '') {
    const literal = /^(?:[^%]|%%)+/.exec(rest)?.[0];
    if (literal !== undefined) {
      const value = literal.replaceAll('%%', '%');
      parts.push({ type_: 'Constant', value: { kind: 'str', value }, kind: null, ...nowhere });
      rest = rest.slice(literal.length);
      continue;
    }
    const match = directive.exec(rest);
    const value = values[used++];
    if (match === null || value === undefined) return undefined;
    const part = makePart(value, match);
    if (part === undefined) return undefined;
    parts.push(part);
    rest = rest.slice(match[0].length);
  }
  if (used < values.length) return undefined;
  return { type_: 'JoinedStr', values: parts, ...positionOf(node) };
}

function makePart(value: Expr, match: RegExpExecArray): Expr | undefined {
  const [, flags = '', width = '', precision, letter = 's'] = match;
  if (width.length >= maxDigits || (precision ?? '').length >= maxDigits) return undefined;
  let spec = '';
  if (!flags.includes('-') && Number(width) > 0) spec += '>';
  if (width !== '') spec += String(Number(width));
  if (precision !== undefined) spec += `.${Number(precision)}`;
  const format_spec: Expr | null =
    spec === '' ? null : { type_: 'Constant', value: { kind: 'str', value: spec }, kind: null, ...nowhere };
  return {
    type_: 'FormattedValue',
    value,
    conversion: letter.charCodeAt(0),
    format_spec,
    ...positionOf(value),
  };
}
