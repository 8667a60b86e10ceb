/** What module `pypyjit` asks of the JIT, where there is none: parameters are looked at, and nothing happens. Where there is one, `cli/translated.ts` provides it. */
import { JitOptionError, parseJitOptions } from '../jit/parameters.js';
import { provide } from '../rlib/external.js';

provide('jit.configure', (text: string) => {
  try {
    parseJitOptions(text);
    return '';
  } catch (error) {
    if (error instanceof JitOptionError) return error.message;
    throw error;
  }
});
provide('jit.releaseAll', () => undefined);
provide('jit.counts', () => '');
