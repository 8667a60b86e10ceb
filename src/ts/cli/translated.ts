/** `pypy3` translated: the interpreter as machine code, in the process's main thread. */
import { setFlags } from '../host/bundle.js';
import '../host/externals.js';
import { jitFunctions } from '../jit/host-functions.js';
import { startJit } from '../jit/loader.js';
import { findAddon, type Addon } from '../native/addon.js';
import { checkExternals } from '../native/compatibility.js';
import { ImageError } from '../native/image-error.js';
import { readImage, withImageName } from '../native/image-file.js';
import { imagePath } from '../native/image-path.js';
import { vmOptions } from '../native/collector-environment.js';
import { Vm } from '../native/vm.js';
import { signalFunctions } from '../native/vm-signals.js';
import { pack } from '../python/modules/packed-options.js';
import { findProvided, provide, type AnyFunction } from '../rlib/external.js';
import { parseCommandLine, type CommandLine } from './options.js';
import { prepare } from './prepare.js';

/** Host functions of the Node API (`api.*`) belong to a JavaScript program around the interpreter. Here is none, so nothing calls them. */
function findFunction(name: string): AnyFunction | undefined {
  return findProvided(name) ?? (name.startsWith('api.') ? noProgram : undefined);
}

function noProgram(): never {
  throw new Error('pypy3 is not part of a JavaScript program');
}

/** Throws ImageError where nothing has run yet and hosted mode can take over. */
function startVm(addon: Addon, line: CommandLine): Vm {
  const file = imagePath('pypy3');
  const image = readImage(file);
  return withImageName(file, () => {
    checkExternals(image.description.externals, findFunction);
    return new Vm(addon, image, findFunction, vmOptions(process.env, line.vm));
  });
}

/**
 * V8's optimizing compiler takes the JIT's first second for a promise of more, and spends as much time on it as the JIT itself. Most programs are over
 * before that is paid back.
 */
function optimizeLate(): void {
  setFlags('--interrupt-budget=1000000');
}

const line = parseCommandLine(process.argv.slice(2));
const { addon, reason } = findAddon();
if (addon === null) throw new ImageError(reason);
if (line.target.kind !== 'print' && line.target.kind !== 'info') {
  const { options, target } = prepare(line, line.target);
  const vm = startVm(addon, line);
  const signals = signalFunctions(addon, vm.dataAddress('ticker'));
  provide('signal.watch', signals.watch);
  provide('signal.next', signals.next);
  const control = line.jit === null ? null : startJit(vm, line.jit, optimizeLate);
  if (control !== null)
    for (const [name, implementation] of jitFunctions(control)) provide(name, implementation);
  const status = vm.call('src/ts/python/modules/run-packed#runPacked', [pack(options, target)]) as number;
  if (status < 0) {
    addon.unwatchSignal(-status);
    process.kill(process.pid, -status);
    // Where the signal is ignored or blocked, the shell's form of the same.
    process.exitCode = 128 - status;
  } else process.exitCode = status;
}
