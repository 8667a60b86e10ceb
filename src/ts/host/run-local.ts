/** Runs Python source in this process. */
import fs from 'node:fs';
import { provide } from '../rlib/external.js';
import { compileModule } from '../python/compiler/compile.js';
import { marshalCode } from '../python/compiler/marshal.js';
import { parse } from '../python/parser/parse.js';
import { runFrame } from '../python/interp/eval.js';
import { state } from '../python/interp/sys-state.js';
import { W_Code } from '../python/interp/w-code.js';
import { W_Frame } from '../python/interp/w-frame.js';
import { unmarshal } from '../python/modules/marshal-load.js';
import { prepareModules, makeBuiltinModule, findBuiltinModule, builtinModuleNames } from '../python/modules/registry.js';
import { func } from '../python/objects/typedef.js';
import type { W_Tuple } from '../python/objects/w-tuple.js';
import { w_None } from '../python/objects/w-none.js';
import { str } from '../python/interp/convert.js';
import { bootstrapTypes, makeBuiltin } from '../python/objects/bootstrap.js';
import { newModuleDict } from '../python/objects/dict-module.js';
import { OperationError } from '../python/objects/w-exception.js';
import { intern, newStr } from '../python/objects/w-str.js';
import { W_StrBase } from '../python/objects/w-str-base.js';

provide('posix.write', (fd: number, data: string) => fs.writeSync(fd, Buffer.from(data, 'latin1')));
provide('posix.strerror', (errno: number) => `error ${errno}`);
import './float.js';
import './libm.js';

bootstrapTypes();
prepareModules();
for (const n of ['builtins','sys']) makeBuiltinModule(findBuiltinModule(n));
for (let i=0;i<builtinModuleNames().length;i++){ const n=builtinModuleNames()[i]!; if(!['math','cmath','_random'].includes(n)) continue; makeBuiltinModule(i); state().w_modules.setStr(newStr(n), state().w_builtinModules.getStr(newStr(n))!); }
state().w_builtinsDict.setStr(intern('print'), makeBuiltin(func('print','(*args)', ((w: W_Tuple) => { fs.writeSync(1, Buffer.from(w.items.map((x)=>str(x).utf8).join(' ')+'\n','latin1')); return w_None; }) as never) as never, null, null));
const file = process.argv[2] as string;
const tree = parse(fs.readFileSync(file), { filename: file, mode: 'exec' });
const code = compileModule(tree, { filename: file, optimize: 0, flags: 0, onWarning: () => undefined });
const w_code = unmarshal(Buffer.from(marshalCode(code)).toString('latin1'));
if (w_code instanceof W_Code) {
  const w_globals = newModuleDict();
  w_globals.setStr(intern('__name__'), newStr('__main__'));
  const frame = new W_Frame(w_code, w_globals, state().w_builtinsDict);
  frame.w_locals = w_globals;
  try {
    runFrame(frame);
  } catch (e) {
    if (!(e instanceof OperationError)) throw e;
    const w_arg = e.w_exception.w_args.items[0];
    console.error(e.w_exception.getType().name, w_arg instanceof W_StrBase ? w_arg.utf8 : w_arg);
    process.exitCode = 1;
  }
}
