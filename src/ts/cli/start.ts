/** The interpreter's thread. */
import { startProgram } from './bundle.js';

await startProgram('worker');
