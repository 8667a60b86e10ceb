/**
 * The meaning of the operations that need the running program: objects, classes, rlib's classes. Fields and
 * methods are reached through the live program's JavaScript objects, so prebuilt objects work unchanged.
 */
import type { ClassModel } from './model.js';
import type { Operation } from './graph.js';
import { MachineCondition, Trap, type MachineOp } from './ops.js';

/** What the graph interpreter asks of the loaded program. */
export interface LiveProgram {
  read(module: string, name: string): unknown;
  classValue(cls: ClassModel): abstract new () => object;
  classOf(object: object): ClassModel | null;
}

/** Operations that the interpreter itself carries out: calls and module state. */
export type ControlOp =
  'call' | 'call_virtual' | 'call_indirect' | 'call_external' | 'getglobal' | 'setglobal';

type Meaning = (program: LiveProgram, args: readonly unknown[], operation: Operation) => unknown;

type Fields = Record<string, unknown>;

function object(value: unknown): Fields {
  if (value === null || value === undefined) throw new Trap('null where an object was expected');
  return value as Fields;
}

function immediateClass(operation: Operation): ClassModel {
  if (operation.immediate.kind !== 'class') throw new Trap(`${operation.name} without a class`);
  return operation.immediate.cls;
}

function isInstance(value: unknown, cls: unknown): boolean {
  return typeof cls === 'function' && value instanceof cls;
}

function rlibClass(program: LiveProgram, module: string, name: string): new (...args: unknown[]) => unknown {
  return program.read(`src/ts/rlib/${module}`, name) as new (...args: unknown[]) => unknown;
}

function rlibFunction(module: string, name: string): Meaning {
  return (program, args) =>
    (program.read(`src/ts/rlib/${module}`, name) as (...args: unknown[]) => unknown)(...args);
}

function method(name: string): Meaning {
  return (_program, args) => {
    const [receiver, ...rest] = args;
    const fn = object(receiver)[name];
    if (typeof fn !== 'function') throw new Trap(`no method ${name}`);
    return fn.apply(receiver, rest) as unknown;
  };
}

export const machine: Record<Exclude<MachineOp, ControlOp>, Meaning> = {
  cast: (program, [value], operation) => {
    if (!isInstance(value, program.classValue(immediateClass(operation))))
      throw new Trap('cast to a class that it is not of');
    return value;
  },
  cast_to: (_program, [value, cls]) => {
    if (!isInstance(value, cls)) throw new Trap('cast to a class that it is not of');
    return value;
  },
  instanceof: (program, [value], operation) =>
    isInstance(value, program.classValue(immediateClass(operation))),
  is_instance: (_program, [value, cls]) => isInstance(value, cls),
  identity_hash: (program, [value]) => {
    const identityHash = program.read('src/ts/rlib/object', 'identityHash') as (x: object) => number;
    return identityHash(object(value));
  },
  weak_new: (program, [value]) => new (rlibClass(program, 'object', 'WeakReference'))(object(value)),
  weak_get: method('get'),
  weak_table_new: (program) => new (rlibClass(program, 'weak-table', 'WeakTable'))(),
  weak_table_get: method('get'),
  weak_table_set: method('set'),
  weak_tables_purge: rlibFunction('collector', 'purgeWeakTables'),
  finalizers_known: rlibFunction('finalizers', 'registersFinalizers'),
  finalizer_register: rlibFunction('finalizers', 'registerFinalizer'),
  finalizer_ignore: rlibFunction('finalizers', 'ignoreFinalizer'),
  finalizer_next: rlibFunction('finalizers', 'nextDead'),
  gc_collect: rlibFunction('collector', 'collectAll'),
  gc_step: rlibFunction('collector', 'collectStep'),
  gc_automatic: rlibFunction('collector', 'setAutomaticCollection'),
  gc_tell: rlibFunction('collector', 'tellOfCollections'),
  gc_number: rlibFunction('collector', 'memoryNumber'),
  gc_objects: rlibFunction('collector', 'heapObjects'),
  gc_referents: rlibFunction('collector', 'referentsOf'),
  new: (program, _args, operation) => {
    const cls = program.classValue(immediateClass(operation));
    return Object.create(cls.prototype as object) as unknown;
  },
  getfield: (_program, [receiver], operation) => {
    if (operation.immediate.kind !== 'field') throw new Trap('getfield without a field');
    const value = object(receiver)[operation.immediate.field.name];
    if (value === undefined) throw new Trap(`field ${operation.immediate.field.name} was never set`);
    return value;
  },
  setfield: (_program, [receiver, value], operation) => {
    if (operation.immediate.kind !== 'field') throw new Trap('setfield without a field');
    object(receiver)[operation.immediate.field.name] = value;
  },
  field_changed: () => undefined,
  builder_new: (program) => new (rlibClass(program, 'bytes', 'StringBuilder'))(),
  builder_append: method('append'),
  builder_append_byte: method('appendByte'),
  builder_append_range: method('appendRange'),
  builder_append_code_point: method('appendCodePoint'),
  builder_length: method('length'),
  builder_build: method('build'),
};

/** JavaScript's own sign that a limit of the machine was reached, as a condition; null if it is not one. */
export function conditionOf(error: unknown): MachineCondition | null {
  if (error instanceof MachineCondition) return error;
  if (!(error instanceof RangeError)) return null;
  return new MachineCondition(
    error.message.startsWith('Maximum call stack') ? 'StackOverflow' : 'OutOfMemory',
  );
}
