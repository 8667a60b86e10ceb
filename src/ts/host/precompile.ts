/** Part of the build: compiles the library, and the modules that run before `import` works. */
import { precompileBoot, precompileLibrary } from './library.js';

precompileBoot();
precompileLibrary();
