/** All host functions of the interpreter. */
import './compiler.js';
import './console.js';
import './hash.js';
import './jit.js';
import './libm.js';
import './library.js';
import './posix.js';
import './time.js';
import './unicode.js';
import './zlib.js';
import './signals.js';
