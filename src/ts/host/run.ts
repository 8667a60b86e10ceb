/** Runs a Python program in this process. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { provide } from '../rlib/external.js';
import { compileModule } from '../python/compiler/compile.js';
import { marshalCode } from '../python/compiler/marshal.js';
import { parse } from '../python/parser/parse.js';
import { state } from '../python/interp/sys-state.js';
import { W_Code } from '../python/interp/w-code.js';
import { runCode, compileSource } from '../python/modules/builtins-compile.js';
import { displayException } from '../python/modules/display-exception.js';
import { Options, start } from '../python/modules/setup.js';
import { newModuleDict } from '../python/objects/dict-module.js';
import { OperationError } from '../python/objects/w-exception.js';
import { moduleType, W_Module } from '../python/objects/w-module.js';
import { intern, newStr } from '../python/objects/w-str.js';
import './compiler.js';
import './float.js';
import './posix.js';
import './signals.js';
import './time.js';
import './unicode.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..');
const library = path.join(root, 'lib/python3.11');

provide('library.bootModule', (name: string): string => {
  const file = path.join(library, name);
  const tree = parse(fs.readFileSync(file), { filename: file, mode: 'exec' });
  const code = compileModule(tree, { filename: `<frozen ${name}>`, optimize: 0, flags: 0 });
  return Buffer.from(marshalCode(code)).toString('latin1');
});

const latin = (text: string): string => Buffer.from(text).toString('latin1');

const options = new Options();
const file = process.argv[2] as string;
options.argv = latin(process.argv.slice(2).join('\0'));
options.executable = latin(path.join(root, 'bin/pypy3.mjs'));
options.prefix = latin(root);
options.dontWriteBytecode = 1;
options.library = latin(library);
options.path = latin([path.dirname(path.resolve(file)), library].join('\0'));
try {
  start(options);
  const w_globals = newModuleDict();
  w_globals.setStr(intern('__name__'), newStr('__main__'));
  state().w_modules.setStr(newStr('__main__'), new W_Module(moduleType, w_globals));
  const w_code = compileSource(fs.readFileSync(file, 'latin1'), false, latin(file), 'exec', 0, 0);
  if (w_code instanceof W_Code) runCode(w_code, w_globals, w_globals);
} catch (e) {
  if (!(e instanceof OperationError)) throw e;
  displayException(e.w_exception);
  process.exitCode = 1;
}
