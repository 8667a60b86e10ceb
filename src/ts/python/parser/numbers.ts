/** Numeric literals (Python reference, 2.4.5 to 2.4.7); the tokenizer has checked their form already. */
import type { Constant, Expr } from './ast.js';
import type { Parser } from './parser.js';

export function parseNumber(p: Parser): Expr {
  const start = p.position;
  let text = p.tokenText(start);
  p.advance();
  if (text.includes('_')) {
    p.checkVersion(6, 'Underscores in numeric literals are');
    text = text.replaceAll('_', '');
  }
  return {
    type_: 'Constant',
    value: numberValue(p, start, text),
    kind: null,
    lineno: p.line(start),
    col_offset: p.column(start),
    end_lineno: p.lastLine(),
    end_col_offset: p.lastColumn(),
  };
}

function numberValue(p: Parser, token: number, text: string): Constant {
  const last = text.charCodeAt(text.length - 1) | 32;
  if (/^0[xXoObB]/.test(text)) return { kind: 'int', value: BigInt(text) };
  if (last === 106) return { kind: 'complex', real: 0, imag: Number(text.slice(0, -1)) };
  if (/[.eE]/.test(text)) return { kind: 'float', value: Number(text) };
  if (text.length < 16) return { kind: 'int', value: BigInt(Number(text)) };
  checkDigits(p, token, text);
  return { kind: 'int', value: BigInt(text) };
}

/** Decimal conversion takes quadratic time, so Python limits it (sys.set_int_max_str_digits). */
function checkDigits(p: Parser, token: number, text: string): void {
  const limit = p.options.maximumDigits;
  if (limit === 0 || text.length <= limit) return;
  p.raiseAt(
    `Exceeds the limit (${limit} digits) for integer string conversion: value has ${text.length} digits; ` +
      'use sys.set_int_max_str_digits() to increase the limit' +
      ' - Consider hexadecimal for huge integer literals to avoid decimal conversion limits.',
    p.line(token),
    0,
    p.tokens.endLine(token),
    0,
    'SyntaxError',
  );
}
