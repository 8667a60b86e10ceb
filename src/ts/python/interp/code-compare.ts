/** Equality and hash of code objects. */
import { type FixedArray } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import type { W_Root } from '../objects/root.js';
import { W_ComplexBase, W_FloatBase } from '../objects/w-float.js';
import { W_Frozenset } from '../objects/w-set.js';
import type { W_Str } from '../objects/w-str.js';
import { W_TupleBase } from '../objects/w-tuple.js';
import { equalsTrue } from './compare.js';
import { reprText } from './convert.js';
import { W_Code } from './w-code.js';

export function codesEqual(a: W_Code, b: W_Code): boolean {
  if (a === b) return true;
  return (
    a.w_name.utf8() === b.w_name.utf8() &&
    a.argcount === b.argcount &&
    a.posonlyargcount === b.posonlyargcount &&
    a.kwonlyargcount === b.kwonlyargcount &&
    a.flags === b.flags &&
    a.firstlineno === b.firstlineno &&
    a.bytecode === b.bytecode &&
    a.linetable === b.linetable &&
    a.exceptiontable === b.exceptiontable &&
    a.localspluskinds === b.localspluskinds &&
    namesEqual(a.names, b.names) &&
    namesEqual(a.localsplusnames, b.localsplusnames) &&
    constantsEqual(a.consts, b.consts)
  );
}

function namesEqual(a: FixedArray<W_Str>, b: FixedArray<W_Str>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function constantsEqual(a: FixedArray<W_Root>, b: FixedArray<W_Root>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!constantEquals(a[i] as W_Root, b[i] as W_Root)) return false;
  return true;
}

/** Constants are equal if they are of one type and can't be told apart: 0.0 and -0.0 differ. */
function constantEquals(w_a: W_Root, w_b: W_Root): boolean {
  if (w_a.getType() !== w_b.getType()) return false;
  if (w_a instanceof W_Code && w_b instanceof W_Code) return codesEqual(w_a, w_b);
  if (w_a instanceof W_TupleBase && w_b instanceof W_TupleBase) return constantsEqual(w_a.items, w_b.items);
  if (w_a instanceof W_FloatBase || w_a instanceof W_ComplexBase || w_a instanceof W_Frozenset) {
    return reprText(w_a) === reprText(w_b);
  }
  return equalsTrue(w_a, w_b);
}

export function codeHash(code: W_Code): int {
  return (code.w_name.hashCode() ^ (code.bytecode.length * 31) ^ code.firstlineno ^ (code.argcount << 8)) | 0;
}
