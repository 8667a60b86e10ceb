/** The JIT compiler's entry: what is loaded when the first loop of a program is hot. */
import type { JitAccess } from '../native/vm.js';
import { Jit } from './jit.js';
import type { JitSettings } from './parameters.js';

/** A JIT compiler for a VM; to be called whenever machine code asks. */
export function makeJit(access: JitAccess, settings: JitSettings): () => void {
  const jit = new Jit(access, settings);
  return () => {
    jit.serve();
  };
}
