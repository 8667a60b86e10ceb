/** Loaded with the interpreter when it is to be translated: the code of frozen modules becomes part of the program, and so of the image. */
import '../python/modules/load.js';
import { freezeModules } from '../python/modules/frozen.js';
import './library.js';

freezeModules();
