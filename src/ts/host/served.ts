/** What a thread asks of the process's main thread, where that serves it: signals, and the process's state, which threads may not change. */
import { provide } from '../rlib/external.js';
import { ask, isServed } from './main-thread.js';
import './externals.js';

if (isServed()) {
  provide('signal.watch', (signal: number, watch: boolean) => {
    ask({ kind: 'watch', signal, watch });
  });
  provide('posix.chdir', (path: string) => {
    ask({ kind: 'chdir', path: Buffer.from(path, 'latin1').toString() });
  });
  provide('posix.umask', (mask: number) => ask({ kind: 'umask', mask }));
  provide('posix.exit', (status: number) => {
    ask({ kind: 'exit', status });
  });
}
