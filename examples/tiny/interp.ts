/**
 * Tiny's bytecode interpreter: the example of what a language writer writes. The JIT's view of it: a position in
 * the program is (pc, code); `mergePoint` stands at the top of the loop, `canEnterJit` where loops end.
 */
import { newFixedArray, type FixedArray } from '../../src/ts/rlib/array.js';
import { JitDriver } from '../../src/ts/rlib/jit.js';
import { notNull } from '../../src/ts/rlib/object.js';
import { StackOverflow, caught, type RThrowable } from '../../src/ts/rlib/throwable.js';
import type { int } from '../../src/ts/rlib/types.js';
import { Binary, Op, type Code } from './bytecode.js';
import { Compiler, GlobalNames } from './compiler.js';
import { TinyError } from './errors.js';
import { print } from './host.js';
import {
  W_Builtin,
  W_Float,
  W_Function,
  W_Int,
  W_List,
  W_Str,
  makeBool,
  makeInt,
  w_nil,
  type W_Root,
} from './objects.js';

const driver = new JitDriver({ name: 'tiny', greens: ['pc', 'code'], reds: ['frame'] });

/** The values of global variables, by position; null until set. */
class Globals {
  values: FixedArray<W_Root | null> = newFixedArray<W_Root | null>(16, null);

  constructor(readonly names: GlobalNames) {}

  get(index: int): W_Root {
    const w_value = index < this.values.length ? this.values[index] : null;
    if (w_value === null) throw new TinyError(`${this.names.names[index]} is not set`);
    return w_value;
  }

  set(index: int, w_value: W_Root): void {
    if (index >= this.values.length) {
      const old = this.values;
      const values = newFixedArray<W_Root | null>(index * 2, null);
      for (let i = 0; i < old.length; i++) values[i] = old[i];
      this.values = values;
    }
    this.values[index] = w_value;
  }
}

/** An activation: locals, then the stack, in one array. */
class Frame {
  readonly slots: FixedArray<W_Root | null>;
  private top: int;

  constructor(readonly code: Code) {
    this.slots = newFixedArray<W_Root | null>(code.localCount + code.stackSize, null);
    this.top = code.localCount;
  }

  push(w_value: W_Root): void {
    this.slots[this.top] = w_value;
    this.top++;
  }

  pop(): W_Root {
    this.top--;
    const w_value = notNull(this.slots[this.top]);
    this.slots[this.top] = null;
    return w_value;
  }

  peek(): W_Root {
    return notNull(this.slots[this.top - 1]);
  }
}

function length(w_value: W_Root, _w_unused: W_Root): W_Root {
  if (w_value instanceof W_List) return makeInt(w_value.items.length);
  if (w_value instanceof W_Str) return makeInt(w_value.value.length);
  throw new TinyError(`${w_value.typeName()} has no length`);
}

function push(w_list: W_Root, w_item: W_Root): W_Root {
  if (!(w_list instanceof W_List)) throw new TinyError(`push to ${w_list.typeName()}`);
  w_list.items.push(w_item);
  return w_list;
}

function text(w_value: W_Root, _w_unused: W_Root): W_Root {
  return new W_Str(w_value.toText());
}

const builtins: W_Builtin[] = [
  new W_Builtin('len', 1, length),
  new W_Builtin('push', 2, push),
  new W_Builtin('str', 1, text),
];

function listIndex(w_list: W_List, w_index: W_Root): int {
  if (!(w_index instanceof W_Int)) throw new TinyError(`index of type ${w_index.typeName()}`);
  const index = w_index.value < 0 ? w_index.value + w_list.items.length : w_index.value;
  if (index < 0 || index >= w_list.items.length) throw new TinyError(`no item ${w_index.value}`);
  return index;
}

function getItem(w_value: W_Root, w_index: W_Root): W_Root {
  if (w_value instanceof W_List) return w_value.items[listIndex(w_value, w_index)];
  if (
    w_value instanceof W_Str &&
    w_index instanceof W_Int &&
    w_index.value >= 0 &&
    w_index.value < w_value.value.length
  ) {
    return new W_Str(w_value.value.slice(w_index.value, w_index.value + 1));
  }
  throw new TinyError(`${w_value.typeName()} has no such item`);
}

function binary(operation: Binary, w_left: W_Root, w_right: W_Root): W_Root {
  if (operation === Binary.EQUAL) return makeBool(w_left.equals(w_right));
  if (operation === Binary.NOT_EQUAL) return makeBool(!w_left.equals(w_right));
  return w_left.binary(operation, w_right);
}

function negate(w_value: W_Root): W_Root {
  if (w_value instanceof W_Float) return new W_Float(-w_value.value);
  return binary(Binary.SUBTRACT, makeInt(0), w_value);
}

export class Interpreter {
  private readonly globals: Globals;

  constructor(names: GlobalNames) {
    this.globals = new Globals(names);
    for (const w_builtin of builtins) this.globals.set(names.ensure(w_builtin.name), w_builtin);
  }

  run(frame: Frame): W_Root {
    const code = frame.code;
    const words = code.words;
    let pc: int = 0;
    for (;;) {
      driver.mergePoint(pc, code, frame);
      const argument = words[pc * 2 + 1];
      pc++;
      switch (words[pc * 2 - 2]) {
        case Op.CONSTANT:
          frame.push(code.constants[argument]);
          break;
        case Op.LOAD_LOCAL: {
          const w_value = frame.slots[argument];
          if (w_value === null) throw new TinyError('a local variable is not set');
          frame.push(w_value);
          break;
        }
        case Op.STORE_LOCAL:
          frame.slots[argument] = frame.pop();
          break;
        case Op.LOAD_GLOBAL:
          frame.push(this.globals.get(argument));
          break;
        case Op.STORE_GLOBAL:
          this.globals.set(argument, frame.pop());
          break;
        case Op.POP:
          frame.pop();
          break;
        case Op.BINARY: {
          const w_right = frame.pop();
          frame.push(binary(argument, frame.pop(), w_right));
          break;
        }
        case Op.NEGATE:
          frame.push(negate(frame.pop()));
          break;
        case Op.NOT:
          frame.push(makeBool(!frame.pop().isTrue()));
          break;
        case Op.JUMP:
          pc = argument;
          break;
        case Op.JUMP_IF_FALSE:
          if (!frame.pop().isTrue()) pc = argument;
          break;
        case Op.JUMP_IF_FALSE_OR_POP:
          if (frame.peek().isTrue()) frame.pop();
          else pc = argument;
          break;
        case Op.JUMP_IF_TRUE_OR_POP:
          if (frame.peek().isTrue()) pc = argument;
          else frame.pop();
          break;
        case Op.JUMP_BACK:
          pc = argument;
          driver.canEnterJit(pc, code, frame);
          break;
        case Op.CALL:
          this.call(frame, argument);
          break;
        case Op.RETURN:
          return frame.pop();
        case Op.LIST:
          this.makeList(frame, argument);
          break;
        case Op.INDEX: {
          const w_index = frame.pop();
          frame.push(getItem(frame.pop(), w_index));
          break;
        }
        case Op.STORE_INDEX: {
          const w_value = frame.pop();
          const w_index = frame.pop();
          const w_list = frame.pop();
          if (!(w_list instanceof W_List)) throw new TinyError(`${w_list.typeName()} has no items to set`);
          w_list.items[listIndex(w_list, w_index)] = w_value;
          break;
        }
        default:
          this.print(frame, argument);
      }
    }
  }

  private call(frame: Frame, count: int): void {
    const args = newFixedArray<W_Root>(count, w_nil);
    for (let i = count - 1; i >= 0; i--) args[i] = frame.pop();
    const w_callee = frame.pop();
    if (w_callee instanceof W_Builtin) {
      checkCount(w_callee.name, w_callee.argumentCount, count);
      frame.push(w_callee.run(args[0], count > 1 ? args[1] : w_nil));
      return;
    }
    if (!(w_callee instanceof W_Function)) throw new TinyError(`a call of ${w_callee.typeName()}`);
    const code = w_callee.code;
    checkCount(code.name, code.parameterCount, count);
    const inner = new Frame(code);
    for (let i = 0; i < count; i++) inner.slots[i] = args[i];
    frame.push(this.run(inner));
  }

  private makeList(frame: Frame, count: int): void {
    const args = newFixedArray<W_Root>(count, w_nil);
    for (let i = count - 1; i >= 0; i--) args[i] = frame.pop();
    const items: W_Root[] = [];
    for (const w_item of args) items.push(w_item);
    frame.push(new W_List(items));
  }

  private print(frame: Frame, count: int): void {
    let line = '';
    for (let i = 0; i < count; i++) {
      const part = frame.pop().toText();
      line = i === 0 ? part : `${part} ${line}`;
    }
    print(line);
  }
}

function checkCount(name: string, wanted: int, given: int): void {
  if (wanted !== given) throw new TinyError(`${name} takes ${wanted} arguments, not ${given}`);
}

function describe(error: RThrowable): string {
  if (error instanceof TinyError) return error.message;
  if (error instanceof StackOverflow) return 'too deep a recursion';
  throw error;
}

/** Compiles and runs a program; the exit status. */
export function runProgram(source: string): int {
  try {
    const names = new GlobalNames();
    const interpreter = new Interpreter(names);
    const code = new Compiler(source, names).compile();
    interpreter.run(new Frame(code));
    return 0;
  } catch (e) {
    print(`error: ${describe(caught(e))}`);
    return 1;
  }
}
