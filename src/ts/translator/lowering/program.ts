/**
 * A whole program on its way to machine code: its reachable functions, the numbers of its types, its static data. Lowering asks here for
 * everything that is not in the function at hand.
 */
import {
  BuiltinType,
  FinalizerPlace,
  InstancePlace,
  ListPlace,
  Place,
  TypeFlag,
  TypeRecord,
} from '../../rlib/heap-layout.js';
import type { JitDriver } from '../../rlib/jit.js';
import { HostFunction } from '../../rlib/raw.js';
import type { ClassModel, ExternalModel, FunctionModel, GlobalModel } from '../flow/model.js';
import { hasEffect } from '../flow/ops.js';
import * as flow from '../flow/types.js';
import type { FlowType } from '../flow/types.js';
import { Constant, Prebuilt, type Operation, type Portal } from '../flow/graph.js';
import type { FrontEnd } from '../frontend/front-end.js';
import type { Live } from '../frontend/live.js';
import { locationFunction, Reach } from '../frontend/reach.js';
import {
  calledName,
  cFunctions,
  raisingCalls,
  REMEMBER_OBJECT,
  runtimeCalls,
  runtimeEntries,
  runtimeEntryNames,
  standIns,
} from './runtime-calls.js';
import type { MovableStrings } from '../../native/movable-strings.js';
import { cExternals, runtimeExternals } from './native-externals.js';
import { HeapWriter } from './heap-writer.js';
import { itemSlot, Layout, numberArrays, type FieldPlace } from './layout.js';
import { digitBitsOf } from './lower-digits.js';
import { MemoryPlaces } from './memory-places.js';
import { SourcePlaces } from './source-places.js';
import { transformProgram } from '../transforms/transform-program.js';
import { splitPortal } from '../transforms/split-portals.js';
import { isSameInMachineCode, StaticHeap } from './static-heap.js';
import { collectors, defaultTranslation, type TranslationOptions } from '../options.js';

const RUNTIME = 'src/ts/runtime';
const GC = collectors[defaultTranslation.collector].module;
const THROWABLE = 'src/ts/rlib/throwable';

/** What machine code raises of itself. */
const machineConditions = ['theOverflow', 'theStackOverflow', 'theOutOfMemory'] as const;
export type MachineCondition = (typeof machineConditions)[number];

/** Modules that every translated program contains. */
export const runtimeModules: readonly string[] = [
  ...Object.values(collectors).map(({ module }) => module),
  ...[
    'arrays',
    'strings',
    'builder',
    'identity',
    'numbers',
    'host',
    'handles',
    'types',
    'libc/files',
    'libc/processes',
    'finalizers',
    'heap-walk',
    'jit',
  ].map((name) => `${RUNTIME}/${name}`),
];

/** A virtual method's table: the code offset for each type id from `first` on. */
interface DispatchTable {
  readonly address: number;
  readonly first: number;
  readonly methods: readonly (FunctionModel | null)[];
}

export class Program {
  readonly functions: FunctionModel[];
  readonly writer = new HeapWriter();
  readonly layout: Layout;
  readonly heap: StaticHeap;
  readonly typeTable: number;
  readonly staticStart: number;
  readonly externals: ExternalModel[] = [];
  readonly places = new SourcePlaces();
  readonly memory = new MemoryPlaces();
  /** By the numbers of their drivers. */
  readonly portals: Portal[] = [];
  private readonly reach: Reach;
  private readonly live: Live;
  private readonly globalPlaces = new Map<string, FieldPlace>();
  private readonly globalsAddress: number;
  private readonly cSlots = new Map<string, number>();
  private readonly dispatchTables = new Map<string, DispatchTable>();
  private readonly knownTargets = new Map<string, readonly FunctionModel[]>();
  private readonly raising = new Set<FunctionModel>();
  private readonly globals: GlobalModel[];

  constructor(
    readonly frontEnd: FrontEnd,
    entries: readonly FunctionModel[],
    readonly options: TranslationOptions = defaultTranslation,
  ) {
    const { live } = frontEnd;
    if (live === null) throw new Error('a program is translated from its loaded form');
    this.live = live;
    this.reach = new Reach(frontEnd);
    for (const fn of entries) this.reach.add(fn, null);
    for (const name of runtimeEntries) this.reach.add(this.runtimeFunction(name), null);
    for (const name of machineConditions) this.reach.addInstance(this.conditionClass(name));
    if (this.hasBarriers) this.reach.add(this.runtimeFunction(REMEMBER_OBJECT), null);
    this.reach.run();
    this.reachNativeExternals();
    this.functions = [...this.reach.reachedFrom.keys()];
    const [problem] = frontEnd.diagnostics.list;
    if (problem !== undefined) {
      const { file, line, column } = problem.position;
      throw new Error(`${file}:${line}:${column}: ${problem.rule}: ${problem.message}`);
    }
    this.transform();
    this.layout = new Layout(frontEnd.models.allClasses);
    const digitBits = digitBitsOf(options);
    this.heap = new StaticHeap(
      this.writer,
      this.layout,
      live,
      (cls) => this.standIn(cls),
      digitBits,
      this.root,
    );
    this.typeTable = this.writer.take(this.layout.typeCount * TypeRecord.SIZE);
    this.writeTypes();
    for (const name of this.calledC()) this.cSlots.set(name, this.writer.take(8));
    this.makeDispatchTables();
    this.globals = this.findGlobals();
    this.staticStart = this.writer.end;
    this.globalsAddress = this.placeGlobals();
    this.findRaising();
  }

  private transform(): void {
    transformProgram(this.functions, (fn) => this.frontEnd.graphOf(fn), {
      afterPass: this.options.afterPass,
      findTargets: (receiver, name) => this.targets(receiver, name),
      readField: ({ value, origin }, field) => {
        if (value === undefined || !isSameInMachineCode(field)) return null;
        const content = (value as Record<string, unknown>)[field.name];
        const constant = this.live.wrap(content, field.type, `${origin}.${field.name}`);
        return constant instanceof Constant ? constant : null;
      },
    });
    for (const fn of this.functions.slice()) {
      const graph = this.frontEnd.graphOf(fn);
      if (graph.portal !== null) this.portals.push(graph.portal);
      const portal = splitPortal(graph, (driver) => greensOf(driver).length);
      if (portal === null) continue;
      this.portals.push(portal);
      this.functions.push(portal.fn);
      for (const graph of [this.frontEnd.graphOf(fn), this.frontEnd.graphOf(portal.fn)])
        this.options.afterPass?.(graph, 'splitPortals');
    }
  }

  /** The folder that the program knows to lie in, in UTF-8, as a string of bytes. */
  private get root(): string {
    return Buffer.from(this.options.root ?? '', 'utf8').toString('latin1');
  }

  movableStrings(): MovableStrings {
    return { root: this.root, addresses: this.heap.movable };
  }

  /** The number of a JIT driver. */
  driverIndex(driver: object | undefined): number {
    const index = this.portals.findIndex(
      (portal) => portal.driver.value instanceof Prebuilt && portal.driver.value.value === driver,
    );
    if (index < 0) throw new Error('a JIT driver without a portal');
    return index;
  }

  /** The function that tells where a driver's greens are. */
  locationOf({ value }: Constant): FunctionModel | null {
    return value instanceof Prebuilt ? locationFunction(value, this.live) : null;
  }

  private conditionClass(name: MachineCondition): ClassModel {
    const condition = this.live.read(THROWABLE, name);
    const cls = condition instanceof Object ? this.live.classOf(condition) : null;
    if (cls === null) throw new Error(`${THROWABLE}#${name} is not an object of the program`);
    return cls;
  }

  /** The object that machine code raises, as a reference. */
  machineCondition(name: MachineCondition): number {
    return this.named(THROWABLE, name, flow.OBJECT);
  }

  /** `strings#concat` of the runtime, `gc#collect` of the collector. */
  runtimeFunction(name: string): FunctionModel {
    const [module = '', member = ''] = name.split('#');
    return this.frontEnd.getFunction(module === 'gc' ? GC : `${RUNTIME}/${module}`, member);
  }

  /** The functions of the runtime that the host may call. */
  runtimeEntryFunctions(): FunctionModel[] {
    return Object.values(runtimeEntryNames).map((name) => this.runtimeFunction(name));
  }

  /** The class that holds the data of one of rlib's opaque classes. */
  standIn(cls: ClassModel): ClassModel | null {
    const name = standIns.get(cls.fullName);
    if (name === undefined) return null;
    const [module = '', member = ''] = name.split('#');
    const found = [...this.frontEnd.models.allClasses].find(
      (one) => one.module === `${RUNTIME}/${module}` && one.name === member,
    );
    if (found === undefined) throw new Error(`${name} is not a class of the runtime`);
    return found;
  }

  /** Whether stores of references tell the collector. */
  get hasBarriers(): boolean {
    return collectors[this.options.collector].hasBarriers;
  }

  symbolOf(fn: FunctionModel): string {
    return fn.fullName;
  }

  /** The reference of an object that the image contains. */
  constant(value: unknown, type: FlowType, origin: string): number {
    return this.heap.reference(value, type, origin);
  }

  /** The reference of a top-level constant of a module. */
  named(module: string, name: string, type: FlowType): number {
    return this.constant(this.live.read(module, name), type, `${module}#${name}`);
  }

  /** Where the items of a prebuilt Int32Items lie: a module, then the names that lead to it. */
  dataAddress(names: readonly string[]): number {
    const [module = '', ...path] = names;
    const constant = this.live.constant(module, path, flow.BYTES);
    if (constant instanceof Constant && constant.value instanceof Prebuilt) {
      const { value, origin } = constant.value;
      const type = value instanceof Int32Array ? flow.INT32S : flow.BYTES;
      if (ArrayBuffer.isView(value)) return this.heap.reference(value, type, origin) * 8 + Place.ITEMS;
    }
    throw new Error(`${names.join('.')} is not a prebuilt array`);
  }

  classOf(value: object): ClassModel | null {
    return this.live.classOf(value);
  }

  // Types.

  private writeTypes(): void {
    const write = (
      id: number,
      size: number,
      itemSize: number,
      references: readonly number[],
      flags: number,
    ): void => {
      const record = this.typeTable + id * TypeRecord.SIZE;
      this.writer.setU32(record + TypeRecord.FIXED_SIZE, size);
      this.writer.setU32(record + TypeRecord.ITEM_SIZE, itemSize);
      this.writer.setU32(record + TypeRecord.REFERENCES, this.referenceList(references));
      this.writer.setU32(record + TypeRecord.FLAGS, flags);
      this.writer.setU32(record + TypeRecord.LAST_SUBCLASS, id);
    };
    write(BuiltinType.STRING, Place.ITEMS, 1, [], 0);
    for (const { type, size } of Object.values(numberArrays)) write(type, Place.ITEMS, size, [], 0);
    write(BuiltinType.REFERENCES, Place.ITEMS, 4, [], TypeFlag.REFERENCE_ITEMS);
    write(BuiltinType.HALF_WORDS, Place.ITEMS, 4, [], 0);
    write(BuiltinType.WORDS, Place.ITEMS, 8, [], 0);
    write(BuiltinType.LIST, 16, 0, [ListPlace.ITEMS], 0);
    write(BuiltinType.WEAK_REFERENCE, 16, 0, [], TypeFlag.WEAK);
    // The collector follows its reference itself.
    write(BuiltinType.FINALIZER, FinalizerPlace.SIZE, 0, [], 0);
    for (const { typeId, lastSubclass, size, references } of this.layout.classes) {
      write(typeId, size, 0, references, 0);
      this.writer.setU32(this.typeTable + typeId * TypeRecord.SIZE + TypeRecord.LAST_SUBCLASS, lastSubclass);
    }
  }

  private readonly referenceLists = new Map<string, number>();

  private referenceList(places: readonly number[]): number {
    const key = places.join();
    let address = this.referenceLists.get(key);
    if (address === undefined) {
      address = this.writer.take(4 * (places.length + 1));
      this.writer.setU32(address, places.length);
      for (const [i, place] of places.entries()) this.writer.setU32(address + 4 * (i + 1), place);
      this.referenceLists.set(key, address);
    }
    return address;
  }

  // Module variables: fields of one object.

  private findGlobals(): GlobalModel[] {
    const found = new Map<string, GlobalModel>();
    for (const fn of this.functions) {
      for (const block of fn.graph?.blocks ?? []) {
        for (const { immediate } of block.operations) {
          if (immediate.kind === 'global') found.set(globalKey(immediate.global), immediate.global);
        }
      }
    }
    return [...found.values()];
  }

  private placeGlobals(): number {
    let offset: number = InstancePlace.FIELDS;
    const references: number[] = [];
    for (const global of this.globals) {
      const slot = itemSlot(global.type);
      offset = (offset + slot.size - 1) & -slot.size;
      this.globalPlaces.set(globalKey(global), { ...slot, offset });
      if (slot.load === 'load_ref') references.push(offset);
      offset += slot.size;
    }
    const list = this.referenceList(references);
    // The list lies before the static objects unless it is new: then they start after it.
    const address = this.writer.take(offset);
    const record = this.typeTable + BuiltinType.GLOBALS * TypeRecord.SIZE;
    this.writer.setU32(record + TypeRecord.FIXED_SIZE, (offset + 7) & ~7);
    this.writer.setU32(record + TypeRecord.REFERENCES, list);
    this.writer.setU32(address + Place.TYPE, BuiltinType.GLOBALS);
    return address;
  }

  /** The first static object. */
  get firstStatic(): number {
    return this.globalsAddress;
  }

  globalPlace(global: GlobalModel): { readonly address: number; readonly place: FieldPlace } {
    const place = this.globalPlaces.get(globalKey(global));
    if (place === undefined) throw new Error(`${globalKey(global)} has no place`);
    return { address: this.globalsAddress, place };
  }

  // Calls.

  /** The methods that a call may reach. */
  targets(receiver: ClassModel, name: string): readonly FunctionModel[] {
    const key = `${receiver.fullName}.${name}`;
    let targets = this.knownTargets.get(key);
    if (targets === undefined) {
      targets = this.findTargets(receiver, name);
      this.knownTargets.set(key, targets);
    }
    return targets;
  }

  private findTargets(receiver: ClassModel, name: string): FunctionModel[] {
    const found = new Set<FunctionModel>();
    for (const cls of this.reach.instances) {
      if (!cls.isSubclassOf(receiver)) continue;
      const method = cls.findMethod(name);
      if (method !== null) found.add(method);
    }
    return [...found];
  }

  private makeDispatchTables(): void {
    for (const fn of this.functions) {
      for (const block of fn.graph?.blocks ?? []) {
        for (const { immediate } of block.operations) {
          if (immediate.kind === 'method')
            this.ensureDispatchTable(immediate.method.receiver, immediate.method.declaration.simpleName);
        }
      }
    }
  }

  private ensureDispatchTable(receiver: ClassModel, name: string): DispatchTable {
    let root = receiver;
    while (root.base?.findMethod(name) != null) root = root.base;
    const key = `${root.fullName}.${name}`;
    let table = this.dispatchTables.get(key);
    if (table === undefined) {
      const { typeId, lastSubclass } = this.layout.classLayout(root);
      const methods = this.layout.classes
        .filter((one) => one.typeId >= typeId && one.typeId <= lastSubclass)
        .map(({ cls }) => (this.reach.instances.has(cls) ? cls.findMethod(name) : null));
      table = { address: this.writer.take(4 * methods.length), first: typeId, methods };
      this.dispatchTables.set(key, table);
    }
    return table;
  }

  /** Where the code offset of a method lies, for a type id of 0: the id is the index, of 4 bytes. */
  dispatchAddress(receiver: ClassModel, name: string): number {
    const table = this.ensureDispatchTable(receiver, name);
    return table.address - 4 * table.first;
  }

  /** The functions of the runtime that serve externals. */
  private reachNativeExternals(): void {
    for (const fn of [...this.reach.reachedFrom.keys()]) {
      for (const { immediate } of operationsOf(fn)) {
        const name =
          immediate.kind === 'external' ? runtimeExternals.get(immediate.external.name) : undefined;
        if (name !== undefined) this.reach.add(this.runtimeFunction(name), fn);
      }
    }
    this.reach.run();
  }

  /** The functions of C that are called. */
  private calledC(): Set<string> {
    const names = new Set([...cFunctions.values(), ...cExternals.values(), 'memmove', 'memset']);
    for (const fn of this.functions) {
      for (const operation of operationsOf(fn))
        if (operation.name === 'raw_call_c') names.add(calledName(operation));
    }
    return names;
  }

  /** Its number in the image's table, from 1. Declarations of one name have to agree: the host has one function of that name. */
  externalId(external: ExternalModel): number {
    const index = this.externals.findIndex((one) => one.name === external.name);
    const known = this.externals[index];
    if (known === undefined) return this.externals.push(external) - 1 + HostFunction.FIRST_EXTERNAL;
    if (!sameTypes([known.result, ...known.params], [external.result, ...external.params]))
      throw new Error(`external '${external.name}' is declared with two types`);
    return index + HostFunction.FIRST_EXTERNAL;
  }

  /** Where the absolute address of a C function lies. */
  cSlot(name: string): number {
    const slot = this.cSlots.get(name);
    if (slot === undefined) throw new Error(`${name} is not a C function of the table`);
    return slot;
  }

  get cFunctionSlots(): ReadonlyMap<string, number> {
    return this.cSlots;
  }

  /** Whether a call of a function can leave an exception pending. */
  canRaise(fn: FunctionModel): boolean {
    return this.raising.has(fn);
  }

  /** Functions that call others check the stack, and so can raise; of the rest those that raise or allocate. */
  private findRaising(): void {
    for (const fn of this.functions) if (this.isRaising(fn)) this.raising.add(fn);
  }

  private isRaising(fn: FunctionModel): boolean {
    for (const block of fn.graph?.blocks ?? []) {
      if (block.exit?.kind === 'raise') return true;
      for (const { name } of block.operations) {
        if (hasEffect(name, 'raises') || hasEffect(name, 'calls')) return true;
        if (runtimeCalls.has(name) || raisingCalls.has(name)) return true;
      }
    }
    return false;
  }

  /** Writes what waited for the places of functions. */
  finish(codeOffset: (fn: FunctionModel) => number): void {
    const find = (fn: FunctionModel | null): number =>
      fn === null || fn.isAbstract || !this.reach.reachedFrom.has(fn) ? 0 : codeOffset(fn);
    for (const { address, methods } of this.dispatchTables.values()) {
      methods.forEach((method, i) => {
        this.writer.setU32(address + 4 * i, find(method));
      });
    }
    for (const global of this.globals) {
      const { address, place } = this.globalPlace(global);
      const value = this.live.read(global.module, global.name);
      this.heap.write(address + place.offset, place, value, global.type, globalKey(global));
    }
    this.heap.fill(find);
  }
}

/** The names of a driver's greens, from the live object. */
function greensOf({ value }: Constant): readonly string[] {
  // The program's own class is not the one that is loaded here.
  const driver = value instanceof Prebuilt ? (value.value as Partial<JitDriver> | undefined) : undefined;
  if (driver?.spec === undefined) throw new Error('a JIT driver that is not loaded');
  return driver.spec.greens;
}

function operationsOf(fn: FunctionModel): Operation[] {
  return (fn.graph?.blocks ?? []).flatMap((block) => block.operations);
}

/** Types are interned. */
function sameTypes(left: readonly FlowType[], right: readonly FlowType[]): boolean {
  return left.length === right.length && left.every((type, i) => type === right[i]);
}

function globalKey(global: GlobalModel): string {
  return `${global.module}#${global.name}`;
}
