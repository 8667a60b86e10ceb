/** Programs of a small language, run hosted, as machine code, and as machine code that is traced at the first opportunity. */
import { findAddon } from '../../src/ts/native/addon.js';
import type { Image } from '../../src/ts/native/image.js';
import { Vm, type VmOptions } from '../../src/ts/native/vm.js';
import type { JitCounts, JitHooks } from '../../src/ts/jit/events.js';
import { Jit } from '../../src/ts/jit/jit.js';
import { thresholdsOf } from '../../src/ts/jit/loader.js';
import { defaultSettings, type JitSettings } from '../../src/ts/jit/parameters.js';
import { defaultTranslation } from '../../src/ts/translator/options.js';
import { translate, withRuntime } from '../../src/ts/translator/run-machine.js';
import { GraphProgram } from '../../src/ts/translator/run.js';
import { hostFunctions } from '../../examples/tiny/host-node.js';
import { machineOptions, root } from '../translator/agreement.js';

const module = 'examples/tiny/interp';
const entry = 'runProgram';

/** Each loop, and each guard, as soon as may be. */
export const eager: JitSettings = { ...defaultSettings, threshold: 3, trace_eagerness: 2 };

export interface Run {
  readonly status: unknown;
  readonly output: readonly string[];
}

export interface TracedRun extends Run {
  /** null: no loop was hot. */
  readonly counts: JitCounts | null;
}

export class TinyPrograms {
  private constructor(
    private readonly hosted: GraphProgram,
    private readonly image: Image,
  ) {}

  /** With words of 53 bits all lives agree. */
  static async load(wordBits: 53 | 63 = 53): Promise<TinyPrograms> {
    const hosted = await GraphProgram.load(withRuntime({ root, files: [`${module}.ts`] }));
    const translation = { ...defaultTranslation, wordBits };
    return new TinyPrograms(hosted, translate(hosted.frontEnd, [{ module, name: entry }], translation));
  }

  runHosted(source: string): Run {
    const output: string[] = [];
    for (const [name, fn] of hostFunctions((line) => output.push(line))) this.hosted.provide(name, fn);
    return { status: this.hosted.hosted(module, entry)(source), output };
  }

  runTranslated(source: string, options: VmOptions = machineOptions): Run {
    return this.run(source, options, () => undefined);
  }

  runTraced(
    source: string,
    settings: JitSettings = eager,
    options: VmOptions = machineOptions,
    hooks: JitHooks = {},
  ): TracedRun {
    let counts: JitCounts | null = null;
    const run = this.run(source, options, (vm) => {
      vm.startJit(thresholdsOf(settings), (access) => {
        const jit = new Jit(access, settings, { isStrict: true, ...hooks });
        ({ counts } = jit);
        return () => {
          jit.serve();
        };
      });
    });
    return { ...run, counts };
  }

  private run(source: string, options: VmOptions, prepare: (vm: Vm) => void): Run {
    const { addon, reason } = findAddon();
    if (addon === null) throw new Error(reason);
    const output: string[] = [];
    const functions = hostFunctions((line) => output.push(line));
    const vm = new Vm(addon, this.image, (name) => functions.get(name), options);
    try {
      prepare(vm);
      return { status: vm.call(`${module}#${entry}`, [source]), output };
    } finally {
      vm.dispose();
    }
  }
}
