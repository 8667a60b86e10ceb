/** Starts the JIT of a VM. The compiler is loaded when the first loop is hot: most programs never need it. */
import { loadBundle } from '../host/bundle.js';
import type { JitThresholds, Vm } from '../native/vm.js';
import type { makeJit } from './attach.js';
import type { JitCounts } from './events.js';
import type { Jit } from './jit.js';
import type { JitSettings } from './parameters.js';

interface JitModule {
  readonly makeJit: typeof makeJit;
}

let provided: JitModule | null = null;

/** Supplies the compiler's module that has been loaded otherwise. */
export function provideJit(module: JitModule): void {
  provided = module;
}

function isJitModule(value: unknown): value is JitModule {
  return typeof value === 'object' && value !== null && 'makeJit' in value;
}

function load(): JitModule {
  if (provided !== null) return provided;
  const loaded = loadBundle('jit');
  if (!isJitModule(loaded))
    throw new Error('the JIT is not built, or older than its modules: run node tools/build.mjs');
  provided = loaded;
  return loaded;
}

/** Old objects have to stay where they are. */
const COLLECTOR = 'src/ts/gc/incminimark';

export function thresholdsOf({
  threshold,
  function_threshold: functionThreshold,
}: JitSettings): JitThresholds {
  return { loop: threshold, function: functionThreshold };
}

/** The JIT of a VM, for those who ask it or tell it something while the program runs. */
export class JitControl {
  private compiler: Jit | null = null;

  constructor(
    private readonly vm: Vm,
    private current: JitSettings,
    prepare: () => void,
  ) {
    vm.startJit(thresholdsOf(current), (access) => {
      prepare();
      const compiler = load().makeJit(access, this.current);
      this.compiler = compiler;
      return () => {
        compiler.serve();
      };
    });
  }

  get settings(): JitSettings {
    return this.current;
  }

  configure(settings: JitSettings): void {
    this.current = settings;
    this.vm.setJitThresholds(thresholdsOf(settings));
    this.compiler?.configure(settings);
  }

  releaseAll(): void {
    this.compiler?.releaseAll();
  }

  /** null: no loop was hot yet. */
  get counts(): JitCounts | null {
    return this.compiler?.counts ?? null;
  }
}

/** `prepare` is called before the compiler is loaded. null where the VM's collector moves objects that a trace holds. */
export function startJit(
  vm: Vm,
  settings: JitSettings,
  prepare: () => void = () => undefined,
): JitControl | null {
  return vm.collector === COLLECTOR ? new JitControl(vm, settings, prepare) : null;
}
