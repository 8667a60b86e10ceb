/** Runs programs as machine code in this process: for tests and for a look. */
import type { Addon } from '../native/addon.js';
import { MachineException, Vm, type HostFunctionTable, type VmOptions } from '../native/vm.js';
import type { FunctionModel } from './flow/model.js';
import { FrontEnd } from './frontend/front-end.js';
import type { SourceOptions } from './frontend/source.js';
import { buildImage } from './image/build-image.js';
import { Program, runtimeModules } from './lowering/program.js';

export { MachineException };

export class MachineProgram {
  private constructor(
    readonly vm: Vm,
    private readonly names: ReadonlyMap<string, FunctionModel>,
  ) {}

  /** Translates the functions of a module (those that can be entered) and all that they reach. */
  static async load(
    addon: Addon,
    source: SourceOptions,
    entries: readonly { readonly module: string; readonly name: string }[],
    hostFunctions: HostFunctionTable,
    options?: VmOptions,
  ): Promise<MachineProgram> {
    const files = [...source.files, ...runtimeModules.map((module) => `${module}.ts`)];
    const frontEnd = await FrontEnd.fromProgram({ ...source, files });
    const functions = entries.map(({ module, name }) => frontEnd.getFunction(module, name));
    const program = new Program(frontEnd, functions);
    const image = buildImage(program, functions);
    const vm = new Vm(addon, image, hostFunctions, options);
    return new MachineProgram(vm, new Map(functions.map((fn) => [`${fn.module}#${fn.name}`, fn])));
  }

  call(module: string, name: string, ...args: unknown[]): unknown {
    const fn = this.names.get(`${module}#${name}`);
    if (fn === undefined) throw new Error(`${module}#${name} is not an entry`);
    return this.vm.call(fn.fullName, args);
  }
}
