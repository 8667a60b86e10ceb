/** Tiny's one-pass compiler: recursive descent straight to bytecode. */
import { listToFixed, newInt32Items } from '../../src/ts/rlib/array.js';
import { ovfAdd, ovfMul } from '../../src/ts/rlib/int.js';
import { Overflow, caught } from '../../src/ts/rlib/throwable.js';
import type { int } from '../../src/ts/rlib/types.js';
import { Binary, Code, Op } from './bytecode.js';
import { TinyError } from './errors.js';
import { parseFloatText } from './host.js';
import { Lexer, Token } from './lexer.js';
import { W_Float, W_Function, W_Str, makeInt, w_nil, type W_Root } from './objects.js';

/** The names of the program's global variables; a position here is one in the interpreter's values. */
export class GlobalNames {
  readonly names: string[] = [];

  find(name: string): int {
    for (let i = 0; i < this.names.length; i++) if (this.names[i] === name) return i;
    return -1;
  }

  ensure(name: string): int {
    const known = this.find(name);
    if (known >= 0) return known;
    this.names.push(name);
    return this.names.length - 1;
  }
}

/** The code of one function while it grows. */
class Unit {
  readonly words: int[] = [];
  readonly constants: W_Root[] = [];
  readonly locals: string[] = [];
  private depth = 0;
  private deepest = 0;

  constructor(
    readonly name: string,
    readonly isMain: boolean,
  ) {}

  /** `effect` is the change of the stack's depth. */
  emit(op: Op, argument: int, effect: int): int {
    this.words.push(op);
    this.words.push(argument);
    this.depth += effect;
    if (this.depth > this.deepest) this.deepest = this.depth;
    return this.words.length - 2;
  }

  /** The position of the next instruction, in pairs. */
  here(): int {
    return this.words.length >> 1;
  }

  patch(at: int): void {
    this.words[at + 1] = this.here();
  }

  constant(w_value: W_Root): void {
    this.constants.push(w_value);
    this.emit(Op.CONSTANT, this.constants.length - 1, 1);
  }

  findLocal(name: string): int {
    for (let i = 0; i < this.locals.length; i++) if (this.locals[i] === name) return i;
    return -1;
  }

  finish(parameterCount: int): Code {
    this.constant(w_nil);
    this.emit(Op.RETURN, 0, -1);
    const words = newInt32Items(this.words.length);
    for (let i = 0; i < this.words.length; i++) words[i] = this.words[i];
    return new Code(
      this.name,
      parameterCount,
      this.locals.length,
      this.deepest,
      words,
      listToFixed(this.constants),
    );
  }
}

export class Compiler {
  private readonly lexer: Lexer;
  private unit: Unit = new Unit('main', true);

  constructor(
    source: string,
    private readonly globals: GlobalNames,
  ) {
    this.lexer = new Lexer(source);
  }

  compile(): Code {
    this.lexer.advance();
    while (this.lexer.kind !== Token.END) this.statement();
    return this.unit.finish(0);
  }

  private is(text: string): boolean {
    const kind = this.lexer.kind;
    return (kind === Token.SYMBOL || kind === Token.NAME) && this.lexer.text === text;
  }

  private accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.lexer.advance();
    return true;
  }

  private fail(expected: string): TinyError {
    return new TinyError(`line ${this.lexer.line}: ${expected} expected, not ${this.lexer.text}`);
  }

  private expect(text: string): void {
    if (!this.accept(text)) throw this.fail(text);
  }

  private name(): string {
    if (this.lexer.kind !== Token.NAME) throw this.fail('a name');
    const text = this.lexer.text;
    this.lexer.advance();
    return text;
  }

  private block(): void {
    this.expect('{');
    while (!this.accept('}')) {
      if (this.lexer.kind === Token.END) throw this.fail('}');
      this.statement();
    }
  }

  private statement(): void {
    if (this.accept('fn')) this.functionStatement();
    else if (this.accept('let')) this.letStatement();
    else if (this.accept('while')) this.whileStatement();
    else if (this.accept('if')) this.ifStatement();
    else if (this.accept('return')) {
      if (this.is('}')) this.unit.constant(w_nil);
      else this.expression();
      this.unit.emit(Op.RETURN, 0, -1);
    } else if (this.accept('print')) {
      let count = 1;
      this.expression();
      for (; this.accept(','); count++) this.expression();
      this.unit.emit(Op.PRINT, count, -count);
    } else this.expressionStatement();
  }

  private functionStatement(): void {
    const name = this.name();
    const outer = this.unit;
    // Known before the body is compiled: the function may call itself.
    const global = this.globals.ensure(name);
    const unit = new Unit(name, false);
    this.unit = unit;
    this.expect('(');
    while (!this.accept(')')) {
      unit.locals.push(this.name());
      if (!this.is(')')) this.expect(',');
    }
    const parameterCount = unit.locals.length;
    this.block();
    this.unit = outer;
    outer.constant(new W_Function(unit.finish(parameterCount)));
    outer.emit(Op.STORE_GLOBAL, global, -1);
  }

  private letStatement(): void {
    const name = this.name();
    this.expect('=');
    this.expression();
    if (this.unit.isMain) {
      this.unit.emit(Op.STORE_GLOBAL, this.globals.ensure(name), -1);
      return;
    }
    let local = this.unit.findLocal(name);
    if (local < 0) {
      this.unit.locals.push(name);
      local = this.unit.locals.length - 1;
    }
    this.unit.emit(Op.STORE_LOCAL, local, -1);
  }

  private whileStatement(): void {
    const start = this.unit.here();
    this.expression();
    const exit = this.unit.emit(Op.JUMP_IF_FALSE, 0, -1);
    this.block();
    this.unit.emit(Op.JUMP_BACK, start, 0);
    this.unit.patch(exit);
  }

  private ifStatement(): void {
    this.expression();
    const toElse = this.unit.emit(Op.JUMP_IF_FALSE, 0, -1);
    this.block();
    if (!this.accept('else')) {
      this.unit.patch(toElse);
      return;
    }
    const toEnd = this.unit.emit(Op.JUMP, 0, 0);
    this.unit.patch(toElse);
    if (this.accept('if')) this.ifStatement();
    else this.block();
    this.unit.patch(toEnd);
  }

  /** An assignment to a name or an item, or an expression for its effect. */
  private expressionStatement(): void {
    const words = this.unit.words;
    this.expression();
    const last = words[words.length - 2];
    if (!this.accept('=')) {
      this.unit.emit(Op.POP, 0, -1);
      return;
    }
    if (last === Op.INDEX) {
      this.undo(1);
      this.expression();
      this.unit.emit(Op.STORE_INDEX, 0, -3);
    } else if (last === Op.LOAD_LOCAL || last === Op.LOAD_GLOBAL) {
      const argument = words[words.length - 1];
      this.undo(-1);
      this.expression();
      this.unit.emit(last === Op.LOAD_LOCAL ? Op.STORE_LOCAL : Op.STORE_GLOBAL, argument, -1);
    } else throw this.fail('something that can be assigned to, before =,');
  }

  /** Takes the last instruction back; `effect` undoes its change of the stack. */
  private undo(effect: int): void {
    this.unit.words.pop();
    this.unit.words.pop();
    this.unit.emit(Op.POP, 0, effect);
    this.unit.words.pop();
    this.unit.words.pop();
  }

  private expression(): void {
    this.conjunction();
    while (this.accept('or')) {
      const jump = this.unit.emit(Op.JUMP_IF_TRUE_OR_POP, 0, -1);
      this.conjunction();
      this.unit.patch(jump);
    }
  }

  private conjunction(): void {
    this.comparison();
    while (this.accept('and')) {
      const jump = this.unit.emit(Op.JUMP_IF_FALSE_OR_POP, 0, -1);
      this.comparison();
      this.unit.patch(jump);
    }
  }

  private comparison(): void {
    if (this.accept('not')) {
      this.comparison();
      this.unit.emit(Op.NOT, 0, 0);
      return;
    }
    this.sum();
    if (this.accept('==')) this.rightOperand(Binary.EQUAL);
    else if (this.accept('!=')) this.rightOperand(Binary.NOT_EQUAL);
    else if (this.accept('<')) this.rightOperand(Binary.LESS);
    else if (this.accept('<=')) this.rightOperand(Binary.LESS_EQUAL);
    else if (this.accept('>')) this.negated(Binary.LESS_EQUAL);
    else if (this.accept('>=')) this.negated(Binary.LESS);
  }

  private rightOperand(operation: Binary): void {
    this.sum();
    this.unit.emit(Op.BINARY, operation, -1);
  }

  private negated(operation: Binary): void {
    this.rightOperand(operation);
    this.unit.emit(Op.NOT, 0, 0);
  }

  private sum(): void {
    this.product();
    for (;;) {
      let operation = Binary.ADD;
      if (this.accept('-')) operation = Binary.SUBTRACT;
      else if (!this.accept('+')) return;
      this.product();
      this.unit.emit(Op.BINARY, operation, -1);
    }
  }

  private product(): void {
    this.unary();
    for (;;) {
      let operation = Binary.MULTIPLY;
      if (this.accept('/')) operation = Binary.DIVIDE;
      else if (this.accept('%')) operation = Binary.REMAINDER;
      else if (!this.accept('*')) return;
      this.unary();
      this.unit.emit(Op.BINARY, operation, -1);
    }
  }

  private unary(): void {
    if (this.accept('-')) {
      this.unary();
      this.unit.emit(Op.NEGATE, 0, 0);
    } else this.postfix();
  }

  private postfix(): void {
    this.primary();
    for (;;) {
      if (this.accept('(')) {
        const count = this.list(')');
        this.unit.emit(Op.CALL, count, -count);
      } else if (this.accept('[')) {
        this.expression();
        this.expect(']');
        this.unit.emit(Op.INDEX, 0, -1);
      } else return;
    }
  }

  /** Expressions up to a closing bracket; how many. */
  private list(close: string): int {
    let count = 0;
    for (; !this.accept(close); count++) {
      this.expression();
      if (!this.is(close)) this.expect(',');
    }
    return count;
  }

  private primary(): void {
    const text = this.lexer.text;
    switch (this.lexer.kind) {
      case Token.INT:
        this.unit.constant(intConstant(text));
        break;
      case Token.FLOAT:
        this.unit.constant(new W_Float(parseFloatText(text)));
        break;
      case Token.STRING:
        this.unit.constant(new W_Str(text));
        break;
      case Token.NAME:
        this.loadName(text);
        break;
      default:
        if (this.accept('(')) {
          this.expression();
          this.expect(')');
          return;
        }
        if (this.accept('[')) {
          const count = this.list(']');
          this.unit.emit(Op.LIST, count, 1 - count);
          return;
        }
        throw this.fail('an expression');
    }
    this.lexer.advance();
  }

  private loadName(name: string): void {
    if (name === 'nil') {
      this.unit.constant(w_nil);
      return;
    }
    const local = this.unit.findLocal(name);
    if (local >= 0) this.unit.emit(Op.LOAD_LOCAL, local, 1);
    else this.unit.emit(Op.LOAD_GLOBAL, this.globals.ensure(name), 1);
  }
}

function intConstant(text: string): W_Root {
  let value: int = 0;
  try {
    for (let i = 0; i < text.length; i++) value = ovfAdd(ovfMul(value, 10), text.charCodeAt(i) - 48);
  } catch (e) {
    if (caught(e) instanceof Overflow) return new W_Float(parseFloatText(text));
    throw e;
  }
  return makeInt(value);
}
