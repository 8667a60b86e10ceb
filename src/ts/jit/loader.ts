/** Starts the JIT of a VM. The compiler is loaded when the first loop is hot: most programs never need it. */
import { loadBundle } from '../host/bundle.js';
import type { JitThresholds, Vm } from '../native/vm.js';
import type { makeJit } from './attach.js';
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

export function startJit(vm: Vm, settings: JitSettings): void {
  if (vm.collector !== COLLECTOR) return;
  vm.startJit(thresholdsOf(settings), (access) => load().makeJit(access, settings));
}
