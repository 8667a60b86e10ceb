/** Runs programs as machine code in this process: for tests and for a look. */
import type { Addon } from '../native/addon.js';
import type { Image } from '../native/image.js';
import { MachineException, Vm, type HostFunctionTable, type VmOptions } from '../native/vm.js';
import { FrontEnd } from './frontend/front-end.js';
import type { SourceOptions } from './frontend/source.js';
import { buildImage } from './image/build-image.js';
import { Program, runtimeModules } from './lowering/program.js';
import { defaultTranslation, replacedModules, type TranslationOptions } from './options.js';

export { MachineException };

/** A function that can be entered. */
export interface Entry {
  readonly module: string;
  readonly name: string;
}

/** The source with what every translated program contains. */
export function withRuntime(
  source: SourceOptions,
  translation: TranslationOptions = defaultTranslation,
): SourceOptions {
  return {
    ...source,
    files: [...source.files, ...runtimeModules.map((module) => `${module}.ts`)],
    replacedModules: replacedModules(translation),
  };
}

/**
 * Translates functions and all that they reach. The front end is that of a loaded program with the runtime; its module variables go to
 * the image as they are now.
 */
export function translate(
  frontEnd: FrontEnd,
  entries: readonly Entry[],
  options?: TranslationOptions,
): Image {
  const functions = entries.map(({ module, name }) => frontEnd.getFunction(module, name));
  return buildImage(new Program(frontEnd, functions, options), functions);
}

export class MachineProgram {
  readonly vm: Vm;

  constructor(addon: Addon, image: Image, hostFunctions: HostFunctionTable, options?: VmOptions) {
    this.vm = new Vm(addon, image, hostFunctions, options);
  }

  /** Translates functions of a module and all that they reach. */
  static async load(
    addon: Addon,
    source: SourceOptions,
    entries: readonly Entry[],
    hostFunctions: HostFunctionTable,
    options?: VmOptions,
    translation: TranslationOptions = defaultTranslation,
  ): Promise<MachineProgram> {
    const frontEnd = await FrontEnd.fromProgram(withRuntime(source, translation));
    return new MachineProgram(addon, translate(frontEnd, entries, translation), hostFunctions, options);
  }

  call(module: string, name: string, ...args: unknown[]): unknown {
    return this.vm.call(`${module}#${name}`, args);
  }

  dispose(): void {
    this.vm.dispose();
  }
}
