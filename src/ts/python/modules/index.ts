/** All builtin modules. A module is imported when its name is asked for; its contents are made then. */
import type { ModuleDef } from '../objects/typedef.js';
import { arrayModule } from './array/index.js';
import { binasciiModule } from './binascii.js';
import { bisectModule } from './bisect.js';
import { builtinsModule } from './builtins.js';
import { cmathModule } from './cmath/index.js';
import { codecsModule } from './codecs.js';
import { collectionsModule } from './collections.js';
import { csvModule } from './csv/index.js';
import { decimalModule } from './decimal/index.js';
import { consoleModule } from './console.js';
import { contextvarsModule } from './contextvars.js';
import { errnoModule } from './errno.js';
import { fcntlModule } from './fcntl.js';
import { functoolsModule } from './functools.js';
import { grpModule } from './grp.js';
import { hashModules } from './hash.js';
import { heapqModule } from './heapq.js';
import { impModule } from './imp.js';
import { ioModule } from './io/index.js';
import { itertoolsModule } from './itertools.js';
import { jsonModule } from './json/index.js';
import { localeModule } from './locale.js';
import { marshalModule } from './marshal.js';
import { abcModule } from './abc.js';
import { opcodeModule } from './opcode.js';
import { mathModule } from './math/index.js';
import { operatorModule } from './operator.js';
import { posixModule } from './posix/index.js';
import { randomModule } from './random.js';
import { selectModule } from './select.js';
import { socketModule } from './socket/index.js';
import { signalModule } from './signal.js';
import { astModule } from './ast-module.js';
import { atexitModule } from './small-modules.js';
import { faulthandlerModule } from './small-modules.js';
import { gcModule } from './gc/index.js';
import { pypyjitModule } from './pypyjit.js';
import { posixsubprocessModule } from './posixsubprocess.js';
import { pwdModule } from './small-modules.js';
import { tracemallocModule } from './small-modules.js';
import { timeModule } from './time.js';
import { sreModule } from './sre/index.js';
import { statisticsModule } from './statistics.js';
import { stringModule } from './string-module.js';
import { structModule } from './struct.js';
import { symtableModule } from './symtable.js';
import { sysModule } from './sys.js';
import { threadModule } from './thread.js';
import { unicodedataModule } from './unicodedata.js';
import { warningsModule } from './warnings-module.js';
import { weakrefModule } from './weakref.js';
import { zlibModule } from './zlib.js';

export const builtinModules: readonly ModuleDef[] = [
  builtinsModule,
  arrayModule,
  binasciiModule,
  bisectModule,
  cmathModule,
  codecsModule,
  collectionsModule,
  csvModule,
  decimalModule,
  consoleModule,
  contextvarsModule,
  errnoModule,
  fcntlModule,
  functoolsModule,
  grpModule,
  ...hashModules,
  heapqModule,
  impModule,
  ioModule,
  itertoolsModule,
  jsonModule,
  localeModule,
  marshalModule,
  abcModule,
  opcodeModule,
  mathModule,
  operatorModule,
  posixModule,
  randomModule,
  sreModule,
  selectModule,
  socketModule,
  signalModule,
  timeModule,
  astModule,
  atexitModule,
  faulthandlerModule,
  gcModule,
  posixsubprocessModule,
  pwdModule,
  pypyjitModule,
  tracemallocModule,
  statisticsModule,
  stringModule,
  structModule,
  symtableModule,
  sysModule,
  threadModule,
  unicodedataModule,
  warningsModule,
  weakrefModule,
  zlibModule,
];
