/** Part of the build: compiles the library, and those of its modules that are frozen. */
import { precompileFrozen, precompileLibrary } from './library.js';

precompileFrozen();
precompileLibrary();
