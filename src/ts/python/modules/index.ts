/** All builtin modules. A module is imported when its name is asked for; its contents are made then. */
import type { ModuleDef } from '../objects/typedef.js';
import { builtinsModule } from './builtins.js';
import { codecsModule } from './codecs.js';
import { collectionsModule } from './collections.js';
import { errnoModule } from './errno.js';
import { functoolsModule } from './functools.js';
import { impModule } from './imp.js';
import { ioModule } from './io/index.js';
import { itertoolsModule } from './itertools.js';
import { marshalModule } from './marshal.js';
import { mathModule } from './math/index.js';
import { operatorModule } from './operator.js';
import { posixModule } from './posix/index.js';
import { sysModule } from './sys.js';
import { threadModule } from './thread.js';
import { warningsModule } from './warnings-module.js';
import { weakrefModule } from './weakref.js';

export const builtinModules: readonly ModuleDef[] = [
  builtinsModule,
  codecsModule,
  collectionsModule,
  errnoModule,
  functoolsModule,
  impModule,
  ioModule,
  itertoolsModule,
  marshalModule,
  mathModule,
  operatorModule,
  posixModule,
  sysModule,
  threadModule,
  warningsModule,
  weakrefModule,
];
