/** Struct sequences: tuples whose items have names too (`sys.flags`, `os.stat_result`, `time.struct_time`). */
import type { FixedArray } from '../../rlib/array.js';
import { sliceFixed, sealList } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import { reprText } from '../interp/convert.js';
import { attributeError, typeError, typeName } from '../interp/errors.js';
import { collect } from '../interp/iteration.js';
import { qualifiedTypeName } from './object.js';
import { installTypedef, makeBuiltin } from './bootstrap.js';
import { W_Root } from './root.js';
import { getset, method, staticmethod, typedef } from './typedef.js';
import { W_DictBase } from './w-dict.js';
import { newInt } from './w-int.js';
import { w_None } from './w-none.js';
import { intern, newStr } from './w-str.js';
import type { W_Str } from './w-str.js';
import { newPair, newTuple, tupleType, W_TupleUser } from './w-tuple.js';
import { newBuiltinType, objectType, W_Type } from './w-type.js';
import { newDict } from './dict.js';

/** The fields of a struct sequence type: the first `visible` are the tuple's items. */
class Fields {
  constructor(
    readonly w_type: W_Type,
    readonly names: W_Str[],
    readonly visible: int,
  ) {}
}

const allFields: Fields[] = [];

/** An instance; hidden fields follow the items. */
export class W_StructSequence extends W_TupleUser {
  constructor(
    w_type: W_Type,
    items: FixedArray<W_Root>,
    readonly all: FixedArray<W_Root>,
  ) {
    super(w_type, items);
  }
}

/** A type; `qualified` is module.name; load time. Types are completed by `completeStructSequences`. */
export function structSequenceType(qualified: string, names: readonly string[], visible: int): W_Type {
  const dot = qualified.lastIndexOf('.');
  const w_type = newBuiltinType(qualified.slice(dot + 1), tupleType);
  if (dot >= 0) w_type.module = qualified.slice(0, dot);
  w_type.layoutBase = tupleType;
  const interned: W_Str[] = [];
  for (const name of names) interned.push(intern(name));
  allFields.push(new Fields(w_type, interned, visible));
  return w_type;
}

function fieldsOf(w_type: W_Type): Fields {
  for (const w_base of w_type.mro) {
    for (const fields of allFields) if (fields.w_type === w_base) return fields;
  }
  throw typeError(`${w_type.name} is not a struct sequence`);
}

/** An instance of all fields' values. */
export function newStructSequence(w_type: W_Type, values: FixedArray<W_Root>): W_StructSequence {
  const visible = fieldsOf(w_type).visible;
  return new W_StructSequence(w_type, sliceFixed(values, 0, visible), values);
}

function sequenceNew(w_type: W_Root, w_sequence: W_Root, w_dict: W_Root | null): W_Root {
  if (!(w_type instanceof W_Type)) throw typeError('not a type');
  const fields = fieldsOf(w_type);
  const name = qualifiedTypeName(w_type);
  const given = collect(w_sequence);
  const maximum = fields.names.length;
  if (given.length < fields.visible) {
    throw typeError(
      maximum === fields.visible
        ? `${name}() takes a ${fields.visible}-sequence (${given.length}-sequence given)`
        : `${name}() takes an at least ${fields.visible}-sequence (${given.length}-sequence given)`,
    );
  }
  if (given.length > maximum) {
    throw typeError(
      maximum === fields.visible
        ? `${name}() takes a ${fields.visible}-sequence (${given.length}-sequence given)`
        : `${name}() takes an at most ${maximum}-sequence (${given.length}-sequence given)`,
    );
  }
  const values: W_Root[] = [];
  for (const w_item of given) values.push(w_item);
  for (let i = given.length; i < maximum; i++) {
    const w_value = w_dict instanceof W_DictBase ? w_dict.getStr(fields.names[i] as W_Str) : null;
    values.push(w_value === null ? w_None : w_value);
  }
  return newStructSequence(w_type, sealList(values));
}

function sequenceRepr(self: W_StructSequence): W_Root {
  const fields = fieldsOf(self.getType());
  let text = '';
  for (let i = 0; i < fields.visible; i++) {
    text += `${i > 0 ? ', ' : ''}${(fields.names[i] as W_Str).utf8()}=${reprText(self.all[i] as W_Root)}`;
  }
  return newStr(`${qualifiedTypeName(self.getType())}(${text})`);
}

function sequenceReduce(self: W_StructSequence): W_Root {
  const fields = fieldsOf(self.getType());
  const w_hidden = newDict();
  for (let i = fields.visible; i < fields.names.length; i++) {
    w_hidden.setStr(fields.names[i] as W_Str, self.all[i] as W_Root);
  }
  return newPair(self.getType(), newPair(newTuple(self.items), w_hidden));
}

/** The descriptor of a field. */
class W_StructField extends W_Root {
  constructor(
    readonly w_name: W_Str,
    readonly w_owner: W_Type,
    readonly position: int,
  ) {
    super();
  }

  override getType(): W_Type {
    return structFieldType;
  }
}

const structFieldType: W_Type = newBuiltinType('member_descriptor', objectType);

function fieldGet(self: W_StructField, w_obj: W_Root, _w_owner: W_Root | null): W_Root {
  if (w_obj === w_None) return self;
  if (w_obj instanceof W_StructSequence) return w_obj.all[self.position] as W_Root;
  throw typeError(
    `descriptor '${self.w_name.utf8()}' for '${self.w_owner.name}' objects doesn't apply to a '${typeName(w_obj)}' object`,
  );
}

function fieldSet(self: W_StructField, w_obj: W_Root, _w_value: W_Root): W_Root {
  return fieldDelete(self, w_obj);
}

function fieldDelete(_self: W_StructField, w_obj: W_Root): W_Root {
  throw attributeError('readonly attribute', w_obj, intern('readonly'));
}

function fieldName(self: W_StructField): W_Root {
  return self.w_name;
}

function fieldOwner(self: W_StructField): W_Root {
  return self.w_owner;
}

function fieldRepr(self: W_StructField): W_Root {
  return newStr(`<member '${self.w_name.utf8()}' of '${qualifiedTypeName(self.w_owner)}' objects>`);
}

const structFieldTypedef = typedef(structFieldType, W_StructField, { subclassable: false }, [
  method('__get__', '($self, instance, owner=None, /)', fieldGet),
  method('__set__', '($self, instance, value, /)', fieldSet),
  method('__delete__', '($self, instance, /)', fieldDelete),
  method('__repr__', '($self, /)', fieldRepr),
  getset('__name__', fieldName),
  getset('__objclass__', fieldOwner),
]);

/** Completes all types; load time. */
export function completeStructSequences(): void {
  if (structFieldType.dict.count === 0) installTypedef(structFieldTypedef);
  for (const fields of allFields) {
    const w_type = fields.w_type;
    if (w_type.dict.count > 0) continue;
    for (const row of [
      staticmethod('__new__', '($type, sequence, dict=None)', sequenceNew),
      method('__repr__', '($self, /)', sequenceRepr),
      method('__reduce__', '($self, /)', sequenceReduce),
    ]) {
      if (row.kind === 'method' || row.kind === 'staticmethod') {
        w_type.dict.set(
          intern(row.name),
          makeBuiltin(row, w_type, row.kind === 'method' ? W_StructSequence : null),
        );
      }
    }
    for (let i = 0; i < fields.names.length; i++) {
      const name = fields.names[i] as W_Str;
      w_type.dict.set(name, new W_StructField(name, w_type, i));
    }
    w_type.dict.set(intern('n_fields'), newInt(fields.names.length));
    w_type.dict.set(intern('n_sequence_fields'), newInt(fields.visible));
    w_type.dict.set(intern('n_unnamed_fields'), newInt(0));
    const visible: W_Root[] = [];
    for (let i = 0; i < fields.visible; i++) visible.push(fields.names[i] as W_Str);
    w_type.dict.set(intern('__match_args__'), newTuple(visible));
    w_type.modified();
  }
}
