/** All builtin modules. A module is imported when its name is asked for; its contents are made then. */
import type { ModuleDef } from '../objects/typedef.js';
import { builtinsModule } from './builtins.js';
import { collectionsModule } from './collections.js';
import { functoolsModule } from './functools.js';
import { impModule } from './imp.js';
import { marshalModule } from './marshal.js';
import { itertoolsModule } from './itertools.js';
import { operatorModule } from './operator.js';
import { sysModule } from './sys.js';

export const builtinModules: readonly ModuleDef[] = [
  builtinsModule,
  impModule,
  marshalModule,
  sysModule,
  collectionsModule,
  functoolsModule,
  itertoolsModule,
  operatorModule,
];
