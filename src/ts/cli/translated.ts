/** `pypy3` translated: the interpreter as machine code, in the process's main thread. */
import '../host/externals.js';
import { findAddon } from '../native/addon.js';
import { readImage } from '../native/image-file.js';
import { imagePath } from '../native/image-path.js';
import { Vm } from '../native/vm.js';
import { signalFunctions } from '../native/vm-signals.js';
import { pack } from '../python/modules/packed-options.js';
import { findProvided, provide } from '../rlib/external.js';
import { parseCommandLine } from './options.js';
import { prepare } from './prepare.js';

const line = parseCommandLine(process.argv.slice(2));
const { addon, reason } = findAddon();
if (addon === null) throw new Error(reason);
if (line.target.kind !== 'print' && line.target.kind !== 'info') {
  const { options, target } = prepare(line, line.target);
  const vm = new Vm(addon, readImage(imagePath('pypy3')), findProvided);
  const signals = signalFunctions(addon, vm.dataAddress('ticker'), () => vm.dataWord('ticker') !== 0);
  provide('signal.watch', signals.watch);
  provide('signal.next', signals.next);
  provide('time.sleep', signals.sleep);
  const status = vm.call('src/ts/python/modules/run-packed#runPacked', [pack(options, target)]) as number;
  if (status < 0) {
    addon.unwatchSignal(-status);
    process.kill(process.pid, -status);
    // Where the signal is ignored or blocked, the shell's form of the same.
    process.exitCode = 128 - status;
  } else process.exitCode = status;
}
