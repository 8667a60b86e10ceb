/**
 * The places in memory that low-level IR names (`MemoryPlace`): one for each field that is declared, each module variable, the items of each kind of array.
 *
 * Hints of fields: `@quasiImmutable`; `@owned`: see there; `@ofValueObject` of `readonly` ones; of fields that hold arrays `@immutableItems`, `@volatileItems`, and `@owned` again:
 * then the array's items are a place of their own.
 */
import type { MemoryPlace } from '../../backend/lir.js';
import { BuiltinType } from '../../rlib/heap-layout.js';
import type { FieldModel, GlobalModel } from '../flow/model.js';
import { arrayType } from './layout.js';

const itemNames: ReadonlyMap<BuiltinType, string> = new Map([
  [BuiltinType.STRING, 'string'],
  [BuiltinType.BYTES, 'bytes'],
  [BuiltinType.INT_WORDS, 'ints'],
  [BuiltinType.INT32S, 'int32s'],
  [BuiltinType.FLOATS, 'floats'],
  [BuiltinType.REFERENCES, 'references'],
  [BuiltinType.HALF_WORDS, 'half-words'],
  [BuiltinType.WORDS, 'words'],
]);

export class MemoryPlaces {
  /** By their ids. */
  readonly all: MemoryPlace[] = [];
  private readonly fields = new Map<FieldModel, MemoryPlace>();
  private readonly globals = new Map<string, MemoryPlace>();
  private readonly itemPlaces = new Map<BuiltinType, MemoryPlace>();

  readonly typeId = this.add({ name: 'type', change: 'immutable' });
  /** Of arrays and strings. */
  readonly arrayLength = this.add({ name: 'length', change: 'immutable' });
  readonly listLength = this.add({ name: 'list.length', change: 'mutable' });
  readonly listItems = this.add({ name: 'list.items', change: 'mutable' });
  /** Tables of the image. */
  readonly table = this.add({ name: 'table', change: 'immutable' });

  private add(place: Omit<MemoryPlace, 'id'>): MemoryPlace {
    const added = { id: this.all.length, ...place };
    this.all.push(added);
    return added;
  }

  /** Of the items of arrays of a type. */
  items(type: BuiltinType): MemoryPlace {
    let place = this.itemPlaces.get(type);
    if (place === undefined) {
      const change = type === BuiltinType.STRING ? 'immutable' : 'mutable';
      place = this.add({ name: `${itemNames.get(type) ?? '?'}[]`, change, isItems: true });
      this.itemPlaces.set(type, place);
    }
    return place;
  }

  field(field: FieldModel): MemoryPlace {
    let place = this.fields.get(field);
    if (place === undefined) {
      const { hints, isReadonly } = field;
      const name = `${field.owner.name}.${field.name}`;
      const items = this.specialItems(field, name);
      let change: MemoryPlace['change'] = 'mutable';
      if (isReadonly) change = 'immutable';
      else if (hints.has('quasiImmutable')) change = 'quasi';
      else if (hints.has('owned')) change = 'owned';
      const isOfValueObject = isReadonly && hints.has('ofValueObject');
      place = this.add({
        name,
        change,
        ...(isOfValueObject ? { isOfValueObject } : {}),
        ...(items === null ? {} : { items }),
      });
      this.fields.set(field, place);
    }
    return place;
  }

  private specialItems({ hints, type }: FieldModel, name: string): MemoryPlace | null {
    const itemsType = arrayType(type);
    if (itemsType === null) return null;
    let change: MemoryPlace['change'] | null = null;
    if (hints.has('immutableItems')) change = 'immutable';
    else if (hints.has('volatileItems')) change = 'volatile';
    else if (hints.has('owned')) change = 'owned';
    if (change === null) return null;
    return this.add({ name: `${name}[]`, change, isItems: true, general: this.items(itemsType) });
  }

  global({ module, name }: GlobalModel): MemoryPlace {
    const key = `${module}#${name}`;
    let place = this.globals.get(key);
    if (place === undefined) {
      place = this.add({ name: key, change: 'mutable' });
      this.globals.set(key, place);
    }
    return place;
  }
}
