/**
 * Starts the JIT of a VM. The compiler is loaded when loops have been hot for a while: most programs never need it.
 *
 * Loading it, and the first trace, take as long as 50 ms of interpretation. Modules that a program imports have loops that become hot and are over soon
 * (compilation of regular expressions), so a hot loop alone does not tell that this will be paid back.
 */
import { loadBundle } from '../host/bundle.js';
import type { JitThresholds, Vm } from '../native/vm.js';
import type { makeJit } from './attach.js';
import type { JitCounts } from './events.js';
import type { Jit } from './jit.js';
import { defaultSettings, type JitSettings } from './parameters.js';

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

/** A loop has to be met hot so often, each time after an eighth of the threshold more. Those of modules that are imported mostly end before. */
const MEETINGS = 6;
/** Microseconds of the processor, for loops with long rounds: what loading costs may be lost once more. */
const PATIENCE = 50_000;

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Whether the compiler is worth loading now, asked each time a loop is hot. Who has chosen thresholds gets code as soon as they say. */
class LoadingPolicy {
  private readonly meetings = new Map<number, number>();
  private start = 0;

  isWorthIt(cell: number, { threshold, function_threshold: functionThreshold }: JitSettings): boolean {
    const isDefault =
      threshold === defaultSettings.threshold && functionThreshold === defaultSettings.function_threshold;
    if (!isDefault) return true;
    const now = processorTime();
    if (this.meetings.size === 0) this.start = now;
    const met = this.meetings.get(cell) ?? 0;
    this.meetings.set(cell, met + 1);
    return met >= MEETINGS || now - this.start >= PATIENCE;
  }
}

/** The JIT of a VM, for those who ask it or tell it something while the program runs. */
export class JitControl {
  private compiler: Jit | null = null;

  constructor(
    private readonly vm: Vm,
    private current: JitSettings,
    whenBusy: () => void,
  ) {
    const policy = new LoadingPolicy();
    vm.startJit(
      thresholdsOf(current),
      (access) => {
        const compiler = load().makeJit(access, this.current);
        this.compiler = compiler;
        let requests = 0;
        return () => {
          if (requests++ === 1) whenBusy();
          compiler.serve();
        };
      },
      (cell) => policy.isWorthIt(cell, this.current),
    );
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

/** `whenBusy` is called when the compiler has more to do than one loop. null where the VM's collector moves objects that a trace holds. */
export function startJit(
  vm: Vm,
  settings: JitSettings,
  whenBusy: () => void = () => undefined,
): JitControl | null {
  return vm.collector === COLLECTOR ? new JitControl(vm, settings, whenBusy) : null;
}
