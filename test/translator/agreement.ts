/** Runs a function hosted, on graphs and as machine code, and compares the outcomes. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { findAddon } from '../../src/ts/native/addon.js';
import type { Image } from '../../src/ts/native/image.js';
import type { VmOptions } from '../../src/ts/native/vm.js';
import type { SourceOptions } from '../../src/ts/translator/frontend/source.js';
import { defaultTranslation } from '../../src/ts/translator/options.js';
import {
  MachineException,
  MachineProgram,
  translate,
  withRuntime,
  type Entry,
} from '../../src/ts/translator/run-machine.js';
import { GraphProgram } from '../../src/ts/translator/run.js';

export const root = path.resolve(import.meta.dirname, '../../..');

const { addon, reason } = findAddon();

/** Why nothing runs as machine code here; null where it does. */
export const noMachine: string | null =
  addon === null
    ? reason
    : process.platform === 'linux' && process.arch === 'x64'
      ? null
      : `no machine code for ${process.platform}-${process.arch}`;

/** Stacks are small, so that endless recursions end soon. */
export const machineOptions: VmOptions = { heapSize: 64 << 20, stackSize: 1 << 20, stressInterval: 0 };

interface MachineLife {
  readonly isChecked: boolean;
  readonly options: VmOptions;
}

/** The ways in which machine code runs: as it is, checked, and with a collection at every allocation. */
const machineLives: Readonly<Record<string, MachineLife>> = {
  'machine code': { isChecked: false, options: machineOptions },
  'machine code under stress': {
    isChecked: false,
    options: { ...machineOptions, stackSize: 512 << 10, stressInterval: 1 },
  },
  'checked machine code': { isChecked: true, options: machineOptions },
};

export function sampleModule(name: string): string {
  return `test/translator/samples/${name}`;
}

/** A value, or the class and fields of what was thrown. */
export function outcome(run: () => unknown): unknown {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof MachineException) return { thrown: error.className, fields: error.fields };
    if (error instanceof Error || typeof error !== 'object' || error === null) throw error;
    return { thrown: error.constructor.name, fields: { ...error } };
  }
}

export async function loadSample(name: string): Promise<GraphProgram> {
  return GraphProgram.load({ root, files: [`${sampleModule(name)}.ts`] });
}

/** A hosted run and one on graphs give the same outcome, which is returned. */
export function checkAgreement(
  program: GraphProgram,
  module: string,
  name: string,
  args: readonly unknown[],
): unknown {
  const expected = outcome(() => program.hosted(module, name)(...args));
  const actual = outcome(() => program.call(module, name, ...args));
  assert.deepEqual(actual, expected, `${name}(${args.map(String).join(', ')})`);
  return expected;
}

type HostFunction = (...args: never[]) => unknown;

/** A program in all lives that there are here. Module variables are each life's own. */
export class Lives {
  private constructor(
    readonly graphs: GraphProgram,
    readonly machines: ReadonlyMap<string, MachineProgram>,
    private readonly hostFunctions: Map<string, HostFunction>,
  ) {}

  static async load(source: SourceOptions, entries: readonly Entry[]): Promise<Lives> {
    const graphs = await GraphProgram.load(noMachine === null ? withRuntime(source) : source);
    const machines = new Map<string, MachineProgram>();
    const hostFunctions = new Map<string, HostFunction>();
    if (addon !== null && noMachine === null) {
      const images = [false, true].map((isChecked) =>
        translate(graphs.frontEnd, entries, { ...defaultTranslation, wordBits: 53, isChecked }),
      );
      // A VM looks a function up once; tests provide others later.
      const current = (name: string): HostFunction | undefined =>
        hostFunctions.has(name) ? (...args) => hostFunctions.get(name)?.(...args) : undefined;
      for (const [life, { isChecked, options }] of Object.entries(machineLives)) {
        const image = images[isChecked ? 1 : 0] as Image;
        machines.set(life, new MachineProgram(addon, image, current, options));
      }
    }
    return new Lives(graphs, machines, hostFunctions);
  }

  /** Binds a host function for all lives. */
  provide(name: string, implementation: HostFunction): void {
    this.graphs.provide(name, implementation);
    this.hostFunctions.set(name, implementation);
  }

  dispose(): void {
    for (const machine of this.machines.values()) machine.dispose();
  }

  /** The function in each life, the hosted first. */
  *each(
    module: string,
    name: string,
  ): Iterable<readonly [life: string, call: (...args: unknown[]) => unknown]> {
    yield ['hosted', this.graphs.hosted(module, name)];
    yield ['graphs', (...args) => this.graphs.call(module, name, ...args)];
    for (const [life, machine] of this.machines) {
      yield [life, (...args) => machine.call(module, name, ...args)];
    }
  }

  /** All lives give the same outcome, which is returned. `hint` is added to what a failure tells. */
  checkAgreement(module: string, name: string, args: readonly unknown[], hint = ''): unknown {
    let expected: unknown;
    for (const [life, call] of this.each(module, name)) {
      const actual = outcome(() => call(...args));
      if (life === 'hosted') expected = actual;
      else assert.deepEqual(actual, expected, failure(life, name, args, { actual, expected }) + hint);
    }
    return expected;
  }
}

function failure(life: string, name: string, args: readonly unknown[], outcomes: object): string {
  const shown = JSON.stringify(outcomes, (_key, value: unknown) =>
    typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))
      ? String(value)
      : value,
  );
  return `${life}: ${name}(${args.map(String).join(', ')}): ${shown}`;
}
