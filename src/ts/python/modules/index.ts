/** All builtin modules. A module is imported when its name is asked for; its contents are made then. */
import type { ModuleDef } from '../objects/typedef.js';
import { builtinsModule } from './builtins.js';

export const builtinModules: readonly ModuleDef[] = [builtinsModule];
