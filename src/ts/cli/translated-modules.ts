/** `pypy3` translated from modules, while they are newer than the bundles. */
import * as attach from '../jit/attach.js';
import { provideJit } from '../jit/loader.js';

provideJit(attach);
await import('./translated.js');
