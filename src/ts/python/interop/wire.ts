/**
 * The messages between JavaScript and Python, for both sides: what their bytes mean. All numbers are little endian.
 *
 *     request from JavaScript   [Request, 1 byte] what the table below says
 *     reply to it               [size of all, u32] [Reply, 1 byte] ...
 *     request from Python       [HostRequest, 1 byte] [object, u32] ...
 *     reply to it               [HostReply, 1 byte] ...
 *
 * A value is a tag and what the tag says; a whole nested value is one piece. Containers are numbered as they begin, in order, per
 * message: SHARED refers to one that came before or is not complete yet. So shared and circular references stay what they are.
 */

export const enum Tag {
  NONE,
  FALSE,
  TRUE,
  /** i32. */
  INT32,
  /** Low u32, high i32. */
  INT64,
  /** Sign (0, or 1 for negative; 1 byte), count (u32), digits of `WIRE_DIGIT_BITS` (u32 each), least significant first. */
  BIG,
  /** f64. */
  FLOAT,
  /** Size (u32), bytes of UTF-8; lone surrogates as three bytes. */
  STR,
  /** Size (u32), bytes. */
  BYTES,
  // Containers: values, of dictionaries keys and values in turn, then END.
  LIST,
  TUPLE,
  DICT,
  /** A dict whose keys are all str. */
  OBJECT,
  SET,
  FROZENSET,
  END,
  /** Number of a container (u32). */
  SHARED,
  /** Milliseconds since 1970 (f64). */
  DATE,
  /** An object of Python's: handle (u32). From Python `PythonFlag` follows (1 byte). */
  PYTHON,
  /** An object of JavaScript's: number (u32). To Python 1 follows for a function, else 0 (1 byte). */
  JAVASCRIPT,
  /** A function of JavaScript's with its receiver: numbers (u32 each). */
  METHOD,
}

export const enum PythonFlag {
  CALLABLE = 1,
}

/** `H` is a handle (u32), `V` a value, `N` a name (size, u32; bytes), `I` a number (u32). */
export const enum Request {
  /** N (packed options): starts the interpreter. */
  START,
  /** V (list of folders), V (argv or None), V, V and V (functions for stdin, stdout and stderr, or None). */
  CONFIGURE,
  /** Gives new global variables, as a handle. */
  NEW_GLOBALS,
  /** H (globals), I (1: an expression), N (source), N (file name). */
  EXECUTE,
  /** N. */
  IMPORT,
  /** H (globals), N. Gives a value or nothing. */
  FIND_GLOBAL,
  /** H, N, V. */
  SET_GLOBAL,
  /** H, N. */
  REMOVE_GLOBAL,
  /** H. Gives a list of str. */
  GLOBAL_NAMES,
  /** H, N. Gives a value or nothing. */
  FIND_ATTRIBUTE,
  /** H, I (index), N (the same as text): an item of what has items, else an attribute. */
  FIND_ITEM,
  /** H, N, V. */
  SET_ATTRIBUTE,
  /** H, I, N, V. */
  SET_ITEM,
  /** H, N. Gives True or False. */
  HAS_ATTRIBUTE,
  /** H, N. */
  DELETE_ATTRIBUTE,
  /** H, I (arguments), I (keyword arguments), values, then N and value of each keyword argument. */
  CALL,
  /** H. Gives True or False. */
  IS_ITERABLE,
  /** H. Gives an iterator, as a handle. */
  ITERATE,
  /** H. Gives a value or nothing. */
  NEXT,
  /** H. Gives a str. */
  STR,
  /** H. Gives a str. */
  REPR,
  /** H (exception). Gives a str. */
  TRACEBACK,
  /** A RecursionError, for want of JavaScript's stack. */
  FAIL_RECURSION,
  /** I (count), then H and I (how many times it has been handed out) of each. */
  RELEASE,
  /** I (1: after a collection). Gives a list of the numbers of JavaScript's objects that Python has forgotten. */
  SWEEP,
  /** Ends the interpreter: exit functions, unwritten output. */
  FINISH,
}

export const enum Reply {
  /** A value. */
  VALUE,
  NOTHING,
  /**
   * An exception: handle (u32), flags (1 byte), name of the type and message (size, u32; bytes), then `Cause`.
   */
  EXCEPTION,
}

export const enum Cause {
  NONE,
  /** What JavaScript has thrown: a value follows. */
  JAVASCRIPT,
  /** Another exception, as in a reply. */
  EXCEPTION,
}

export const enum HostRequest {
  /** Object, receiver (a value), count of arguments (u32), values; the last is a dict of keyword arguments if there are any. */
  CALL,
  /** Object, key (a value). */
  GET_PROPERTY,
  /** Object, key, value. */
  SET_PROPERTY,
  /** Object, key. */
  DELETE_PROPERTY,
  GET_ITEM,
  /** Object, key, value. */
  SET_ITEM,
  LENGTH,
  /** Gives an object of JavaScript's: an iterator. */
  ITERATE,
  NEXT,
  REPR,
  STR,
}

export const enum HostReply {
  /** A value. */
  VALUE,
  /** There is no such property, item, length, next item. */
  MISSING,
  /** The index is out of range. */
  RANGE,
  /** It can't be done. */
  REFUSED,
  /** V (what was thrown), N (message), V (name or None), V (stack or None). */
  THROWN,
  /** A Python exception went through: its handle (u32). */
  PYTHON,
  /** JavaScript's stack was used up. */
  STACK,
}

/** Bits of a big integer's digits in a message. */
export const WIRE_DIGIT_BITS = 26;

/** Bytes that the mailbox holds; what is longer is asked for by `api.message`. */
export const MAILBOX_SIZE = 1 << 15;
