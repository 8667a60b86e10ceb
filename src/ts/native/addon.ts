/**
 * The N-API addon (`src/native/*.cc`): what TypeScript cannot do by itself. Memory at addresses, executable memory, calls
 * to machine code and back, C symbols, signals.
 *
 * Addresses and sizes are numbers (integers below 2^53). Memory belongs to the thread (the Node environment) that mapped
 * it, and goes with it. Bad arguments are TypeErrors that name the argument; what the system refuses is an Error with the
 * system's text; what a platform lacks is an Error "not supported on this platform". What cannot be checked is the machine
 * code itself, and whether a page that JavaScript touches through a view is committed: mistakes there end the process.
 */
import load from 'node-gyp-build';
import { packageRoot } from '../host/package-root.js';

/** Counted up, here and in `addon.cc`, with every change of what is below. */
export const ADDON_VERSION = 4;

/** An address of this process: an integer from 1 to 2^53 - 1, or 0 for none. */
export type Address = number & { readonly flavour?: 'address' };

/** The same memory twice: to write machine code, and to run it. No address of it is both writable and executable. */
export interface CodeSpace {
  readonly write: ArrayBuffer;
  readonly writeAddress: Address;
  readonly run: Address;
}

export interface Addon {
  /** `ADDON_VERSION` of the sources that it was built from. */
  readonly version: number;
  /** What addresses and sizes of reserve, commit, populate, decommit, mapImage, codeSpace are multiples of. */
  readonly pageSize: number;

  /** Takes inaccessible address space that costs no memory. `alignment` is a power of two; without it, the page size. */
  reserve(size: number, alignment?: number): Address;
  /** Makes pages of a reserved region readable and writable. Fresh ones are zeros; those that were committed keep what they hold. */
  commit(address: Address, size: number): void;
  /** Finds memory for accessible pages now, which takes less time than when each is touched. They hold what they held. No more than advice. */
  populate(address: Address, size: number): void;
  /** Gives the pages' memory back and makes them inaccessible. Committed again, they are zeros. */
  decommit(address: Address, size: number): void;
  /** Ends a region: `address` is what `reserve` gave, or one of a code space's two. Its views become detached. */
  release(address: Address): void;
  /**
   * Maps a part of a file over pages of a reserved region: 'code' to run and read, 'data' to read and write (what is written
   * stays in this process).
   */
  mapImage(path: string, offset: number, size: number, address: Address, kind: 'code' | 'data'): void;
  /**
   * Memory of one region as an ArrayBuffer, without a copy; up to 4 GiB. The same range gives the same ArrayBuffer while that
   * lives. Views may overlap (V8 refused a second external ArrayBuffer at one address until Node 16). They cannot be
   * transferred to other threads.
   */
  view(address: Address, size: number): ArrayBuffer;
  codeSpace(size: number): CodeSpace;
  /** After writing code, with the `run` address: makes the processor's instruction cache see it. Costs nothing on x86-64. */
  flush(address: Address, size: number): void;

  /**
   * Calls `uint64_t code(uint64_t argument)` by the C calling convention, on this thread's stack. The result is a signed
   * integer, exact to 53 bits; larger ones belong in memory. Throws what a host call threw.
   * (NaN comes back while a worker is being terminated: V8 ends the caller some instructions later.)
   */
  enter(address: Address, argument: number): number;
  /** The function that machine code of this thread calls through `hostCallAddress`. Its result is ignored. */
  setHostCall(call: (id: number) => void): void;
  /**
   * The address of `uint64_t host_call(uint64_t id)`, to be called on the thread's own stack. It returns 0; or 1 if the JavaScript
   * function threw: then the machine code has to return to `enter`, and host calls on the way do nothing but return 1.
   */
  hostCallAddress(): Address;
  /**
   * The address of a C function or variable, 0 if there is none of this name. Without a library: what the process has loaded for all
   * (node itself, the C library). Libraries stay loaded. Throws if a library can't be loaded.
   */
  symbol(library: string | null, name: string): Address;

  /**
   * From now on the signal stores 1 into the u32 at `address`, and then goes on to the handler that was there before, if any; it no
   * longer ends the process. Several words may watch one signal. A Node listener set later takes the signal over.
   */
  watchSignal(signal: number, address: Address): void;
  /** Ends all this thread's watches of the signal. With the last of all threads, the signal's former disposition is back. */
  unwatchSignal(signal: number): void;
  /**
   * From now on a SIGSEGV, SIGBUS, SIGILL or SIGFPE in the code of a report prints the function and its callers, with source lines, to descriptor 2
   * and ends the process with exit code 134. A later report for overlapping code replaces the earlier one.
   */
  crashReport(report: CrashReport): void;
}

export interface CrashReport {
  /** A symbol table (`symbol-table.ts`), which is read in place. */
  readonly table: Address;
  readonly tableSize: number;
  readonly codeStart: Address;
  readonly codeEnd: Address;
  readonly heapStart: Address;
  readonly heapEnd: Address;
  /** In the heap: the page here is the one that null's fields would be in; places on the stack that entries keep are relative to it. */
  readonly heapBase: Address;
  /** Of a word: the stack pointer with which machine code calls C functions. */
  readonly hostStack: Address;
}

export type AddonSearch =
  { readonly addon: Addon; readonly reason: null } | { readonly addon: null; readonly reason: string };

let search: AddonSearch | undefined;

/** The addon, or the reason why there is none: then everything runs hosted. */
export function findAddon(): AddonSearch {
  search ??= loadAddon(packageRoot);
  return search;
}

/** As `findAddon`, for the package in this folder. */
export function loadAddon(folder: string): AddonSearch {
  try {
    // What the version says, the addon has.
    const addon = load(folder) as Addon;
    if (addon.version === ADDON_VERSION) return { addon, reason: null };
    return { addon: null, reason: `the addon is of version ${addon.version}, not ${ADDON_VERSION}` };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { addon: null, reason: message.split('\n', 1)[0] ?? message };
  }
}
