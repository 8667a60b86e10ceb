/**
 * Python's abstract grammar, once, as a table: node types, their fields and which carry positions.
 * The TypeScript types of nodes, module `_ast`, the serializer and `dump` are derived from it.
 *
 * A field's type is a node kind or a leaf (`identifier`, `string`, `int`, `constant`), followed by
 * `*` for a list or `?` for an optional value. Source: Python 3.11 documentation, "Abstract Grammar".
 */

/** What a literal in the source stands for. Python text is JavaScript text here (lone surrogates included). */
export type Constant =
  | { readonly kind: 'None' }
  | { readonly kind: 'True' }
  | { readonly kind: 'False' }
  | { readonly kind: 'Ellipsis' }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'complex'; readonly real: number; readonly imag: number }
  /** `codePoints` only where `value` cannot tell: two surrogates from two escapes that JavaScript takes for a pair. */
  | { readonly kind: 'str'; readonly value: string; readonly codePoints?: readonly number[] }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly kind: 'tuple'; readonly items: readonly Constant[] }
  | { readonly kind: 'frozenset'; readonly items: readonly Constant[] };

export const nodeTable = {
  Module: ['mod', { body: 'stmt*', type_ignores: 'type_ignore*' }],
  Interactive: ['mod', { body: 'stmt*' }],
  Expression: ['mod', { body: 'expr' }],
  FunctionType: ['mod', { argtypes: 'expr*', returns: 'expr' }],

  FunctionDef: [
    'stmt',
    {
      name: 'identifier',
      args: 'arguments',
      body: 'stmt*',
      decorator_list: 'expr*',
      returns: 'expr?',
      type_comment: 'string?',
    },
  ],
  AsyncFunctionDef: [
    'stmt',
    {
      name: 'identifier',
      args: 'arguments',
      body: 'stmt*',
      decorator_list: 'expr*',
      returns: 'expr?',
      type_comment: 'string?',
    },
  ],
  ClassDef: [
    'stmt',
    { name: 'identifier', bases: 'expr*', keywords: 'keyword*', body: 'stmt*', decorator_list: 'expr*' },
  ],
  Return: ['stmt', { value: 'expr?' }],
  Delete: ['stmt', { targets: 'expr*' }],
  Assign: ['stmt', { targets: 'expr*', value: 'expr', type_comment: 'string?' }],
  AugAssign: ['stmt', { target: 'expr', op: 'operator', value: 'expr' }],
  AnnAssign: ['stmt', { target: 'expr', annotation: 'expr', value: 'expr?', simple: 'int' }],
  For: ['stmt', { target: 'expr', iter: 'expr', body: 'stmt*', orelse: 'stmt*', type_comment: 'string?' }],
  AsyncFor: [
    'stmt',
    { target: 'expr', iter: 'expr', body: 'stmt*', orelse: 'stmt*', type_comment: 'string?' },
  ],
  While: ['stmt', { test: 'expr', body: 'stmt*', orelse: 'stmt*' }],
  If: ['stmt', { test: 'expr', body: 'stmt*', orelse: 'stmt*' }],
  With: ['stmt', { items: 'withitem*', body: 'stmt*', type_comment: 'string?' }],
  AsyncWith: ['stmt', { items: 'withitem*', body: 'stmt*', type_comment: 'string?' }],
  Match: ['stmt', { subject: 'expr', cases: 'match_case*' }],
  Raise: ['stmt', { exc: 'expr?', cause: 'expr?' }],
  Try: ['stmt', { body: 'stmt*', handlers: 'excepthandler*', orelse: 'stmt*', finalbody: 'stmt*' }],
  TryStar: ['stmt', { body: 'stmt*', handlers: 'excepthandler*', orelse: 'stmt*', finalbody: 'stmt*' }],
  Assert: ['stmt', { test: 'expr', msg: 'expr?' }],
  Import: ['stmt', { names: 'alias*' }],
  ImportFrom: ['stmt', { module: 'identifier?', names: 'alias*', level: 'int?' }],
  Global: ['stmt', { names: 'identifier*' }],
  Nonlocal: ['stmt', { names: 'identifier*' }],
  Expr: ['stmt', { value: 'expr' }],
  Pass: ['stmt', {}],
  Break: ['stmt', {}],
  Continue: ['stmt', {}],

  BoolOp: ['expr', { op: 'boolop', values: 'expr*' }],
  NamedExpr: ['expr', { target: 'expr', value: 'expr' }],
  BinOp: ['expr', { left: 'expr', op: 'operator', right: 'expr' }],
  UnaryOp: ['expr', { op: 'unaryop', operand: 'expr' }],
  Lambda: ['expr', { args: 'arguments', body: 'expr' }],
  IfExp: ['expr', { test: 'expr', body: 'expr', orelse: 'expr' }],
  Dict: ['expr', { keys: 'expr?*', values: 'expr*' }],
  Set: ['expr', { elts: 'expr*' }],
  ListComp: ['expr', { elt: 'expr', generators: 'comprehension*' }],
  SetComp: ['expr', { elt: 'expr', generators: 'comprehension*' }],
  DictComp: ['expr', { key: 'expr', value: 'expr', generators: 'comprehension*' }],
  GeneratorExp: ['expr', { elt: 'expr', generators: 'comprehension*' }],
  Await: ['expr', { value: 'expr' }],
  Yield: ['expr', { value: 'expr?' }],
  YieldFrom: ['expr', { value: 'expr' }],
  Compare: ['expr', { left: 'expr', ops: 'cmpop*', comparators: 'expr*' }],
  Call: ['expr', { func: 'expr', args: 'expr*', keywords: 'keyword*' }],
  FormattedValue: ['expr', { value: 'expr', conversion: 'int', format_spec: 'expr?' }],
  JoinedStr: ['expr', { values: 'expr*' }],
  Constant: ['expr', { value: 'constant', kind: 'string?' }],
  Attribute: ['expr', { value: 'expr', attr: 'identifier', ctx: 'expr_context' }],
  Subscript: ['expr', { value: 'expr', slice: 'expr', ctx: 'expr_context' }],
  Starred: ['expr', { value: 'expr', ctx: 'expr_context' }],
  Name: ['expr', { id: 'identifier', ctx: 'expr_context' }],
  List: ['expr', { elts: 'expr*', ctx: 'expr_context' }],
  Tuple: ['expr', { elts: 'expr*', ctx: 'expr_context' }],
  Slice: ['expr', { lower: 'expr?', upper: 'expr?', step: 'expr?' }],

  Load: ['expr_context', {}],
  Store: ['expr_context', {}],
  Del: ['expr_context', {}],

  And: ['boolop', {}],
  Or: ['boolop', {}],

  Add: ['operator', {}],
  Sub: ['operator', {}],
  Mult: ['operator', {}],
  MatMult: ['operator', {}],
  Div: ['operator', {}],
  Mod: ['operator', {}],
  Pow: ['operator', {}],
  LShift: ['operator', {}],
  RShift: ['operator', {}],
  BitOr: ['operator', {}],
  BitXor: ['operator', {}],
  BitAnd: ['operator', {}],
  FloorDiv: ['operator', {}],

  Invert: ['unaryop', {}],
  Not: ['unaryop', {}],
  UAdd: ['unaryop', {}],
  USub: ['unaryop', {}],

  Eq: ['cmpop', {}],
  NotEq: ['cmpop', {}],
  Lt: ['cmpop', {}],
  LtE: ['cmpop', {}],
  Gt: ['cmpop', {}],
  GtE: ['cmpop', {}],
  Is: ['cmpop', {}],
  IsNot: ['cmpop', {}],
  In: ['cmpop', {}],
  NotIn: ['cmpop', {}],

  comprehension: ['comprehension', { target: 'expr', iter: 'expr', ifs: 'expr*', is_async: 'int' }],
  ExceptHandler: ['excepthandler', { type: 'expr?', name: 'identifier?', body: 'stmt*' }],
  arguments: [
    'arguments',
    {
      posonlyargs: 'arg*',
      args: 'arg*',
      vararg: 'arg?',
      kwonlyargs: 'arg*',
      kw_defaults: 'expr?*',
      kwarg: 'arg?',
      defaults: 'expr*',
    },
  ],
  arg: ['arg', { arg: 'identifier', annotation: 'expr?', type_comment: 'string?' }],
  keyword: ['keyword', { arg: 'identifier?', value: 'expr' }],
  alias: ['alias', { name: 'identifier', asname: 'identifier?' }],
  withitem: ['withitem', { context_expr: 'expr', optional_vars: 'expr?' }],
  match_case: ['match_case', { pattern: 'pattern', guard: 'expr?', body: 'stmt*' }],

  MatchValue: ['pattern', { value: 'expr' }],
  MatchSingleton: ['pattern', { value: 'constant' }],
  MatchSequence: ['pattern', { patterns: 'pattern*' }],
  MatchMapping: ['pattern', { keys: 'expr*', patterns: 'pattern*', rest: 'identifier?' }],
  MatchClass: [
    'pattern',
    { cls: 'expr', patterns: 'pattern*', kwd_attrs: 'identifier*', kwd_patterns: 'pattern*' },
  ],
  MatchStar: ['pattern', { name: 'identifier?' }],
  MatchAs: ['pattern', { pattern: 'pattern?', name: 'identifier?' }],
  MatchOr: ['pattern', { patterns: 'pattern*' }],

  TypeIgnore: ['type_ignore', { lineno: 'int', tag: 'string' }],
} as const satisfies Record<string, readonly [string, Readonly<Record<string, string>>]>;

/** Kinds whose nodes carry a position. */
export const positionedKinds = [
  'stmt',
  'expr',
  'excepthandler',
  'arg',
  'keyword',
  'alias',
  'pattern',
] as const;

/** Where a node stands: lines from 1, columns in UTF-8 bytes from 0. */
export interface Position {
  lineno: number;
  col_offset: number;
  end_lineno: number;
  end_col_offset: number;
}

type Table = typeof nodeTable;
export type NodeName = keyof Table;
export type NodeKind = Table[NodeName][0];

type NodesOfKind<K extends string> = { [N in NodeName]: Table[N][0] extends K ? N : never }[NodeName];

type Leaf<T extends string> = T extends 'identifier' | 'string'
  ? string
  : T extends 'int'
    ? number
    : T extends 'constant'
      ? Constant
      : T extends NodeKind
        ? Kinds[T]
        : never;

type Field<T extends string> = T extends `${infer Base}?*`
  ? (Leaf<Base> | null)[]
  : T extends `${infer Base}*`
    ? Leaf<Base>[]
    : T extends `${infer Base}?`
      ? Leaf<Base> | null
      : Leaf<T>;

type Fields<N extends NodeName> = { -readonly [F in keyof Table[N][1]]: Field<Table[N][1][F] & string> };
type Positioned<N extends NodeName> = Table[N][0] extends (typeof positionedKinds)[number]
  ? Position
  : unknown;

/** A node by its name: `Node<'BinOp'>`. Nodes are plain objects told apart by `type_`. */
export type Node<N extends NodeName = NodeName> = { [M in N]: { type_: M } & Fields<M> & Positioned<M> }[N];

interface Kinds {
  mod: Node<NodesOfKind<'mod'>>;
  stmt: Node<NodesOfKind<'stmt'>>;
  expr: Node<NodesOfKind<'expr'>>;
  expr_context: Node<NodesOfKind<'expr_context'>>;
  boolop: Node<NodesOfKind<'boolop'>>;
  operator: Node<NodesOfKind<'operator'>>;
  unaryop: Node<NodesOfKind<'unaryop'>>;
  cmpop: Node<NodesOfKind<'cmpop'>>;
  comprehension: Node<'comprehension'>;
  excepthandler: Node<'ExceptHandler'>;
  arguments: Node<'arguments'>;
  arg: Node<'arg'>;
  keyword: Node<'keyword'>;
  alias: Node<'alias'>;
  withitem: Node<'withitem'>;
  match_case: Node<'match_case'>;
  pattern: Node<NodesOfKind<'pattern'>>;
  type_ignore: Node<'TypeIgnore'>;
}

export type Mod = Kinds['mod'];
export type Stmt = Kinds['stmt'];
export type Expr = Kinds['expr'];
export type ExprContext = Kinds['expr_context'];
export type Pattern = Kinds['pattern'];
export type Arguments = Kinds['arguments'];
export type Comprehension = Kinds['comprehension'];
export type ExceptHandler = Kinds['excepthandler'];
export type MatchCase = Kinds['match_case'];
export type Keyword = Kinds['keyword'];
