/**
 * The class model: types get numbers and layouts. Classes are numbered in preorder, so that the subclasses of a class are a range of numbers;
 * fields of a base come first, then a class's own, largest first.
 */
import { BuiltinType, InstancePlace } from '../../rlib/heap-layout.js';
import type { ClassModel, FieldModel } from '../flow/model.js';
import { representation, type FlowType, type Representation } from '../flow/types.js';

/** How a value lies in memory: in a field, or as an item. */
export interface Slot {
  readonly size: 1 | 4 | 8;
  readonly load: 'load_u8' | 'load_u32' | 'load_ref' | 'load_i64' | 'load_f64';
  readonly store: 'store_8' | 'store_32' | 'store_ref' | 'store_64' | 'store_f64';
}

const slots = {
  byte: { size: 1, load: 'load_u8', store: 'store_8' },
  half: { size: 4, load: 'load_u32', store: 'store_32' },
  reference: { size: 4, load: 'load_ref', store: 'store_ref' },
  word: { size: 8, load: 'load_i64', store: 'store_64' },
  float: { size: 8, load: 'load_f64', store: 'store_f64' },
} as const satisfies Record<string, Slot>;

const fieldSlots: Partial<Record<Representation, Slot>> = {
  bool: slots.byte,
  code: slots.half,
  class: slots.half,
  reference: slots.reference,
  null: slots.reference,
  int: slots.word,
  float: slots.float,
};

function slotOf(type: FlowType): Slot {
  const slot = fieldSlots[representation(type)];
  if (slot === undefined) throw new Error(`a field of type ${type.kind}`);
  return slot;
}

/** Items of lists and of arrays of fixed length; no item has one byte. */
export function itemSlot(item: FlowType): Slot {
  const slot = slotOf(item);
  return slot.size === 1 ? slots.half : slot;
}

/** The type of the array that holds the items of a list, or of an array of fixed length. */
export function itemsType(item: FlowType): BuiltinType {
  const slot = itemSlot(item);
  if (slot === slots.reference) return BuiltinType.REFERENCES;
  return slot.size === 4 ? BuiltinType.HALF_WORDS : BuiltinType.WORDS;
}

/** The arrays of numbers: their type, the place of an item. */
export const numberArrays = {
  bytes: { type: BuiltinType.BYTES, load: 'load_u8', store: 'store_8', size: 1 },
  ints: { type: BuiltinType.INT_WORDS, load: 'load_i64', store: 'store_64', size: 8 },
  int32s: { type: BuiltinType.INT32S, load: 'load_i32', store: 'store_32', size: 4 },
  floats: { type: BuiltinType.FLOATS, load: 'load_f64', store: 'store_f64', size: 8 },
} as const;

/** The type of an array, by the type of what holds it; null: it is none of these. */
export function arrayType(type: FlowType): BuiltinType | null {
  switch (type.kind) {
    case 'fixed':
      return itemsType(type.item);
    case 'bytes':
    case 'ints':
    case 'int32s':
    case 'floats':
      return numberArrays[type.kind].type;
    default:
      return null;
  }
}

export interface FieldPlace extends Slot {
  readonly offset: number;
}

export interface ClassLayout {
  readonly cls: ClassModel;
  readonly typeId: number;
  readonly lastSubclass: number;
  /** Bytes of an instance, a multiple of 8. */
  readonly size: number;
  /** Offsets of all references, inherited ones included. */
  readonly references: readonly number[];
}

interface Fields {
  readonly end: number;
  readonly references: readonly number[];
}

export class Layout {
  private readonly layouts = new Map<ClassModel, ClassLayout>();
  private readonly places = new Map<FieldModel, FieldPlace>();
  private readonly fields = new Map<ClassModel, Fields>();
  readonly classes: ClassLayout[] = [];
  private nextId: number = BuiltinType.FIRST_CLASS;

  /** All classes of the program, which must be known by now: a class that comes later has no number. */
  constructor(classes: Iterable<ClassModel>) {
    const roots = new Set<ClassModel>();
    for (const cls of classes) {
      let root = cls;
      while (root.base !== null) root = root.base;
      roots.add(root);
    }
    for (const root of roots) this.number(root);
  }

  private number(cls: ClassModel): number {
    const typeId = this.nextId++;
    const index = this.classes.length;
    const { end, references } = this.fieldsOf(cls);
    // The place is taken before those of the subclasses.
    this.classes.push({ cls, typeId, lastSubclass: typeId, size: 0, references });
    let last = typeId;
    for (const subclass of cls.subclasses) last = this.number(subclass);
    const layout = { cls, typeId, lastSubclass: last, size: (end + 7) & ~7, references };
    this.classes[index] = layout;
    this.layouts.set(cls, layout);
    return last;
  }

  private fieldsOf(cls: ClassModel): Fields {
    const known = this.fields.get(cls);
    if (known !== undefined) return known;
    const inherited: Fields =
      cls.base === null ? { end: InstancePlace.FIELDS, references: [] } : this.fieldsOf(cls.base);
    const own = [...cls.members.fields.values()].map((field) => ({ field, slot: slotOf(field.type) }));
    own.sort((a, b) => b.slot.size - a.slot.size);
    let { end } = inherited;
    const references = [...inherited.references];
    for (const { field, slot } of own) {
      end = (end + slot.size - 1) & -slot.size;
      this.places.set(field, { ...slot, offset: end });
      if (slot.load === 'load_ref') references.push(end);
      end += slot.size;
    }
    const fields = { end, references };
    this.fields.set(cls, fields);
    return fields;
  }

  classLayout(cls: ClassModel): ClassLayout {
    const layout = this.layouts.get(cls);
    if (layout === undefined) throw new Error(`${cls.fullName} has no layout: it was not known in time`);
    return layout;
  }

  fieldPlace(field: FieldModel): FieldPlace {
    const place = this.places.get(field);
    if (place === undefined) throw new Error(`${field.owner.fullName}.${field.name} has no place`);
    return place;
  }

  get typeCount(): number {
    return this.nextId;
  }
}
