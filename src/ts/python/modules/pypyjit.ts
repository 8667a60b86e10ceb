/**
 * Module `pypyjit`, as PyPy has it: the JIT's parameters and counts. What it tells the compiler goes by host functions; where there is none (hosted, or
 * `--jit off`) they answer as a compiler that has nothing to do.
 */
import { splitString } from '../../rlib/bytes.js';
import { external } from '../../rlib/external.js';
import type { int } from '../../rlib/types.js';
import { reprText, toWord } from '../interp/convert.js';
import { typeError, valueError } from '../interp/errors.js';
import { keywordNames } from '../objects/keyword-arguments.js';
import type { W_Root } from '../objects/root.js';
import { newStructSequence, structSequenceType } from '../objects/struct-sequence.js';
import { func, moduledef } from '../objects/typedef.js';
import { newDict } from '../objects/dict.js';
import type { W_DictBase } from '../objects/w-dict.js';
import { newInt } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { W_TupleBase } from '../objects/w-tuple.js';

/** Takes `off`, `default` or `NAME=VALUE,...`; gives what is wrong with it, or nothing. */
const configure = external<(text: string) => string>('jit.configure');
const releaseAll = external<() => void>('jit.releaseAll');
/** Names of counts, each followed by its number, between line ends. */
const counts = external<() => string>('jit.counts');

function setOption(text: string): void {
  if (configure(text) !== '') throw valueError('error in JIT parameters string');
}

function setParam(w_args: W_Root, w_kwargs: W_DictBase): W_Root {
  if (w_args instanceof W_TupleBase) {
    if (w_args.items.length > 1)
      throw typeError(`set_param() takes at most 1 non-keyword argument, ${w_args.items.length} given`);
    for (const w_text of w_args.items) {
      if (!(w_text instanceof W_StrBase)) throw typeError(`expected a string, not ${reprText(w_text)}`);
      setOption(w_text.utf8());
    }
  }
  const values: W_Root[] = [];
  const names = keywordNames(w_kwargs, values);
  if (names === null) return w_None;
  for (let i = 0; i < names.length; i++) {
    const name = (names[i] as W_StrBase).utf8();
    if (configure(`${name}=${toWord(values[i] as W_Root)}`) !== '')
      throw typeError(`no JIT parameter '${name}'`);
  }
  return w_None;
}

function releaseLoops(): W_Root {
  releaseAll();
  return w_None;
}

const snapshotType = structSequenceType(
  'pypyjit.JitInfoSnapshot',
  ['loop_run_times', 'counters', 'counter_times'],
  3,
);

function decimal(text: string): int {
  let result = 0;
  for (let i = 0; i < text.length; i++) result = result * 10 + (text.charCodeAt(i) - 48);
  return result;
}

/** Counts of loops' runs are not kept; times are in microseconds. */
function snapshot(): W_Root {
  const w_counters = newDict();
  const w_times = newDict();
  const rows = splitString(counts(), '\n');
  for (let i = 0; i + 1 < rows.length; i += 2) {
    const name = rows[i] as string;
    const w_value = newInt(decimal(rows[i + 1] as string));
    (name.startsWith('us ') ? w_times : w_counters).setStr(newStr(name), w_value);
  }
  return newStructSequence(snapshotType, [newDict(), w_counters, w_times]);
}

export const pypyjitModule = moduledef('pypyjit', 'Control of the just-in-time compiler.', [
  func(
    'set_param',
    '($module, /, *args, **kwargs)',
    setParam,
    'Sets parameters of the JIT: `off`, `default`, "name=value,...", or keywords.',
  ),
  func('releaseall', '($module, /)', releaseLoops, 'Forgets all compiled loops.'),
  func('get_stats_snapshot', '($module, /)', snapshot, 'Counts of what the JIT has done so far.'),
]);
