/**
 * Calling error handlers while encoding or decoding, and the registry of handlers by name.
 *
 * The handlers that Python defines are functions of `codec-handlers.ts`, called through the same registry as user's.
 */
import type { int } from '../../rlib/types.js';
import { call1 } from '../interp/call.js';
import { toWord } from '../interp/convert.js';
import { indexError, newError, typeError } from '../interp/errors.js';
import { builtinHandlers } from './codec-handlers.js';
import { newDict } from './dict.js';
import type { W_Root } from './root.js';
import { unicodeError } from './unicode-error.js';
import { W_BytesBase } from './w-bytes.js';
import type { W_Dict } from './w-dict.js';
import type { OperationError } from './w-exception.js';
import { LookupErrorType, W_UnicodeError } from './w-exception.js';
import { W_IntBase } from './w-int.js';
import { newStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { W_TupleBase } from './w-tuple.js';

class HandlerRegistry {
  private w_handlers: W_Dict | null = null;

  dict(): W_Dict {
    let w_handlers = this.w_handlers;
    if (w_handlers === null) {
      w_handlers = newDict();
      builtinHandlers(w_handlers);
      this.w_handlers = w_handlers;
    }
    return w_handlers;
  }
}

const registry = new HandlerRegistry();

export function registerHandler(w_name: W_StrBase, w_handler: W_Root): void {
  registry.dict().setStr(w_name, w_handler);
}

/** The handler of a name; LookupError if there is none. */
export function getHandler(name: string): W_Root {
  const w_handler = registry.dict().getStr(newStr(name));
  if (w_handler === null) throw newError(LookupErrorType, `unknown error handler name '${name}'`);
  return w_handler;
}

/** What stands for characters that can't be encoded: text or bytes; encoding goes on at `position`. */
export class EncodeReplacement {
  constructor(
    readonly text: string | null,
    readonly bytes: string | null,
    readonly position: int,
  ) {}
}

/** What stands for bytes that can't be decoded; `input` is not null if the handler changed the input. */
export class DecodeReplacement {
  constructor(
    readonly text: string,
    readonly position: int,
    readonly input: string | null,
  ) {}
}

function checkPosition(w_position: W_Root, length: int): int {
  let position = toWord(w_position);
  if (position < 0) position += length;
  if (position < 0 || position > length)
    throw indexError(`position ${toWord(w_position)} from error handler out of bounds`);
  return position;
}

/** Lets the handler `errors` deal with `w_str[start..end)`. */
export function callEncodeHandler(
  errors: string,
  encoding: string,
  w_str: W_StrBase,
  start: int,
  end: int,
  reason: string,
): EncodeReplacement {
  const error = unicodeError(false, encoding, w_str, start, end, reason);
  if (errors === 'strict') throw error;
  const w_result = call1(getHandler(errors), error.w_exception);
  if (!(w_result instanceof W_TupleBase) || w_result.items.length !== 2) throw badEncodeResult();
  const w_replacement = w_result.items[0] as W_Root;
  const w_position = w_result.items[1] as W_Root;
  if (!(w_position instanceof W_IntBase)) throw badEncodeResult();
  if (w_replacement instanceof W_StrBase) {
    return new EncodeReplacement(w_replacement.utf8(), null, checkPosition(w_position, w_str.length()));
  }
  if (w_replacement instanceof W_BytesBase) {
    return new EncodeReplacement(null, w_replacement.value, checkPosition(w_position, w_str.length()));
  }
  throw badEncodeResult();
}

function badEncodeResult(): OperationError {
  return typeError('encoding error handler must return (str/bytes, int) tuple');
}

/** Lets the handler `errors` deal with `w_bytes[start..end)`. */
export function callDecodeHandler(
  errors: string,
  encoding: string,
  w_bytes: W_BytesBase,
  start: int,
  end: int,
  reason: string,
): DecodeReplacement {
  const error = unicodeError(true, encoding, w_bytes, start, end, reason);
  if (errors === 'strict') throw error;
  const w_exception = error.w_exception;
  const w_result = call1(getHandler(errors), w_exception);
  if (!(w_result instanceof W_TupleBase) || w_result.items.length !== 2) throw badDecodeResult();
  const w_replacement = w_result.items[0] as W_Root;
  const w_position = w_result.items[1] as W_Root;
  if (!(w_replacement instanceof W_StrBase) || !(w_position instanceof W_IntBase)) throw badDecodeResult();
  let input: string | null = null;
  let length = w_bytes.value.length;
  if (w_exception instanceof W_UnicodeError && w_exception.w_object !== w_bytes) {
    const w_object = w_exception.w_object;
    if (!(w_object instanceof W_BytesBase)) throw typeError('exception attribute object must be bytes');
    input = w_object.value;
    length = input.length;
  }
  return new DecodeReplacement(w_replacement.utf8(), checkPosition(w_position, length), input);
}

function badDecodeResult(): OperationError {
  return typeError('decoding error handler must return (str, int) tuple');
}
