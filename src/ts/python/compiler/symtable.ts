/**
 * The symbol table: which names each block binds and uses, and what each name therefore means.
 *
 * One walk over the tree collects definitions and uses per block (this file) and finds misplaced
 * declarations; `resolve.ts` then decides local, global, free or cell. Comprehensions are blocks of their
 * own whose first iterable belongs to the block around them. Blocks of future annotations exist only to
 * find what may not stand in one; they are not children of anything.
 */

import { CodeFlag } from '../interp/opcodes.js';
import type { Arguments, Comprehension, Expr, Mod, Node, Pattern, Position, Stmt } from '../parser/ast.js';
import { positionedError } from './positioned-error.js';
import { resolveScopes } from './resolve.js';
import { Def, mangle, Scope, type BlockType, type ComprehensionType } from './symbols.js';

export interface SymbolTable {
  readonly top: Scope;
  /** The block of a module, function, class, lambda or comprehension node. */
  readonly scopes: ReadonlyMap<object, Scope>;
}

/** The scopes of a tree. `features` are the future flags in force. */
export function buildSymbolTable(tree: Mod, filename: string, features: number): SymbolTable {
  const builder = new Builder(filename, (features & CodeFlag.FUTURE_ANNOTATIONS) !== 0);
  builder.visitModule(tree);
  resolveScopes(builder.top, filename);
  return { top: builder.top, scopes: builder.scopes };
}

const comprehensionNames: Readonly<Record<Exclude<ComprehensionType, 'none'>, string>> = {
  list: 'listcomp',
  set: 'setcomp',
  dict: 'dictcomp',
  generator: 'genexpr',
};

const yieldPlaces: Readonly<Record<Exclude<ComprehensionType, 'none'>, string>> = {
  list: "'yield' inside list comprehension",
  set: "'yield' inside set comprehension",
  dict: "'yield' inside dict comprehension",
  generator: "'yield' inside generator expression",
};

type FunctionNode = Node<'FunctionDef' | 'AsyncFunctionDef'>;

class Builder {
  readonly scopes = new Map<object, Scope>();
  readonly top = new Scope('module', 'top', { lineno: 0, col_offset: 0, end_lineno: 0, end_col_offset: 0 });
  private readonly stack: Scope[] = [this.top];
  private current: Scope = this.top;
  private className: string | null = null;

  constructor(
    private readonly filename: string,
    private readonly futureAnnotations: boolean,
  ) {}

  visitModule(tree: Mod): void {
    this.scopes.set(tree, this.top);
    switch (tree.type_) {
      case 'Module':
      case 'Interactive':
        this.visitStatements(tree.body);
        break;
      case 'Expression':
        this.visitExpression(tree.body);
        break;
      case 'FunctionType':
        throw new Error('this compiler does not handle FunctionTypes');
    }
  }

  private error(message: string, at: Position): never {
    throw positionedError(this.filename, message, at);
  }

  private enter(type: BlockType, name: string, node: object, position: Position): Scope {
    const scope = new Scope(type, name, position);
    scope.nested = this.current.nested || this.current.type === 'function';
    scope.iterableDepth = this.current.iterableDepth;
    this.stack.push(scope);
    if (type !== 'annotation') {
      this.current.children.push(scope);
      this.scopes.set(node, scope);
    }
    this.current = scope;
    return scope;
  }

  private leave(): void {
    this.stack.pop();
    const outer = this.stack.at(-1);
    if (outer === undefined) throw new Error('left the outermost scope');
    this.current = outer;
  }

  private define(name: string, flag: number, at: Position, scope: Scope = this.current): void {
    const mangled = mangle(this.className, name);
    let flags = scope.symbols.get(mangled) ?? 0;
    if ((flag & Def.PARAM) !== 0 && (flags & Def.PARAM) !== 0) {
      this.error(`duplicate argument '${name}' in function definition`, at);
    }
    flags |= flag;
    if (scope.inIterationTarget) {
      if ((flags & (Def.GLOBAL | Def.NONLOCAL)) !== 0) {
        this.error(`comprehension inner loop cannot rebind assignment expression target '${name}'`, at);
      }
      flags |= Def.COMP_ITER;
    }
    scope.symbols.set(mangled, flags);
    if ((flag & Def.PARAM) !== 0) {
      scope.parameters.push(mangled);
    } else if ((flag & Def.GLOBAL) !== 0) {
      this.top.symbols.set(mangled, this.top.getFlags(mangled) | flag);
    }
  }

  private lookUp(name: string): number {
    return this.current.getFlags(mangle(this.className, name));
  }

  private recordDirective(name: string, position: Position): void {
    this.current.directives.push({ name: mangle(this.className, name), position });
  }

  private visitStatements(statements: readonly Stmt[]): void {
    for (const statement of statements) this.visitStatement(statement);
  }

  private visitStatement(statement: Stmt): void {
    switch (statement.type_) {
      case 'FunctionDef':
      case 'AsyncFunctionDef':
        this.visitFunction(statement);
        break;
      case 'ClassDef': {
        this.define(statement.name, Def.LOCAL, statement);
        this.visitExpressions(statement.bases);
        for (const keyword of statement.keywords) this.visitExpression(keyword.value);
        this.visitExpressions(statement.decorator_list);
        this.enter('class', statement.name, statement, statement);
        const outerClass = this.className;
        this.className = statement.name;
        this.visitStatements(statement.body);
        this.className = outerClass;
        this.leave();
        break;
      }
      case 'Return':
        if (statement.value !== null) {
          this.visitExpression(statement.value);
          this.current.returnsValue = true;
        }
        break;
      case 'Delete':
        this.visitExpressions(statement.targets);
        break;
      case 'Assign':
        this.visitExpressions(statement.targets);
        this.visitExpression(statement.value);
        break;
      case 'AugAssign':
        this.visitExpression(statement.target);
        this.visitExpression(statement.value);
        break;
      case 'AnnAssign':
        this.visitAnnotatedAssignment(statement);
        break;
      case 'For':
      case 'AsyncFor':
        this.visitExpression(statement.target);
        this.visitExpression(statement.iter);
        this.visitStatements(statement.body);
        this.visitStatements(statement.orelse);
        break;
      case 'While':
      case 'If':
        this.visitExpression(statement.test);
        this.visitStatements(statement.body);
        this.visitStatements(statement.orelse);
        break;
      case 'With':
      case 'AsyncWith':
        for (const item of statement.items) {
          this.visitExpression(item.context_expr);
          this.visitOptional(item.optional_vars);
        }
        this.visitStatements(statement.body);
        break;
      case 'Match':
        this.visitExpression(statement.subject);
        for (const matchCase of statement.cases) {
          this.visitPattern(matchCase.pattern);
          this.visitOptional(matchCase.guard);
          this.visitStatements(matchCase.body);
        }
        break;
      case 'Raise':
        this.visitOptional(statement.exc);
        this.visitOptional(statement.cause);
        break;
      case 'Try':
      case 'TryStar':
        this.visitStatements(statement.body);
        this.visitStatements(statement.orelse);
        for (const handler of statement.handlers) {
          this.visitOptional(handler.type);
          if (handler.name !== null) this.define(handler.name, Def.LOCAL, handler);
          this.visitStatements(handler.body);
        }
        this.visitStatements(statement.finalbody);
        break;
      case 'Assert':
        this.visitExpression(statement.test);
        this.visitOptional(statement.msg);
        break;
      case 'Import':
      case 'ImportFrom':
        for (const alias of statement.names) this.visitAlias(alias);
        break;
      case 'Global':
        for (const name of statement.names) this.visitDeclaration(name, Def.GLOBAL, statement);
        break;
      case 'Nonlocal':
        for (const name of statement.names) this.visitDeclaration(name, Def.NONLOCAL, statement);
        break;
      case 'Expr':
        this.visitExpression(statement.value);
        break;
      case 'Pass':
      case 'Break':
      case 'Continue':
        break;
    }
  }

  private visitFunction(statement: FunctionNode): void {
    this.define(statement.name, Def.LOCAL, statement);
    this.visitDefaults(statement.args);
    this.visitSignatureAnnotations(statement);
    this.visitExpressions(statement.decorator_list);
    const scope = this.enter('function', statement.name, statement, statement);
    scope.isCoroutine = statement.type_ === 'AsyncFunctionDef';
    this.visitParameters(statement.args);
    this.visitStatements(statement.body);
    this.leave();
  }

  private visitDefaults(args: Arguments): void {
    this.visitExpressions(args.defaults);
    for (const value of args.kw_defaults) this.visitOptional(value);
  }

  private visitParameters(args: Arguments): void {
    for (const list of [args.posonlyargs, args.args, args.kwonlyargs]) {
      for (const parameter of list) this.define(parameter.arg, Def.PARAM, parameter);
    }
    if (args.vararg !== null) {
      this.define(args.vararg.arg, Def.PARAM, args.vararg);
      this.current.hasVarargs = true;
    }
    if (args.kwarg !== null) {
      this.define(args.kwarg.arg, Def.PARAM, args.kwarg);
      this.current.hasVarkeywords = true;
    }
  }

  private visitSignatureAnnotations(statement: FunctionNode): void {
    const { args } = statement;
    if (this.futureAnnotations) this.enter('annotation', '_annotation', statement, statement);
    for (const parameter of [
      ...args.posonlyargs,
      ...args.args,
      args.vararg,
      args.kwarg,
      ...args.kwonlyargs,
    ]) {
      this.visitOptional(parameter?.annotation ?? null);
    }
    if (this.futureAnnotations) this.leave();
    if (statement.returns !== null) this.visitAnnotation(statement.returns);
  }

  private visitAnnotation(annotation: Expr): void {
    if (this.futureAnnotations) this.enter('annotation', '_annotation', annotation, annotation);
    this.visitExpression(annotation);
    if (this.futureAnnotations) this.leave();
  }

  private visitAnnotatedAssignment(statement: Node<'AnnAssign'>): void {
    const { target } = statement;
    if (target.type_ === 'Name') {
      const flags = this.lookUp(target.id);
      const simple = statement.simple !== 0;
      if ((flags & (Def.GLOBAL | Def.NONLOCAL)) !== 0 && this.current !== this.top && simple) {
        const declared = (flags & Def.GLOBAL) !== 0 ? 'global' : 'nonlocal';
        this.error(`annotated name '${target.id}' can't be ${declared}`, statement);
      }
      if (simple) this.define(target.id, Def.ANNOT | Def.LOCAL, target);
      else if (statement.value !== null) this.define(target.id, Def.LOCAL, target);
    } else {
      this.visitExpression(target);
    }
    this.visitAnnotation(statement.annotation);
    this.visitOptional(statement.value);
  }

  private visitDeclaration(name: string, flag: Def.GLOBAL | Def.NONLOCAL, statement: Position): void {
    const declared = flag === Def.GLOBAL ? 'global' : 'nonlocal';
    const flags = this.lookUp(name);
    if ((flags & Def.PARAM) !== 0) this.error(`name '${name}' is parameter and ${declared}`, statement);
    if ((flags & Def.USE) !== 0)
      this.error(`name '${name}' is used prior to ${declared} declaration`, statement);
    if ((flags & Def.ANNOT) !== 0) this.error(`annotated name '${name}' can't be ${declared}`, statement);
    if ((flags & Def.LOCAL) !== 0) {
      this.error(`name '${name}' is assigned to before ${declared} declaration`, statement);
    }
    this.define(name, flag, statement);
    this.recordDirective(name, statement);
  }

  private visitAlias(alias: Node<'alias'>): void {
    const name = alias.asname ?? alias.name;
    if (name !== '*') {
      this.define(name.split('.', 1)[0] ?? name, Def.IMPORT, alias);
    } else if (this.current.type !== 'module') {
      this.error('import * only allowed at module level', alias);
    }
  }

  private visitExpressions(expressions: readonly Expr[]): void {
    for (const expression of expressions) this.visitExpression(expression);
  }

  private visitOptional(expression: Expr | null): void {
    if (expression !== null) this.visitExpression(expression);
  }

  private visitExpression(expression: Expr): void {
    switch (expression.type_) {
      case 'NamedExpr':
        this.visitNamedExpression(expression);
        break;
      case 'BoolOp':
        this.visitExpressions(expression.values);
        break;
      case 'BinOp':
        this.visitExpression(expression.left);
        this.visitExpression(expression.right);
        break;
      case 'UnaryOp':
        this.visitExpression(expression.operand);
        break;
      case 'Lambda':
        this.visitDefaults(expression.args);
        this.enter('function', 'lambda', expression, expression);
        this.visitParameters(expression.args);
        this.visitExpression(expression.body);
        this.leave();
        break;
      case 'IfExp':
        this.visitExpression(expression.test);
        this.visitExpression(expression.body);
        this.visitExpression(expression.orelse);
        break;
      case 'Dict':
        for (const key of expression.keys) this.visitOptional(key);
        this.visitExpressions(expression.values);
        break;
      case 'Set':
      case 'List':
      case 'Tuple':
        this.visitExpressions(expression.elts);
        break;
      case 'ListComp':
        this.visitComprehension(expression, 'list', expression.elt, null);
        break;
      case 'SetComp':
        this.visitComprehension(expression, 'set', expression.elt, null);
        break;
      case 'GeneratorExp':
        this.visitComprehension(expression, 'generator', expression.elt, null);
        break;
      case 'DictComp':
        this.visitComprehension(expression, 'dict', expression.key, expression.value);
        break;
      case 'Yield':
      case 'YieldFrom':
        this.checkOutsideAnnotation('yield expression', expression);
        this.visitOptional(expression.value);
        this.current.isGenerator = true;
        if (this.current.comprehension !== 'none') {
          this.error(yieldPlaces[this.current.comprehension], expression);
        }
        break;
      case 'Await':
        this.checkOutsideAnnotation('await expression', expression);
        this.visitExpression(expression.value);
        this.current.isCoroutine = true;
        break;
      case 'Compare':
        this.visitExpression(expression.left);
        this.visitExpressions(expression.comparators);
        break;
      case 'Call':
        this.visitExpression(expression.func);
        this.visitExpressions(expression.args);
        for (const keyword of expression.keywords) this.visitExpression(keyword.value);
        break;
      case 'FormattedValue':
        this.visitExpression(expression.value);
        this.visitOptional(expression.format_spec);
        break;
      case 'JoinedStr':
        this.visitExpressions(expression.values);
        break;
      case 'Constant':
        break;
      case 'Attribute':
      case 'Starred':
        this.visitExpression(expression.value);
        break;
      case 'Subscript':
        this.visitExpression(expression.value);
        this.visitExpression(expression.slice);
        break;
      case 'Slice':
        this.visitOptional(expression.lower);
        this.visitOptional(expression.upper);
        this.visitOptional(expression.step);
        break;
      case 'Name': {
        const isLoad = expression.ctx.type_ === 'Load';
        this.define(expression.id, isLoad ? Def.USE : Def.LOCAL, expression);
        // `super()` without arguments finds the class in the cell `__class__`.
        if (isLoad && this.current.type === 'function' && expression.id === 'super') {
          this.define('__class__', Def.USE, expression);
        }
        break;
      }
    }
  }

  private checkOutsideAnnotation(what: string, at: Position): void {
    if (this.current.type === 'annotation') this.error(`'${what}' can not be used within an annotation`, at);
  }

  private visitNamedExpression(expression: Node<'NamedExpr'>): void {
    this.checkOutsideAnnotation('named expression', expression);
    if (this.current.iterableDepth > 0) {
      this.error('assignment expression cannot be used in a comprehension iterable expression', expression);
    }
    if (this.current.comprehension !== 'none' && expression.target.type_ === 'Name') {
      this.bindOutsideComprehension(expression.target);
    }
    this.visitExpression(expression.value);
    this.visitExpression(expression.target);
  }

  /** PEP 572: the target of `:=` in a comprehension is a variable of the block around it. */
  private bindOutsideComprehension(target: Node<'Name'>): void {
    const name = target.id;
    const mangled = mangle(this.className, name);
    for (let index = this.stack.length - 1; index >= 0; index--) {
      const scope = this.stack[index];
      if (scope === undefined) break;
      const flags = scope.getFlags(mangled);
      if (scope.comprehension !== 'none') {
        if ((flags & Def.COMP_ITER) !== 0 && (flags & (Def.LOCAL | Def.GLOBAL)) !== 0) {
          this.error(
            `assignment expression cannot rebind comprehension iteration variable '${name}'`,
            target,
          );
        }
        continue;
      }
      if (scope.type === 'class') {
        this.error('assignment expression within a comprehension cannot be used in a class body', target);
      }
      if (scope.type === 'annotation') continue;
      const isGlobal = scope.type === 'module' || (flags & Def.GLOBAL) !== 0;
      this.define(name, isGlobal ? Def.GLOBAL : Def.NONLOCAL, target);
      this.recordDirective(name, target);
      this.define(name, scope.type === 'module' ? Def.GLOBAL : Def.LOCAL, target, scope);
      return;
    }
  }

  private visitComprehension(
    expression: Node<'ListComp' | 'SetComp' | 'DictComp' | 'GeneratorExp'>,
    type: Exclude<ComprehensionType, 'none'>,
    element: Expr,
    value: Expr | null,
  ): void {
    const [outermost, ...inner] = expression.generators;
    if (outermost === undefined) throw new Error('comprehension without generators');
    this.current.iterableDepth++;
    this.visitExpression(outermost.iter);
    this.current.iterableDepth--;
    const scope = this.enter('function', comprehensionNames[type], expression, expression);
    scope.comprehension = type;
    if (outermost.is_async !== 0) scope.isCoroutine = true;
    this.define('.0', Def.PARAM, expression);
    this.visitIterationTarget(outermost);
    this.visitExpressions(outermost.ifs);
    for (const generator of inner) {
      this.visitIterationTarget(generator);
      scope.iterableDepth++;
      this.visitExpression(generator.iter);
      scope.iterableDepth--;
      this.visitExpressions(generator.ifs);
      if (generator.is_async !== 0) scope.isCoroutine = true;
    }
    this.visitOptional(value);
    this.visitExpression(element);
    scope.isGenerator = type === 'generator';
    const spreads = scope.isCoroutine && type !== 'generator';
    this.leave();
    if (spreads) this.current.isCoroutine = true;
  }

  private visitIterationTarget(generator: Comprehension): void {
    this.current.inIterationTarget = true;
    this.visitExpression(generator.target);
    this.current.inIterationTarget = false;
  }

  private visitPattern(pattern: Pattern): void {
    switch (pattern.type_) {
      case 'MatchValue':
        this.visitExpression(pattern.value);
        break;
      case 'MatchSingleton':
        break;
      case 'MatchSequence':
      case 'MatchOr':
        for (const inner of pattern.patterns) this.visitPattern(inner);
        break;
      case 'MatchMapping':
        this.visitExpressions(pattern.keys);
        for (const inner of pattern.patterns) this.visitPattern(inner);
        if (pattern.rest !== null) this.define(pattern.rest, Def.LOCAL, pattern);
        break;
      case 'MatchClass':
        this.visitExpression(pattern.cls);
        for (const inner of pattern.patterns) this.visitPattern(inner);
        for (const inner of pattern.kwd_patterns) this.visitPattern(inner);
        break;
      case 'MatchStar':
        if (pattern.name !== null) this.define(pattern.name, Def.LOCAL, pattern);
        break;
      case 'MatchAs':
        if (pattern.pattern !== null) this.visitPattern(pattern.pattern);
        if (pattern.name !== null) this.define(pattern.name, Def.LOCAL, pattern);
        break;
    }
  }
}
