/** The interpreter as machine code: each engine has a VM, with a heap and a stack of its own. */
import { isMainThread } from 'node:worker_threads';
import os from 'node:os';
import '../host/externals.js';
import { findAddon } from '../native/addon.js';
import { checkExternals } from '../native/compatibility.js';
import type { Image } from '../native/image.js';
import { jitFunctions } from '../jit/host-functions.js';
import { startJit } from '../jit/loader.js';
import { parseJitOptions } from '../jit/parameters.js';
import { vmOptions } from '../native/collector-environment.js';
import { readImage, withImageName } from '../native/image-file.js';
import { imagePath } from '../native/image-path.js';
import { Vm } from '../native/vm.js';
import { signalFunctions, type SignalFunctions } from '../native/vm-signals.js';
import { findProvided, type AnyFunction } from '../rlib/external.js';
import { MAILBOX_SIZE } from '../python/interop/wire.js';
import type { Engine, EngineLimits, EngineOwner } from './engine.js';

let image: Image | null = null;

export function findObstacle(): string | null {
  const { reason } = findAddon();
  if (reason !== null) return reason;
  try {
    image ??= readFittingImage();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function readFittingImage(): Image {
  const file = imagePath('pypy3');
  const read = readImage(file);
  return withImageName(file, () => {
    // The functions of the API are those of engines that do not exist yet.
    checkExternals(read.description.externals, (name) =>
      name.startsWith('api.') ? noFunction : findProvided(name),
    );
    return read;
  });
}

function noFunction(): void {}

/** Arguments that take as much of Node's stack (80 KB) as some nested requests and the compilation of what serves them may need. */
const stackSample: readonly number[] = new Array<number>(10240).fill(0);

/** One in so many nested requests looks how much of Node's stack is left: it takes longer than a call. */
const CHECKED_LEVELS = 4;

/**
 * Throws V8's RangeError where Node's stack is about to end. Where it ended while machine code makes a host call, the frames of Python code below
 * would be given up, `finally` clauses and all; here it is JavaScript's caller that fails.
 */
function checkStack(): void {
  Reflect.apply(ignore, undefined, stackSample);
}

function ignore(): void {}

class TranslatedEngine implements Engine {
  readonly life = 'translated';
  readonly mailbox: Buffer;
  readonly memory: Buffer;
  private readonly enterMachine: (size: number, level: number) => number;

  constructor(
    private readonly vm: Vm,
    private readonly signals: WatchedSignals,
  ) {
    const { buffer, byteOffset, byteLength } = vm.heapBytes;
    this.memory = Buffer.from(buffer, byteOffset, byteLength);
    const place = vm.dataPlace('mailbox');
    this.mailbox = this.memory.subarray(place, place + MAILBOX_SIZE);
    this.enterMachine = vm.bytesFunction('src/ts/python/interop/entry#enterRequest');
  }

  enter(size: number, level: number): number {
    if (level > 0 && level % CHECKED_LEVELS === 0) checkStack();
    return this.enterMachine(size, level);
  }

  dispose(): void {
    this.signals.end();
    this.vm.dispose();
  }
}

/** The signals that Python code watches. SIGINT is left to the program that the interpreter is a part of, and signals are a matter of the main thread. */
class WatchedSignals {
  private readonly signals = new Set<number>();

  constructor(private readonly functions: SignalFunctions) {}

  watch(signal: number, on: boolean): void {
    if (!isMainThread || signal === os.constants.signals.SIGINT) return;
    this.functions.watch(signal, on);
    if (on) this.signals.add(signal);
    else this.signals.delete(signal);
  }

  end(): void {
    for (const signal of this.signals) this.functions.watch(signal, false);
  }
}

export function startEngine(owner: EngineOwner, limits: EngineLimits): Engine {
  const { addon } = findAddon();
  const obstacle = findObstacle();
  if (addon === null || image === null) throw new Error(obstacle ?? 'no image');
  const own = new Map<string, AnyFunction>();
  const { heapSize, stackSize } = limits;
  const options = vmOptions(process.env, {
    ...(heapSize === undefined ? {} : { heapSize }),
    ...(stackSize === undefined ? {} : { stackSize }),
  });
  const vm = new Vm(addon, image, (name) => own.get(name) ?? findProvided(name), options);
  const settings = parseJitOptions(limits.jit ?? 'default');
  const control = settings === null ? null : startJit(vm, settings);
  if (control !== null)
    for (const [name, implementation] of jitFunctions(control)) own.set(name, implementation);
  const functions = signalFunctions(addon, vm.dataAddress('ticker'));
  const signals = new WatchedSignals(functions);
  const engine = new TranslatedEngine(vm, signals);
  own.set('api.message', () => owner.takeLongMessage());
  own.set('api.serve', (request: Uint8Array) =>
    owner.serve(engine.memory, request.byteOffset - engine.memory.byteOffset),
  );
  own.set('signal.watch', (signal: number, on: boolean) => {
    signals.watch(signal, on);
  });
  own.set('signal.next', functions.next);
  return engine;
}
