/**
 * The interpreter's loop, one function however long it is: every instruction works on its local variables, and V8 compiles it whole.
 * What an instruction does beyond moving values on the stack is in functions of other files.
 *
 * `dispatch` runs instructions of one frame until it returns, yields or an exception leaves an instruction. The program counter
 * is stored in the frame before each instruction runs (pointing behind it), so that tracebacks, `f_lineno` and the exception table
 * can tell where it was. The stack pointer lives in a local variable and is written to the frame only when the frame is left to
 * be resumed.
 *
 * An operand stack slot above the pointer may still hold a dead value; frames are short-lived, and generators clear theirs.
 */
import type { FixedArray } from '../../rlib/array.js';
import { sliceObjects } from '../../rlib/array.js';
import { JitDriver, promote, weAreJitted } from '../../rlib/jit.js';
import { unlikely } from '../../rlib/object.js';
import { unreachable } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { newDict } from '../objects/dict.js';
import { newSet, setAdd } from '../objects/set.js';
import { newSlice } from '../objects/slice.js';
import type { W_Root } from '../objects/root.js';
import { W_Iterator } from '../objects/root.js';
import { W_DictBase } from '../objects/w-dict.js';
import { AssertionErrorType, OperationError, W_BaseException } from '../objects/w-exception.js';
import { W_Cell } from '../objects/w-function.js';
import { newBool, newInt, w_False, W_Int, w_True } from '../objects/w-int.js';
import { listOfRange, listItems, W_List, W_ListBase } from '../objects/w-list.js';
import { w_None } from '../objects/w-none.js';
import { W_AnySet } from '../objects/w-set.js';
import type { W_Str } from '../objects/w-str.js';
import { newTuple, W_Tuple } from '../objects/w-tuple.js';
import {
  add,
  binary,
  BinaryOp,
  inplace,
  invert,
  multiply,
  negative,
  positive,
  subtract,
} from './arithmetic.js';
import { deleteAttribute, loadAttribute, loadMethod, storeAttribute } from './attributes.js';
import { buildFunction, loadBuildClass } from './build.js';
import { callRange } from './call.js';
import { callEx, callWithNames, dictMerge, dictUpdate } from './call-ops.js';
import type { Comparison } from './compare.js';
import { compare, isSame, isTrue, lengthOf } from './compare.js';
import { context } from './context.js';
import { format, joinParts, str, repr } from './convert.js';
import { asciiRepr } from '../objects/str-repr.js';
import { runtimeError } from './errors.js';
import {
  afterGetAnext,
  asyncGenWrap,
  endAsyncFor,
  getAwaitable,
  getAiter,
  getYieldFromIter,
  makeGenerator,
  sendTo,
} from './generator.js';
import { checkExceptionMatch, matchGroup, prepareReraiseStar, raiseWithCause } from './exception-ops.js';
import {
  deleteGlobal,
  deleteName,
  loadClassDeref,
  loadGlobal,
  loadName,
  storeGlobal,
  storeName,
  setupAnnotations,
  unboundFree,
  unboundLocal,
} from './names.js';
import { importFrom, importName, importStar } from './import-ops.js';
import { contains, deleteItem, getItem, setItem } from './items.js';
import { iter, next, unpack } from './iteration.js';
import { matchClass, matchKeys, matchMapping, matchSequence } from './match.js';
import { CodeFlag, Op } from './opcodes.js';
import { runPending } from './pending.js';
import { mergePointText } from './merge-point-text.js';
import { printExpression } from './print-expression.js';
import { traceInstruction } from './tracing.js';
import type { W_Code } from './w-code.js';
import { FrameState } from './w-frame.js';
import type { W_Frame } from './w-frame.js';
import { beforeAsyncWith, beforeWith, withExceptStart } from './with-ops.js';
import { extendFromStar, unpackStarred } from './unpack-starred.js';

/** Code whose frames are left and come back to. */
const SUSPENDABLE: int = CodeFlag.GENERATOR | CodeFlag.COROUTINE | CodeFlag.ASYNC_GENERATOR;

export const driver = new JitDriver({
  name: 'python',
  greens: ['pc', 'code'],
  reds: ['frame', 'sp'],
  location: mergePointText,
});

/** What was popped stays above the stack's top: in a loop's state it would be one more difference between ways through the loop. @unrollSafe */
function clearAbove(code: W_Code, slots: FixedArray<W_Root | null>, sp: int): void {
  for (let i = code.slotCount + code.stacksize - 1; i >= sp; i--) slots[i] = null;
}

/** Runs from `pc` until the frame is left; a yield leaves it too, with pc and sp saved. */
export function dispatch(frame: W_Frame, startPc: int, startSp: int): W_Root {
  const code = frame.code;
  const words = code.words;
  const consts = code.consts;
  const names = code.names;
  const slots = frame.slots;
  let pc = startPc;
  let sp = startSp;
  for (;;) {
    driver.mergePoint(pc, code, frame, sp);
    // The same each time that control comes here, so a constant of traces.
    sp = promote(sp);
    const word = words[pc] as int;
    const arg = word >> 8;
    pc++;
    frame.pc = pc;
    if (unlikely(context.w_traceFunction !== null)) {
      const target = traceInstruction(frame, pc - 1);
      if (target >= 0) {
        pc = target;
        continue;
      }
    }
    switch ((word & 255) as Op) {
      case Op.NOP:
      case Op.EXTENDED_ARG:
        break;
      case Op.RESUME:
        if (unlikely(context.ticker[0] !== 0)) runPending();
        break;
      case Op.POP_TOP:
        slots[--sp] = null;
        break;
      case Op.PUSH_NULL:
        slots[sp++] = null;
        break;
      case Op.COPY:
        slots[sp] = slots[sp - arg] as W_Root;
        sp++;
        break;
      case Op.SWAP: {
        const w_top = slots[sp - 1] as W_Root | null;
        slots[sp - 1] = slots[sp - arg] as W_Root | null;
        slots[sp - arg] = w_top;
        break;
      }
      case Op.LOAD_CONST:
        slots[sp++] = consts[arg] as W_Root;
        break;
      case Op.LOAD_FAST: {
        const w_value = slots[arg] as W_Root | null;
        if (w_value === null) throw unboundLocal(code.localsplusnames[arg] as W_Str);
        slots[sp++] = w_value;
        break;
      }
      case Op.STORE_FAST:
        slots[arg] = slots[--sp] as W_Root;
        break;
      case Op.DELETE_FAST:
        if (slots[arg] === null) throw unboundLocal(code.localsplusnames[arg] as W_Str);
        slots[arg] = null;
        break;
      case Op.LOAD_GLOBAL: {
        if ((arg & 1) !== 0) slots[sp++] = null;
        slots[sp++] = loadGlobal(frame, code, arg >> 1);
        break;
      }
      case Op.LOAD_NAME:
        slots[sp++] = loadName(frame, code, arg);
        break;
      case Op.STORE_NAME:
        storeName(frame, code, arg, slots[--sp] as W_Root);
        break;
      case Op.DELETE_NAME:
        deleteName(frame, names[arg] as W_Str);
        break;
      case Op.STORE_GLOBAL:
        storeGlobal(frame, code, arg, slots[--sp] as W_Root);
        break;
      case Op.DELETE_GLOBAL:
        deleteGlobal(frame, names[arg] as W_Str);
        break;
      case Op.MAKE_CELL:
        slots[arg] = new W_Cell(slots[arg] as W_Root | null);
        break;
      case Op.COPY_FREE_VARS:
        // The caller put the closure's cells there when it made the frame.
        break;
      case Op.LOAD_CLOSURE:
        slots[sp++] = slots[arg] as W_Root;
        break;
      case Op.LOAD_DEREF: {
        const cell = slots[arg] as W_Root;
        const w_value = cell instanceof W_Cell ? cell.w_value : unreachable('LOAD_DEREF without a cell');
        if (w_value === null) throw unboundFree(frame, arg);
        slots[sp++] = w_value;
        break;
      }
      case Op.STORE_DEREF: {
        const cell = slots[arg] as W_Root;
        if (cell instanceof W_Cell) cell.w_value = slots[--sp] as W_Root;
        break;
      }
      case Op.DELETE_DEREF: {
        const cell = slots[arg] as W_Root;
        if (cell instanceof W_Cell) {
          if (cell.w_value === null) throw unboundFree(frame, arg);
          cell.w_value = null;
        }
        break;
      }
      case Op.LOAD_CLASSDEREF: {
        const w_value = loadClassDeref(frame, arg);
        if (w_value === null) throw unboundFree(frame, arg);
        slots[sp++] = w_value;
        break;
      }
      case Op.LOAD_ATTR:
        slots[sp - 1] = loadAttribute(code, pc - 1, slots[sp - 1] as W_Root, names[arg] as W_Str);
        break;
      case Op.LOAD_METHOD: {
        const w_obj = slots[sp - 1] as W_Root;
        const w_method = loadMethod(code, pc - 1, w_obj, names[arg] as W_Str);
        if (w_method !== null) {
          slots[sp - 1] = w_method;
          slots[sp++] = w_obj;
        } else {
          const w_value = loadAttribute(code, pc - 1, w_obj, names[arg] as W_Str);
          slots[sp - 1] = null;
          slots[sp++] = w_value;
        }
        break;
      }
      case Op.STORE_ATTR:
        sp -= 2;
        storeAttribute(code, pc - 1, slots[sp + 1] as W_Root, names[arg] as W_Str, slots[sp] as W_Root);
        break;
      case Op.DELETE_ATTR:
        deleteAttribute(slots[--sp] as W_Root, names[arg] as W_Str);
        break;

      case Op.UNARY_POSITIVE:
        slots[sp - 1] = positive(slots[sp - 1] as W_Root);
        break;
      case Op.UNARY_NEGATIVE:
        slots[sp - 1] = negative(slots[sp - 1] as W_Root);
        break;
      case Op.UNARY_NOT:
        slots[sp - 1] = isTrue(slots[sp - 1] as W_Root) ? w_False : w_True;
        break;
      case Op.UNARY_INVERT:
        slots[sp - 1] = invert(slots[sp - 1] as W_Root);
        break;
      case Op.BINARY_ADD: {
        const w_b = slots[--sp] as W_Root;
        slots[sp - 1] = add(slots[sp - 1] as W_Root, w_b);
        break;
      }
      case Op.BINARY_SUBTRACT: {
        const w_b = slots[--sp] as W_Root;
        slots[sp - 1] = subtract(slots[sp - 1] as W_Root, w_b);
        break;
      }
      case Op.BINARY_MULTIPLY: {
        const w_b = slots[--sp] as W_Root;
        slots[sp - 1] = multiply(slots[sp - 1] as W_Root, w_b);
        break;
      }
      case Op.BINARY_TRUE_DIVIDE:
      case Op.BINARY_FLOOR_DIVIDE:
      case Op.BINARY_MODULO:
      case Op.BINARY_POWER:
      case Op.BINARY_LSHIFT:
      case Op.BINARY_RSHIFT:
      case Op.BINARY_AND:
      case Op.BINARY_OR:
      case Op.BINARY_XOR:
      case Op.BINARY_MATRIX_MULTIPLY: {
        const w_b = slots[--sp] as W_Root;
        slots[sp - 1] = binary(((word & 255) - Op.BINARY_ADD) as BinaryOp, slots[sp - 1] as W_Root, w_b);
        break;
      }
      case Op.INPLACE_ADD: {
        const w_b = slots[--sp] as W_Root;
        const w_a = slots[sp - 1] as W_Root;
        slots[sp - 1] =
          w_a instanceof W_Int && w_b instanceof W_Int ? add(w_a, w_b) : inplace(BinaryOp.ADD, w_a, w_b);
        break;
      }
      case Op.INPLACE_SUBTRACT:
      case Op.INPLACE_MULTIPLY:
      case Op.INPLACE_TRUE_DIVIDE:
      case Op.INPLACE_FLOOR_DIVIDE:
      case Op.INPLACE_MODULO:
      case Op.INPLACE_POWER:
      case Op.INPLACE_LSHIFT:
      case Op.INPLACE_RSHIFT:
      case Op.INPLACE_AND:
      case Op.INPLACE_OR:
      case Op.INPLACE_XOR:
      case Op.INPLACE_MATRIX_MULTIPLY: {
        const w_b = slots[--sp] as W_Root;
        slots[sp - 1] = inplace(((word & 255) - Op.INPLACE_ADD) as BinaryOp, slots[sp - 1] as W_Root, w_b);
        break;
      }
      case Op.BINARY_SUBSCR: {
        const w_key = slots[--sp] as W_Root;
        slots[sp - 1] = getItem(slots[sp - 1] as W_Root, w_key);
        break;
      }
      case Op.STORE_SUBSCR:
        sp -= 3;
        setItem(slots[sp + 1] as W_Root, slots[sp + 2] as W_Root, slots[sp] as W_Root);
        break;
      case Op.DELETE_SUBSCR:
        sp -= 2;
        deleteItem(slots[sp] as W_Root, slots[sp + 1] as W_Root);
        break;
      case Op.COMPARE_OP: {
        const w_b = slots[--sp] as W_Root;
        slots[sp - 1] = compare(arg as Comparison, slots[sp - 1] as W_Root, w_b);
        break;
      }
      case Op.IS_OP: {
        const w_b = slots[--sp] as W_Root;
        slots[sp - 1] = newBool(isSame(slots[sp - 1] as W_Root, w_b) === (arg === 0));
        break;
      }
      case Op.CONTAINS_OP: {
        const w_container = slots[--sp] as W_Root;
        slots[sp - 1] = newBool(contains(w_container, slots[sp - 1] as W_Root) === (arg === 0));
        break;
      }

      case Op.BUILD_TUPLE:
        sp -= arg;
        slots[sp] = newTuple(sliceObjects(slots, sp, sp + arg) as FixedArray<W_Root>);
        sp++;
        break;
      case Op.BUILD_LIST:
        sp -= arg;
        slots[sp] = listOfRange(slots, sp, arg);
        sp++;
        break;
      case Op.BUILD_SET: {
        const w_set = newSet();
        sp -= arg;
        for (let i = 0; i < arg; i++) setAdd(w_set, slots[sp + i] as W_Root);
        slots[sp++] = w_set;
        break;
      }
      case Op.BUILD_MAP: {
        const w_dict = newDict();
        sp -= 2 * arg;
        for (let i = 0; i < arg; i++)
          w_dict.set(slots[sp + 2 * i] as W_Root, slots[sp + 2 * i + 1] as W_Root);
        slots[sp++] = w_dict;
        break;
      }
      case Op.BUILD_CONST_KEY_MAP: {
        const w_keys = slots[--sp] as W_Root;
        const w_dict = newDict();
        sp -= arg;
        if (w_keys instanceof W_Tuple) {
          for (let i = 0; i < arg; i++) w_dict.set(w_keys.items[i] as W_Root, slots[sp + i] as W_Root);
        }
        slots[sp++] = w_dict;
        break;
      }
      case Op.BUILD_STRING:
        sp -= arg;
        slots[sp] = joinParts(slots, sp, arg);
        sp++;
        break;
      case Op.BUILD_SLICE: {
        sp -= arg;
        slots[sp] = newSlice(
          slots[sp] as W_Root,
          slots[sp + 1] as W_Root,
          arg === 3 ? (slots[sp + 2] as W_Root) : w_None,
        );
        sp++;
        break;
      }
      case Op.FORMAT_VALUE: {
        const w_spec = (arg & 4) !== 0 ? (slots[--sp] as W_Root) : null;
        let w_value = slots[sp - 1] as W_Root;
        switch (arg & 3) {
          case 1:
            w_value = str(w_value);
            break;
          case 2:
            w_value = repr(w_value);
            break;
          case 3:
            w_value = asciiRepr(w_value);
            break;
          default:
            break;
        }
        slots[sp - 1] = format(w_value, w_spec);
        break;
      }
      case Op.LIST_APPEND: {
        const w_item = slots[--sp] as W_Root;
        const w_list = slots[sp - arg] as W_Root;
        if (w_list instanceof W_List) w_list.append(w_item);
        break;
      }
      case Op.SET_ADD: {
        const w_item = slots[--sp] as W_Root;
        const w_set = slots[sp - arg] as W_Root;
        if (w_set instanceof W_AnySet) setAdd(w_set, w_item);
        break;
      }
      case Op.MAP_ADD: {
        sp -= 2;
        const w_dict = slots[sp - arg] as W_Root;
        if (w_dict instanceof W_DictBase) w_dict.set(slots[sp] as W_Root, slots[sp + 1] as W_Root);
        break;
      }
      case Op.LIST_EXTEND: {
        const w_iterable = slots[--sp] as W_Root;
        const w_list = slots[sp - arg] as W_Root;
        if (w_list instanceof W_ListBase) extendFromStar(w_list, w_iterable);
        break;
      }
      case Op.SET_UPDATE: {
        const w_iterable = slots[--sp] as W_Root;
        const w_set = slots[sp - arg] as W_Root;
        const w_iterator = iter(w_iterable);
        for (;;) {
          const w_item = next(w_iterator);
          if (w_item === null) break;
          if (w_set instanceof W_AnySet) setAdd(w_set, w_item);
        }
        break;
      }
      case Op.DICT_UPDATE: {
        const w_mapping = slots[--sp] as W_Root;
        dictUpdate(slots[sp - arg] as W_Root, w_mapping);
        break;
      }
      case Op.DICT_MERGE: {
        const w_mapping = slots[--sp] as W_Root;
        // Below the dict lie the callable and its positional arguments.
        dictMerge(slots[sp - arg] as W_Root, w_mapping, slots[sp - arg - 2] as W_Root);
        break;
      }
      case Op.LIST_TO_TUPLE: {
        const w_list = slots[sp - 1] as W_Root;
        if (w_list instanceof W_ListBase) slots[sp - 1] = newTuple(listItems(w_list));
        break;
      }
      case Op.UNPACK_SEQUENCE: {
        const items = unpack(slots[--sp] as W_Root, arg);
        for (let i = arg - 1; i >= 0; i--) slots[sp++] = items[i] as W_Root;
        break;
      }
      case Op.UNPACK_EX: {
        const items = unpackStarred(slots[--sp] as W_Root, arg & 0xff, arg >> 8);
        for (let i = items.length - 1; i >= 0; i--) slots[sp++] = items[i] as W_Root;
        break;
      }

      case Op.JUMP:
        pc = arg;
        break;
      case Op.JUMP_BACKWARD:
        if (unlikely(context.ticker[0] !== 0)) runPending();
        pc = arg;
        if (weAreJitted()) {
          if ((code.flags & SUSPENDABLE) !== 0) driver.followOnce();
          // All ways round a loop end in one state, wherever they come from.
          clearAbove(code, slots, sp);
          frame.pc = pc;
          frame.sp = sp;
        }
        driver.canEnterJit(pc, code, frame, sp);
        break;
      case Op.JUMP_BACKWARD_NO_INTERRUPT:
        pc = arg;
        break;
      case Op.POP_JUMP_IF_FALSE:
        if (!isTrue(slots[--sp] as W_Root)) pc = arg;
        break;
      case Op.POP_JUMP_IF_TRUE:
        if (isTrue(slots[--sp] as W_Root)) pc = arg;
        break;
      case Op.POP_JUMP_IF_NONE:
        if (slots[--sp] === w_None) pc = arg;
        break;
      case Op.POP_JUMP_IF_NOT_NONE:
        if (slots[--sp] !== w_None) pc = arg;
        break;
      case Op.JUMP_IF_FALSE_OR_POP:
        if (isTrue(slots[sp - 1] as W_Root)) sp--;
        else pc = arg;
        break;
      case Op.JUMP_IF_TRUE_OR_POP:
        if (isTrue(slots[sp - 1] as W_Root)) pc = arg;
        else sp--;
        break;
      case Op.GET_ITER:
        slots[sp - 1] = iter(slots[sp - 1] as W_Root);
        break;
      case Op.FOR_ITER: {
        const w_iterator = slots[sp - 1] as W_Root;
        const w_item = w_iterator instanceof W_Iterator ? w_iterator.next() : next(w_iterator);
        if (w_item === null) {
          slots[--sp] = null;
          pc = arg;
        } else {
          slots[sp++] = w_item;
        }
        break;
      }

      case Op.CALL: {
        frame.sp = sp;
        let start = sp - arg - 1;
        let count = arg;
        let w_callable = slots[start - 1] as W_Root | null;
        if (w_callable === null) {
          w_callable = slots[start] as W_Root;
          start++;
        } else {
          count++;
        }
        const w_result = callRange(w_callable, slots, start, count);
        sp -= arg + 1;
        slots[sp - 1] = w_result;
        break;
      }
      case Op.CALL_KW: {
        const w_names = slots[--sp] as W_Root;
        let start = sp - arg - 1;
        let count = arg;
        let w_callable = slots[start - 1] as W_Root | null;
        if (w_callable === null) {
          w_callable = slots[start] as W_Root;
          start++;
        } else {
          count++;
        }
        const w_result = callWithNames(w_callable, slots, start, count, w_names);
        sp -= arg + 1;
        slots[sp - 1] = w_result;
        break;
      }
      case Op.CALL_FUNCTION_EX: {
        const w_kwargs = (arg & 1) !== 0 ? (slots[--sp] as W_Root) : null;
        sp -= 2;
        slots[sp - 1] = callEx(slots[sp] as W_Root, slots[sp + 1] as W_Root, w_kwargs);
        break;
      }
      case Op.MAKE_FUNCTION: {
        const w_code = slots[--sp] as W_Root;
        const w_closure = (arg & 8) !== 0 ? (slots[--sp] as W_Root) : null;
        const w_annotations = (arg & 4) !== 0 ? (slots[--sp] as W_Root) : null;
        const w_kwdefaults = (arg & 2) !== 0 ? (slots[--sp] as W_Root) : null;
        const w_defaults = (arg & 1) !== 0 ? (slots[--sp] as W_Root) : null;
        slots[sp++] = buildFunction(frame, w_code, w_defaults, w_kwdefaults, w_annotations, w_closure);
        break;
      }
      case Op.RETURN_VALUE:
        frame.state = FrameState.FINISHED;
        return slots[--sp] as W_Root;
      case Op.LOAD_BUILD_CLASS:
        slots[sp++] = loadBuildClass(frame);
        break;
      case Op.SETUP_ANNOTATIONS:
        setupAnnotations(frame);
        break;
      case Op.PRINT_EXPR:
        printExpression(slots[--sp] as W_Root);
        break;

      case Op.IMPORT_NAME: {
        const w_fromlist = slots[--sp] as W_Root;
        slots[sp - 1] = importName(frame, names[arg] as W_Str, slots[sp - 1] as W_Root, w_fromlist);
        break;
      }
      case Op.IMPORT_FROM:
        slots[sp] = importFrom(slots[sp - 1] as W_Root, names[arg] as W_Str);
        sp++;
        break;
      case Op.IMPORT_STAR:
        importStar(frame, slots[--sp] as W_Root);
        break;

      case Op.RAISE_VARARGS: {
        const w_cause = arg === 2 ? (slots[--sp] as W_Root) : null;
        const w_raised = arg >= 1 ? (slots[--sp] as W_Root) : null;
        if (w_raised === null) {
          const w_current = context.currentException();
          if (w_current === null) throw runtimeError('No active exception to reraise');
          frame.reraising = true;
          throw new OperationError(w_current);
        }
        throw raiseWithCause(w_raised, w_cause);
      }
      case Op.RERAISE: {
        const w_exception = slots[--sp] as W_Root;
        if (arg !== 0) {
          const w_lasti = slots[sp - arg] as W_Root;
          if (w_lasti instanceof W_Int) frame.reraisedAt = w_lasti.value | 0;
        }
        frame.reraising = true;
        if (w_exception instanceof W_BaseException) throw new OperationError(w_exception);
        throw unreachable('RERAISE without an exception');
      }
      case Op.PUSH_EXC_INFO: {
        const w_exception = slots[sp - 1] as W_Root;
        const level = context.handled;
        slots[sp - 1] = level.w_exception;
        slots[sp++] = w_exception;
        if (w_exception instanceof W_BaseException) level.w_exception = w_exception;
        break;
      }
      case Op.POP_EXCEPT: {
        const w_previous = slots[--sp] as W_Root | null;
        context.handled.w_exception = w_previous instanceof W_BaseException ? w_previous : null;
        break;
      }
      case Op.CHECK_EXC_MATCH:
        slots[sp - 1] = newBool(checkExceptionMatch(slots[sp - 2] as W_Root, slots[sp - 1] as W_Root));
        break;
      case Op.CHECK_EG_MATCH: {
        const w_type = slots[--sp] as W_Root;
        const w_pair = matchGroup(slots[sp - 1] as W_Root, w_type);
        slots[sp - 1] = w_pair.items[0] as W_Root;
        slots[sp++] = w_pair.items[1] as W_Root;
        const w_match = w_pair.items[1] as W_Root;
        if (w_match instanceof W_BaseException) context.handled.w_exception = w_match;
        break;
      }
      case Op.PREP_RERAISE_STAR: {
        const w_list = slots[--sp] as W_Root;
        slots[sp - 1] = prepareReraiseStar(slots[sp - 1] as W_Root, w_list);
        break;
      }
      case Op.LOAD_ASSERTION_ERROR:
        slots[sp++] = AssertionErrorType;
        break;
      case Op.BEFORE_WITH: {
        const w_pair = beforeWith(slots[sp - 1] as W_Root);
        slots[sp - 1] = w_pair.items[0] as W_Root;
        slots[sp++] = w_pair.items[1] as W_Root;
        break;
      }
      case Op.WITH_EXCEPT_START:
        slots[sp] = withExceptStart(slots[sp - 4] as W_Root, slots[sp - 1] as W_Root);
        sp++;
        break;

      case Op.RETURN_GENERATOR:
        frame.sp = sp;
        return makeGenerator(frame);
      case Op.YIELD_VALUE: {
        const w_value = slots[--sp] as W_Root;
        slots[sp] = null;
        frame.sp = sp;
        frame.state = FrameState.SUSPENDED;
        return w_value;
      }
      case Op.SEND: {
        const w_value = slots[sp - 1] as W_Root;
        const w_yielded = sendTo(frame, slots[sp - 2] as W_Root, w_value);
        if (w_yielded !== null) {
          slots[sp - 1] = w_yielded;
        } else {
          slots[--sp] = null;
          slots[sp - 1] = frame.w_sendResult;
          frame.w_sendResult = null;
          pc = arg;
        }
        break;
      }
      case Op.GET_YIELD_FROM_ITER:
        slots[sp - 1] = getYieldFromIter(frame, slots[sp - 1] as W_Root);
        break;
      case Op.GET_AWAITABLE:
        slots[sp - 1] = getAwaitable(slots[sp - 1] as W_Root, arg);
        break;
      case Op.GET_AITER:
        slots[sp - 1] = getAiter(slots[sp - 1] as W_Root);
        break;
      case Op.GET_ANEXT:
        slots[sp] = afterGetAnext(slots[sp - 1] as W_Root);
        sp++;
        break;
      case Op.BEFORE_ASYNC_WITH: {
        const w_pair = beforeAsyncWith(slots[sp - 1] as W_Root);
        slots[sp - 1] = w_pair.items[0] as W_Root;
        slots[sp++] = w_pair.items[1] as W_Root;
        break;
      }
      case Op.END_ASYNC_FOR: {
        const w_exception = slots[--sp] as W_Root;
        sp--;
        frame.reraising = true;
        endAsyncFor(w_exception);
        frame.reraising = false;
        break;
      }
      case Op.ASYNC_GEN_WRAP:
        slots[sp - 1] = asyncGenWrap(slots[sp - 1] as W_Root);
        break;

      case Op.GET_LEN:
        slots[sp] = newInt(lengthOf(slots[sp - 1] as W_Root));
        sp++;
        break;
      case Op.MATCH_MAPPING:
        slots[sp] = newBool(matchMapping(slots[sp - 1] as W_Root));
        sp++;
        break;
      case Op.MATCH_SEQUENCE:
        slots[sp] = newBool(matchSequence(slots[sp - 1] as W_Root));
        sp++;
        break;
      case Op.MATCH_KEYS:
        slots[sp] = matchKeys(slots[sp - 2] as W_Root, slots[sp - 1] as W_Root);
        sp++;
        break;
      case Op.MATCH_CLASS: {
        const w_names = slots[--sp] as W_Root;
        const w_class = slots[--sp] as W_Root;
        slots[sp - 1] = matchClass(slots[sp - 1] as W_Root, w_class, arg, w_names);
        break;
      }
    }
  }
}
