/** Engines from their modules instead of their bundles: for tests, and while the sources are being changed. */
import * as jit from '../jit/attach.js';
import { provideJit } from '../jit/loader.js';
import { provideEngine } from './engines.js';
import * as hosted from './hosted-engine.js';
import * as translated from './translated-engine.js';

provideEngine('hosted', hosted);
provideEngine('translated', translated);
provideJit(jit);
