/** Making functions and classes. */
import { type FixedArray, newFixedArray } from '../../rlib/array.js';
import { cast } from '../../rlib/object.js';
import { unreachable } from '../../rlib/throwable.js';
import { newDict } from '../objects/dict.js';
import type { W_Root } from '../objects/root.js';
import { W_DictBase } from '../objects/w-dict.js';
import { NameErrorType } from '../objects/w-exception.js';
import { W_Cell, W_Function } from '../objects/w-function.js';
import { w_None } from '../objects/w-none.js';
import { intern, W_Str } from '../objects/w-str.js';
import { W_TupleBase } from '../objects/w-tuple.js';
import { newError } from './errors.js';
import { CodeFlag } from './opcodes.js';
import { W_Code } from './w-code.js';
import type { W_Frame } from './w-frame.js';

const n_name = intern('__name__');
const n_build_class = intern('__build_class__');

/** MAKE_FUNCTION. */
export function buildFunction(
  frame: W_Frame,
  w_code: W_Root,
  w_defaults: W_Root | null,
  w_kwdefaults: W_Root | null,
  w_annotations: W_Root | null,
  w_closure: W_Root | null,
): W_Function {
  if (!(w_code instanceof W_Code)) return unreachable('MAKE_FUNCTION without code');
  const closure = w_closure instanceof W_TupleBase ? closureCells(w_closure.items) : noCells;
  const defaults = w_defaults instanceof W_TupleBase ? w_defaults.items : noDefaults;
  const w_function = makeFunction(w_code, frame.w_globals, frame.w_builtins, defaults, closure);
  if (w_kwdefaults instanceof W_DictBase) w_function.w_kwdefaults = w_kwdefaults;
  if (w_annotations !== null) w_function.w_annotations = annotationsDict(w_annotations);
  return w_function;
}

/** The closure of functions that have none. */
export const noCells: FixedArray<W_Cell> = [];
export const noDefaults: FixedArray<W_Root> = [];

/** @unrollSafe */
function closureCells(items: FixedArray<W_Root>): FixedArray<W_Cell> {
  const cells = newFixedArray<W_Cell | null>(items.length, null);
  for (let i = 0; i < items.length; i++) cells[i] = cast(items[i] as W_Root, W_Cell);
  return cells as FixedArray<W_Cell>;
}

/** A function of a code object. */
export function makeFunction(
  code: W_Code,
  w_globals: W_DictBase,
  w_builtins: W_DictBase,
  defaults: FixedArray<W_Root>,
  closure: FixedArray<W_Cell>,
): W_Function {
  const w_name = code.w_name;
  const w_qualname = code.w_qualname;
  const w_function = new W_Function(code, w_globals, w_builtins, w_name, w_qualname, defaults, closure);
  w_function.w_module = w_globals.getStr(n_name);
  const consts = code.consts;
  const hasDoc = (code.flags & CodeFlag.OPTIMIZED) !== 0 && consts.length > 0 && consts[0] instanceof W_Str;
  w_function.w_doc = hasDoc ? (consts[0] as W_Root) : w_None;
  return w_function;
}

/** Annotations arrive as a flat tuple of names and values, or as a dict. */
function annotationsDict(w_annotations: W_Root): W_Root {
  if (!(w_annotations instanceof W_TupleBase)) return w_annotations;
  const w_dict = newDict();
  const items = w_annotations.items;
  for (let i = 0; i + 1 < items.length; i += 2) w_dict.set(items[i] as W_Root, items[i + 1] as W_Root);
  return w_dict;
}

/** LOAD_BUILD_CLASS. */
export function loadBuildClass(frame: W_Frame): W_Root {
  const w_build = frame.w_builtins.getStr(n_build_class);
  if (w_build === null) throw newError(NameErrorType, '__build_class__ not found');
  return w_build;
}
