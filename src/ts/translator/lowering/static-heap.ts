/**
 * The prebuilt objects of an image: live JavaScript objects of the loaded program become objects of our heap.
 *
 * An object gets its place when something first refers to it, and its contents at the end (`fill`), when the places of functions are known.
 * Filling finds further objects.
 */
import {
  BuiltinType,
  GcBit,
  IDENTITY_SHIFT,
  ListPlace,
  MovableString,
  Place,
  WeakPlace,
} from '../../rlib/heap-layout.js';
import { movableRest } from '../../native/movable-strings.js';
import type { ClassModel, FieldModel, FunctionModel } from '../flow/model.js';
import * as flow from '../flow/types.js';
import type { FlowType } from '../flow/types.js';
import type { HeapWriter } from './heap-writer.js';
import { regroupedDigits } from './lower-digits.js';
import { itemSlot, itemsType, numberArrays, type Layout, type Slot } from './layout.js';

/** What of the loaded program's values the heap asks for. */
export interface LiveValues {
  classOf(object: object): ClassModel | null;
  findClass(value: unknown): ClassModel | null;
  findFunction(value: unknown): FunctionModel | null;
  newInstance(cls: ClassModel): object;
  /** The number that the loaded program has given an object by identity; 0 if none. */
  identityOf(object: object): number;
}

/** Objects of rlib's classes that have data of their own in machine code: the class that holds it. */
export type StandIn = (cls: ClassModel) => ClassModel | null;

type Fill = () => void;

const WEAK_REFERENCE = 'src/ts/rlib/object#WeakReference';
const BIG_INTEGER = 'src/ts/rlib/bigint#BigInteger';

/** Whether a field of prebuilt objects holds in machine code what it holds hosted: digits of big integers are of another width. */
export function isSameInMachineCode({ owner, name }: FieldModel): boolean {
  return owner.fullName !== BIG_INTEGER || name !== 'digits';
}

export class StaticHeap {
  private readonly strings = new Map<string, number>();
  private readonly objects = new Map<string, Map<object, number>>();
  private readonly pending: Fill[] = [];
  /** What is seldom needed has a place apart from the rest: fields with the hint `@placedLast` and weak references are followed at the end. */
  private readonly late: Fill[] = [];
  private lateStart = 0;
  /** Addresses of the strings that begin with the root; each lies in a `MovableString`. */
  readonly movable: number[] = [];
  private codeOffset: (fn: FunctionModel) => number = () => {
    throw new Error('the places of functions are not known yet');
  };

  constructor(
    private readonly writer: HeapWriter,
    private readonly layout: Layout,
    private readonly live: LiveValues,
    private readonly stand: StandIn,
    private readonly digitBits: number,
    /** The folder that the program lies in, which may be another one where the image is used; '' if it knows of none. */
    private readonly root: string,
  ) {}

  /** The reference of a live value of a reference type. */
  reference(value: unknown, type: FlowType, origin: string): number {
    return this.address(value, type, origin) / 8;
  }

  /** Writes what is still empty. */
  fill(codeOffset: (fn: FunctionModel) => number): void {
    this.codeOffset = codeOffset;
    this.fillPending();
    this.lateStart = this.writer.end;
    for (let next = this.late.pop(); next !== undefined; next = this.late.pop()) {
      next();
      this.fillPending();
    }
  }

  private fillPending(): void {
    for (let next = this.pending.pop(); next !== undefined; next = this.pending.pop()) next();
  }

  /** Where the objects begin that are seldom needed. */
  get firstLate(): number {
    return this.lateStart;
  }

  private address(value: unknown, type: FlowType, origin: string): number {
    if (value === null) return 0;
    if (typeof value === 'string') return this.stringAddress(value);
    if (typeof value !== 'object') throw new Error(`${origin}: ${typeof value} where an object was expected`);
    const kind = type.kind === 'ref' ? 'ref' : type.kind;
    const known = this.objects.get(kind) ?? new Map<object, number>();
    this.objects.set(kind, known);
    let address = known.get(value);
    if (address === undefined) {
      address = this.place(value, type, origin, (at) => known.set(value, at));
      known.set(value, address);
    }
    return address;
  }

  private stringAddress(text: string): number {
    let address = this.strings.get(text);
    if (address === undefined) {
      for (let i = 0; i < text.length; i++) {
        if (text.charCodeAt(i) > 255)
          throw new Error(`a prebuilt string is not of bytes: ${JSON.stringify(text)}`);
      }
      address = this.isMovable(text)
        ? this.placeMovable(text.length)
        : this.takeArray(BuiltinType.STRING, text.length, 1);
      this.writer.setLatin1(address + Place.ITEMS, text);
      this.strings.set(text, address);
    }
    return address;
  }

  private isMovable(text: string): boolean {
    if (this.root === '' || !text.includes(this.root)) return false;
    if (text.startsWith(this.root) && text.lastIndexOf(this.root) === 0) return true;
    throw new Error(`a prebuilt string has the folder ${this.root} within it: ${JSON.stringify(text)}`);
  }

  /** Takes room for a string that may become longer; what it does not need is an array of bytes. */
  private placeMovable(length: number): number {
    const address = this.writer.take(MovableString.ROOM);
    this.movable.push(address);
    const rest = movableRest(length);
    this.writeHeader(address, BuiltinType.STRING);
    this.writer.setU32(address + Place.LENGTH, length);
    this.writeHeader(address + rest.place, BuiltinType.BYTES);
    this.writer.setU32(address + rest.place + Place.LENGTH, rest.length);
    return address;
  }

  /** Objects of the image are old from the start. */
  private writeHeader(address: number, typeId: number, identity = 0): void {
    this.writer.setU32(address + Place.TYPE, typeId);
    this.writer.setU32(address + Place.GC_BITS, GcBit.UNRECORDED + identity * (1 << IDENTITY_SHIFT));
  }

  private takeArray(typeId: number, length: number, size: number): number {
    const address = this.writer.take(Place.ITEMS + length * size);
    this.writeHeader(address, typeId);
    this.writer.setU32(address + Place.LENGTH, length);
    return address;
  }

  private place(value: object, type: FlowType, origin: string, known: (address: number) => void): number {
    switch (type.kind) {
      case 'list':
      case 'fixed': {
        if (!Array.isArray(value)) break;
        return type.kind === 'list'
          ? this.placeList(value, type.item, origin)
          : this.placeItems(value, type.item, origin);
      }
      case 'bytes':
      case 'ints':
      case 'int32s':
      case 'floats':
        return this.placeNumbers(value as ArrayLike<number>, type.kind);
      case 'ref':
        return this.placeInstance(value, origin, known);
    }
    throw new Error(`${origin}: can't be an object of type ${flow.typeToString(type)}`);
  }

  private placeList(items: unknown[], item: FlowType, origin: string): number {
    const address = this.writer.take(ListPlace.ITEMS + 4);
    this.writeHeader(address, BuiltinType.LIST);
    this.writer.setU32(address + Place.LENGTH, items.length);
    this.pending.push(() => {
      this.writer.setU32(address + ListPlace.ITEMS, this.placeItems(items, item, origin) / 8);
    });
    return address;
  }

  private placeItems(items: unknown[], item: FlowType, origin: string): number {
    const slot = itemSlot(item);
    const address = this.takeArray(itemsType(item), items.length, slot.size);
    this.pending.push(() => {
      items.forEach((value, i) => {
        this.write(address + Place.ITEMS + i * slot.size, slot, value, item, `${origin}[${i}]`);
      });
    });
    return address;
  }

  private placeNumbers(items: ArrayLike<number>, kind: keyof typeof numberArrays): number {
    const row = numberArrays[kind];
    const address = this.takeArray(row.type, items.length, row.size);
    for (let i = 0; i < items.length; i++) {
      const place = address + Place.ITEMS + i * row.size;
      const value = items[i] ?? 0;
      if (kind === 'bytes') this.writer.setU8(place, value);
      else if (kind === 'int32s') this.writer.setI32(place, value);
      else if (kind === 'floats') this.writer.setFloat(place, value);
      else this.writer.setWord(place, BigInt(value));
    }
    return address;
  }

  private placeInstance(value: object, origin: string, known: (address: number) => void): number {
    const cls = this.live.classOf(value);
    if (cls === null) throw new Error(`${origin}: not an object of a class of the program`);
    if (cls.fullName === WEAK_REFERENCE) return this.placeWeakReference(value, origin, known);
    const stand = this.stand(cls);
    // What a prebuilt table or builder held when the program was loaded can't be asked: such objects start empty.
    if (stand !== null) return this.placeInstance(this.live.newInstance(stand), origin, known);
    const layout = this.layout.classLayout(cls);
    const address = this.writer.take(layout.size);
    known(address);
    this.writeHeader(address, layout.typeId, this.live.identityOf(value));
    this.pending.push(() => {
      for (let at: ClassModel | null = cls; at !== null; at = at.base) {
        for (const field of at.members.fields.values()) {
          const place = this.layout.fieldPlace(field);
          const item = this.fieldValue(field, value as Record<string, unknown>);
          const write = (): void => {
            this.write(address + place.offset, place, item, field.type, `${origin}.${field.name}`);
          };
          if (field.hints.has('placedLast')) this.late.push(write);
          else write();
        }
      }
    });
    return address;
  }

  /** What an object has in a field. */
  private fieldValue(field: FieldModel, value: Readonly<Record<string, unknown>>): unknown {
    const live = value[field.name];
    if (isSameInMachineCode(field) || !Array.isArray(live)) return live;
    return regroupedDigits(live as number[], this.digitBits);
  }

  /** Objects of the image do not die: what is referred to is there for good. */
  private placeWeakReference(value: object, origin: string, known: (address: number) => void): number {
    const address = this.writer.take(WeakPlace.NEXT + 4);
    known(address);
    this.writeHeader(address, BuiltinType.WEAK_REFERENCE);
    const target = (value as { get(): object | null }).get(); // rlib's class, as the program has it
    this.late.push(() => {
      this.writer.setU32(address + WeakPlace.TARGET, this.reference(target, flow.OBJECT, origin));
    });
    return address;
  }

  /** Writes a value into a field, an item or a module variable. */
  write(address: number, slot: Slot, value: unknown, type: FlowType, origin: string): void {
    const { writer } = this;
    // A field that was never set stays zero.
    if (value === undefined) return;
    switch (slot.load) {
      case 'load_ref':
        writer.setU32(address, this.reference(value, type, origin));
        return;
      case 'load_f64':
        writer.setFloat(address, Number(value));
        return;
      case 'load_i64':
        writer.setWord(address, BigInt(value as number | bigint));
        return;
      case 'load_u8':
        writer.setU8(address, value === true ? 1 : 0);
        return;
      case 'load_u32':
        writer.setU32(address, this.halfWord(value, type, origin));
        return;
    }
  }

  private halfWord(value: unknown, type: FlowType, origin: string): number {
    if (value === null) return 0;
    if (typeof value === 'boolean') return value ? 1 : 0;
    if (type.kind === 'classref') {
      const cls = this.live.findClass(value);
      if (cls === null) throw new Error(`${origin}: not a class of the program`);
      return this.layout.classLayout(cls).typeId;
    }
    const fn = this.live.findFunction(value);
    if (fn === null) throw new Error(`${origin}: not a function of the program`);
    return this.codeOffset(fn);
  }
}
