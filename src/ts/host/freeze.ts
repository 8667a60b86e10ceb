/**
 * Loaded with the interpreter when it is to be translated: the code of frozen modules becomes part of the program, and so of the image, and so does
 * what Python has made after its start.
 */
import '../python/modules/load.js';
import { freezeModules } from '../python/modules/frozen.js';
import { prestart } from '../python/modules/prestart.js';
import { provide } from '../rlib/external.js';
import './externals.js';

// The image is to be the same wherever it is built.
provide('posix.environ', () => '');
freezeModules();
prestart();
