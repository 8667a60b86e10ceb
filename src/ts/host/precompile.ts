/** Part of the build: compiles the modules that run before `import` works. */
import { precompileBoot } from './library.js';

precompileBoot();
