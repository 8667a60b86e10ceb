/** The JIT compiler's entry: what is loaded when the first loop of a program is hot. */
import { openLog } from '../native/log.js';
import type { JitAccess } from '../native/vm.js';
import { Jit } from './jit.js';
import { logEnd, logHooks } from './log.js';
import type { JitSettings } from './parameters.js';

/** A JIT compiler for a VM, which writes the log that PYPYLOG asks for. */
export function makeJit(access: JitAccess, settings: JitSettings): Jit {
  const log = openLog(process.env.PYPYLOG ?? '');
  if (log === null) return new Jit(access, settings);
  const jit: Jit = new Jit(
    access,
    settings,
    logHooks(log, (part) => jit.names.locate(part)),
  );
  process.once('exit', () => {
    logEnd(log, jit.counts, jit.guardFailures());
  });
  return jit;
}
