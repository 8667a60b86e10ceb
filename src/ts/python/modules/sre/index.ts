/** Module `_sre`: the engine under `re`, which compiles patterns to this module's code in Python. */
import { newInt32Items } from '../../../rlib/array.js';
import type { Int32Items } from '../../../rlib/array.js';
import type { int } from '../../../rlib/types.js';
import { toWord } from '../../interp/convert.js';
import { runtimeError, typeError } from '../../interp/errors.js';
import { collect } from '../../interp/iteration.js';
import type { W_Root } from '../../objects/root.js';
import { func, moduledef, value } from '../../objects/typedef.js';
import { toLowerSimple, toUpperSimple } from '../../objects/unicode-data.js';
import { W_DictBase } from '../../objects/w-dict.js';
import { newBool, newInt } from '../../objects/w-int.js';
import { W_TupleBase } from '../../objects/w-tuple.js';
import { asciiLower, unicodeLower } from './characters.js';
import { MAGIC, MAXGROUPS, MAXREPEAT, SreOp } from './opcodes.js';
import { finditerTypedef, matchTypedef, patternTypedef, scannerTypedef, W_Pattern } from './pattern.js';

function compile(
  w_pattern: W_Root,
  w_flags: W_Root,
  w_code: W_Root,
  w_groups: W_Root,
  w_groupindex: W_Root,
  w_indexgroup: W_Root,
): W_Root {
  if (!(w_groupindex instanceof W_DictBase)) throw typeError("compile() argument 'groupindex' must be dict");
  if (!(w_indexgroup instanceof W_TupleBase))
    throw typeError("compile() argument 'indexgroup' must be tuple");
  const items = collect(w_code);
  const code = newInt32Items(items.length);
  for (let i = 0; i < items.length; i++) {
    const word = toWord(items[i] as W_Root);
    if (word < 0 || word > MAXREPEAT) throw runtimeError('invalid SRE code');
    // Unsigned 32-bit words are kept signed.
    code[i] = word | 0;
  }
  if (code.length === 0 || !endsWithSuccess(code)) throw runtimeError('invalid SRE code');
  return new W_Pattern(w_pattern, toWord(w_flags), code, toWord(w_groups), w_groupindex, w_indexgroup);
}

function endsWithSuccess(code: Int32Items): boolean {
  return code[code.length - 1] === SreOp.SUCCESS;
}

function getcodesize(): W_Root {
  return newInt(4);
}

function isCased(c: int): boolean {
  return toLowerSimple(c) !== c || toUpperSimple(c) !== c;
}

function asciiIscased(w_c: W_Root): W_Root {
  const c = toWord(w_c);
  return newBool(c < 128 && isCased(c));
}

function unicodeIscased(w_c: W_Root): W_Root {
  return newBool(isCased(toWord(w_c)));
}

function asciiTolower(w_c: W_Root): W_Root {
  return newInt(asciiLower(toWord(w_c)));
}

function unicodeTolower(w_c: W_Root): W_Root {
  return newInt(unicodeLower(toWord(w_c)));
}

export const sreModule = moduledef(
  '_sre',
  'Support for regular expressions.',
  [
    func('compile', '($module, /, pattern, flags, code, groups, groupindex, indexgroup)', compile),
    func('getcodesize', '($module, /)', getcodesize),
    func('ascii_iscased', '($module, character, /)', asciiIscased),
    func('unicode_iscased', '($module, character, /)', unicodeIscased),
    func('ascii_tolower', '($module, character, /)', asciiTolower),
    func('unicode_tolower', '($module, character, /)', unicodeTolower),
    value('MAGIC', () => newInt(MAGIC)),
    value('CODESIZE', () => newInt(4)),
    value('MAXREPEAT', () => newInt(MAXREPEAT)),
    value('MAXGROUPS', () => newInt(MAXGROUPS)),
  ],
  [patternTypedef, matchTypedef, scannerTypedef, finditerTypedef],
);
