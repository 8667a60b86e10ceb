/**
 * Expressions back as source text, for annotations under PEP 563: the spelling is CPython's, so that
 * `__annotations__` are the same strings.
 *
 * Each operator has a level; an operand of a lower level than its place asks for is put in parentheses.
 */

import type { Arguments, Comprehension, Constant, Expr, Node } from '../parser/ast.js';

const enum Level {
  TUPLE,
  TEST,
  OR,
  AND,
  NOT,
  COMPARE,
  BIT_OR,
  BIT_XOR,
  BIT_AND,
  SHIFT,
  SUM,
  PRODUCT,
  FACTOR,
  POWER,
  AWAIT,
  ATOM,
}

/** EXPR of the grammar: what may follow `*` or `in`. */
const exprLevel = Level.BIT_OR;

const binaryOperators: Readonly<Record<Node<'BinOp'>['op']['type_'], readonly [string, Level]>> = {
  Add: [' + ', Level.SUM],
  Sub: [' - ', Level.SUM],
  Mult: [' * ', Level.PRODUCT],
  MatMult: [' @ ', Level.PRODUCT],
  Div: [' / ', Level.PRODUCT],
  Mod: [' % ', Level.PRODUCT],
  FloorDiv: [' // ', Level.PRODUCT],
  LShift: [' << ', Level.SHIFT],
  RShift: [' >> ', Level.SHIFT],
  BitOr: [' | ', Level.BIT_OR],
  BitXor: [' ^ ', Level.BIT_XOR],
  BitAnd: [' & ', Level.BIT_AND],
  Pow: [' ** ', Level.POWER],
};

const unaryOperators: Readonly<Record<Node<'UnaryOp'>['op']['type_'], readonly [string, Level]>> = {
  Invert: ['~', Level.FACTOR],
  Not: ['not ', Level.NOT],
  UAdd: ['+', Level.FACTOR],
  USub: ['-', Level.FACTOR],
};

const comparisonOperators: Readonly<Record<Node<'Compare'>['ops'][number]['type_'], string>> = {
  Eq: ' == ',
  NotEq: ' != ',
  Lt: ' < ',
  LtE: ' <= ',
  Gt: ' > ',
  GtE: ' >= ',
  Is: ' is ',
  IsNot: ' is not ',
  In: ' in ',
  NotIn: ' not in ',
};

export function unparse(expression: Expr): string {
  return write(expression, Level.TEST);
}

function parenthesize(text: string, level: Level, own: Level): string {
  return level > own ? `(${text})` : text;
}

function writeAll(expressions: readonly Expr[], level: Level): string {
  return expressions.map((each) => write(each, level)).join(', ');
}

function write(expression: Expr, level: Level): string {
  switch (expression.type_) {
    case 'BoolOp': {
      const own = expression.op.type_ === 'And' ? Level.AND : Level.OR;
      const operator = expression.op.type_ === 'And' ? ' and ' : ' or ';
      const text = expression.values.map((value) => write(value, own + 1)).join(operator);
      return parenthesize(text, level, own);
    }
    case 'BinOp': {
      const [operator, own] = binaryOperators[expression.op.type_];
      const bindsRight = expression.op.type_ === 'Pow';
      const left = write(expression.left, bindsRight ? own + 1 : own);
      const right = write(expression.right, bindsRight ? own : own + 1);
      return parenthesize(left + operator + right, level, own);
    }
    case 'UnaryOp': {
      const [operator, own] = unaryOperators[expression.op.type_];
      return parenthesize(operator + write(expression.operand, own), level, own);
    }
    case 'Lambda': {
      const parameters = writeParameters(expression.args);
      // CPython puts no space before `*`.
      const hasPositional = expression.args.posonlyargs.length + expression.args.args.length > 0;
      const head = `lambda${hasPositional ? ' ' : ''}${parameters}`;
      return parenthesize(`${head}: ${write(expression.body, Level.TEST)}`, level, Level.TEST);
    }
    case 'IfExp': {
      const body = write(expression.body, Level.TEST + 1);
      const test = write(expression.test, Level.TEST + 1);
      const otherwise = write(expression.orelse, Level.TEST);
      return parenthesize(`${body} if ${test} else ${otherwise}`, level, Level.TEST);
    }
    case 'Dict':
      return `{${expression.values.map((value, index) => writeItem(expression.keys[index] ?? null, value)).join(', ')}}`;
    case 'Set':
      return `{${writeAll(expression.elts, Level.TEST)}}`;
    case 'GeneratorExp':
      return `(${write(expression.elt, Level.TEST)}${writeGenerators(expression.generators)})`;
    case 'ListComp':
      return `[${write(expression.elt, Level.TEST)}${writeGenerators(expression.generators)}]`;
    case 'SetComp':
      return `{${write(expression.elt, Level.TEST)}${writeGenerators(expression.generators)}}`;
    case 'DictComp': {
      const item = `${write(expression.key, Level.TEST)}: ${write(expression.value, Level.TEST)}`;
      return `{${item}${writeGenerators(expression.generators)}}`;
    }
    case 'Yield':
      return expression.value === null ? '(yield)' : `(yield ${write(expression.value, Level.TEST)})`;
    case 'YieldFrom':
      return `(yield from ${write(expression.value, Level.TEST)})`;
    case 'Await':
      return parenthesize(`await ${write(expression.value, Level.ATOM)}`, level, Level.AWAIT);
    case 'Compare': {
      let text = write(expression.left, Level.COMPARE + 1);
      expression.comparators.forEach((operand, index) => {
        const op = expression.ops[index];
        if (op !== undefined) text += comparisonOperators[op.type_] + write(operand, Level.COMPARE + 1);
      });
      return parenthesize(text, level, Level.COMPARE);
    }
    case 'Call':
      return writeCall(expression);
    case 'Constant':
      return writeConstantNode(expression);
    case 'JoinedStr':
    case 'FormattedValue':
      return writeFString(expression);
    case 'Attribute': {
      const value = write(expression.value, Level.ATOM);
      // `1.real` would be a malformed number.
      const isInt = expression.value.type_ === 'Constant' && isIntLike(expression.value.value);
      return `${value}${isInt ? ' .' : '.'}${expression.attr}`;
    }
    case 'Starred':
      return `*${write(expression.value, exprLevel)}`;
    case 'Name':
      return expression.id;
    case 'List':
      return `[${writeAll(expression.elts, Level.TEST)}]`;
    case 'Tuple': {
      if (expression.elts.length === 0) return '()';
      const [only] = expression.elts;
      const text =
        expression.elts.length === 1 && only !== undefined
          ? `${write(only, Level.TEST)},`
          : writeAll(expression.elts, Level.TEST);
      return parenthesize(text, level, Level.TUPLE);
    }
    case 'Subscript':
      return `${write(expression.value, Level.ATOM)}[${write(expression.slice, Level.TUPLE)}]`;
    case 'Slice': {
      const { lower, upper, step } = expression;
      const part = (each: Expr | null): string => (each === null ? '' : write(each, Level.TEST));
      return `${part(lower)}:${part(upper)}${step === null ? '' : `:${part(step)}`}`;
    }
    case 'NamedExpr':
      return parenthesize(
        `${write(expression.target, Level.ATOM)} := ${write(expression.value, Level.ATOM)}`,
        level,
        Level.TUPLE,
      );
  }
}

function isIntLike(constant: Constant): boolean {
  return constant.kind === 'int' || constant.kind === 'True' || constant.kind === 'False';
}

function writeItem(key: Expr | null, value: Expr): string {
  if (key === null) return `**${write(value, exprLevel)}`;
  return `${write(key, Level.TEST)}: ${write(value, Level.TEST)}`;
}

function writeGenerators(generators: readonly Comprehension[]): string {
  return generators
    .map(({ is_async, target, iter, ifs }) => {
      const head = `${is_async !== 0 ? ' async for ' : ' for '}${write(target, Level.TUPLE)} in ${write(iter, Level.TEST + 1)}`;
      return head + ifs.map((condition) => ` if ${write(condition, Level.TEST + 1)}`).join('');
    })
    .join('');
}

function writeParameters(args: Arguments): string {
  const parts: string[] = [];
  const positional = [...args.posonlyargs, ...args.args];
  const firstDefault = positional.length - args.defaults.length;
  positional.forEach(({ arg }, index) => {
    const value = args.defaults[index - firstDefault];
    parts.push(value === undefined ? arg : `${arg}=${write(value, Level.TEST)}`);
    if (args.posonlyargs.length > 0 && index + 1 === args.posonlyargs.length) parts.push('/');
  });
  if (args.vararg !== null) parts.push(`*${args.vararg.arg}`);
  else if (args.kwonlyargs.length > 0) parts.push('*');
  args.kwonlyargs.forEach(({ arg }, index) => {
    const value = args.kw_defaults[index] ?? null;
    parts.push(value === null ? arg : `${arg}=${write(value, Level.TEST)}`);
  });
  if (args.kwarg !== null) parts.push(`**${args.kwarg.arg}`);
  return parts.join(', ');
}

function writeCall(call: Node<'Call'>): string {
  const func = write(call.func, Level.ATOM);
  const [only] = call.args;
  if (call.args.length === 1 && call.keywords.length === 0 && only?.type_ === 'GeneratorExp') {
    return func + write(only, Level.TEST);
  }
  const parts = call.args.map((arg) => write(arg, Level.TEST));
  for (const { arg, value } of call.keywords) {
    parts.push(arg === null ? `**${write(value, Level.TEST)}` : `${arg}=${write(value, Level.TEST)}`);
  }
  return `${func}(${parts.join(', ')})`;
}

function writeConstantNode(node: Node<'Constant'>): string {
  if (node.value.kind === 'Ellipsis') return '...';
  const text = unparseConstant(node.value);
  return node.kind === null ? text : node.kind + text;
}

/** `repr(constant)`, but for infinities, which are written as a number too large. */
export function unparseConstant(constant: Constant): string {
  switch (constant.kind) {
    case 'None':
    case 'True':
    case 'False':
    case 'Ellipsis':
      return constant.kind;
    case 'int':
      return String(constant.value);
    case 'float':
      return writeFloat(constant.value, '.0');
    case 'complex': {
      const imag = `${writeFloat(constant.imag, '')}j`;
      if (Object.is(constant.real, 0)) return imag;
      const sign = imag.startsWith('-') ? '' : '+';
      return `(${writeFloat(constant.real, '')}${sign}${imag})`;
    }
    case 'str':
      return quoteText(constant.value);
    case 'bytes':
      return quoteBytes(constant.value);
    case 'tuple': {
      const items = constant.items.map(unparseConstant);
      return items.length === 1 ? `(${items.join('')},)` : `(${items.join(', ')})`;
    }
    case 'frozenset':
      return constant.items.length === 0
        ? 'frozenset()'
        : `frozenset({${constant.items.map(unparseConstant).join(', ')}})`;
  }
}

/** Python's shortest repr of a float: exponents below -4 and from 16 on. */
function writeFloat(value: number, wholeSuffix: string): string {
  if (value === Infinity) return '1e309';
  if (value === -Infinity) return '-1e309';
  if (Number.isNaN(value)) return 'nan';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (value === 0) return `${sign}0${wholeSuffix}`;
  const [mantissa = '', exponentText = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const point = digits.length > 1 ? `${digits[0] ?? ''}.${digits.slice(1)}` : digits;
    const magnitude = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${point}e${exponent < 0 ? '-' : '+'}${magnitude}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return `${sign}${digits.padEnd(exponent + 1, '0')}${wholeSuffix}`;
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

/** The class of characters is made by V8 only where one beyond ASCII is asked for. */
function isPrintable(character: string): boolean {
  if (character < '\x7f') return character >= ' ';
  return !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/u.test(character);
}

const shortEscapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function quoteText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let quoted = quote;
  for (const character of text) {
    const short = shortEscapes[character];
    if (short !== undefined) quoted += short;
    else if (character === quote) quoted += `\\${quote}`;
    else if (!isPrintable(character)) quoted += escapePoint(character.codePointAt(0) ?? 0);
    else quoted += character;
  }
  return quoted + quote;
}

function escapePoint(point: number): string {
  if (point < 0x100) return `\\x${point.toString(16).padStart(2, '0')}`;
  if (point < 0x10000) return `\\u${point.toString(16).padStart(4, '0')}`;
  return `\\U${point.toString(16).padStart(8, '0')}`;
}

function quoteBytes(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  let quoted = `b${quote}`;
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    const short = shortEscapes[character];
    if (short !== undefined) quoted += short;
    else if (character === quote) quoted += `\\${quote}`;
    else if (byte < 0x20 || byte > 0x7e) quoted += escapePoint(byte);
    else quoted += character;
  }
  return quoted + quote;
}

/** An f-string is written as the repr of its text, replacement fields included. */
function writeFString(expression: Node<'JoinedStr' | 'FormattedValue'>): string {
  const parts = expression.type_ === 'JoinedStr' ? expression.values : [expression];
  return `f${quoteText(parts.map(writeFStringPart).join(''))}`;
}

function writeFStringPart(part: Expr): string {
  switch (part.type_) {
    case 'Constant':
      return part.value.kind === 'str' ? part.value.value.replaceAll('{', '{{').replaceAll('}', '}}') : '';
    case 'JoinedStr':
      return part.values.map(writeFStringPart).join('');
    case 'FormattedValue': {
      const value = write(part.value, Level.TEST + 1);
      const open = value.startsWith('{') ? '{ ' : '{';
      const conversion = part.conversion > 0 ? `!${String.fromCharCode(part.conversion)}` : '';
      const spec = part.format_spec === null ? '' : `:${writeFStringPart(part.format_spec)}`;
      return `${open}${value}${conversion}${spec}}`;
    }
    default:
      throw new Error(`${part.type_} in an f-string`);
  }
}
