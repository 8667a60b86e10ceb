/**
 * Pickling of arrays: up to protocol 2 as a list, later as bytes with the machine's format, so that other machines can read
 * them. The formats are numbered: ints by size, sign and order of bytes, then floats, then characters.
 */
import { listToFixed } from '../../../rlib/array.js';
import { StringBuilder } from '../../../rlib/bytes.js';
import { doubleFromBytes, singleFromBytes } from '../../../rlib/float.js';
import { floorDiv, floorMod } from '../../../rlib/int.js';
import type { int } from '../../../rlib/types.js';
import { callArgs2 } from '../../interp/call.js';
import { toWord } from '../../interp/convert.js';
import { typeError, typeName, valueError } from '../../interp/errors.js';
import { decodeBytes } from '../../objects/text-codec.js';
import { objectState } from '../../objects/object-reduce.js';
import type { W_Root } from '../../objects/root.js';
import { func } from '../../objects/typedef.js';
import { newBytes, W_BytesBase } from '../../objects/w-bytes.js';
import { newFloat } from '../../objects/w-float.js';
import { newInt } from '../../objects/w-int.js';
import { newListOwning } from '../../objects/w-list.js';
import { newStr } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { newPair, newTuple } from '../../objects/w-tuple.js';
import { W_Type } from '../../objects/w-type.js';
import { getAttribute } from '../../interp/attributes.js';
import { importModule } from '../../interp/import-module.js';
import { intern } from '../../objects/w-str.js';
import { arrayType, findItemType, ItemKind } from './w-array.js';
import type { ItemType, W_Array } from './w-array.js';

const FLOAT_FORMATS = 14;
const UNICODE_FORMATS = 18;
const FORMATS = 22;

/** The number of the format of items on this machine, which stores the low byte first. */
function formatOf(type: ItemType): int {
  switch (type.kind) {
    case ItemKind.SINGLE:
      return FLOAT_FORMATS;
    case ItemKind.DOUBLE:
      return FLOAT_FORMATS + 2;
    case ItemKind.UNICODE:
      return UNICODE_FORMATS + 2;
    default:
      break;
  }
  const signed = type.kind === ItemKind.SIGNED;
  if (type.size === 1) return signed ? 1 : 0;
  const sizes = type.size === 2 ? 0 : type.size === 4 ? 4 : 8;
  return 2 + sizes + (signed ? 2 : 0);
}

/** The int type of a format. */
function intCode(format: int): string {
  return 'BbHHhhIIiiQQqq'.slice(format, format + 1);
}

function isBigEndian(format: int): boolean {
  return format >= 2 && floorMod(format, 2) === 1;
}

function formatSize(format: int): int {
  return '1122224444888844882244'.charCodeAt(format) - 48;
}

/** Items of bytes with the bytes of each the other way round. */
export function swapBytes(text: string, size: int): string {
  if (size === 1) return text;
  const builder = new StringBuilder();
  for (let from = 0; from + size <= text.length; from += size) {
    for (let i = size - 1; i >= 0; i--) builder.appendByte(text.charCodeAt(from + i));
  }
  return builder.build();
}

function arrayReconstructor(w_type: W_Root, w_code: W_Root, w_format: W_Root, w_items: W_Root): W_Root {
  if (!(w_type instanceof W_Type))
    throw typeError(`first argument must be a type object, not ${typeName(w_type)}`);
  if (!w_type.isSubtype(arrayType)) throw typeError(`${w_type.name} is not a subtype of array.array`);
  if (!(w_code instanceof W_StrBase) || w_code.length() !== 1) {
    throw typeError(`_array_reconstructor() argument 2 must be a unicode character, not ${typeName(w_code)}`);
  }
  const type = findItemType(w_code.utf8());
  if (type === null) throw valueError('second argument must be a valid type code');
  const format = toWord(w_format);
  if (format < 0 || format >= FORMATS)
    throw valueError('third argument must be a valid machine format code.');
  if (!(w_items instanceof W_BytesBase))
    throw typeError(`fourth argument should be bytes, not ${typeName(w_items)}`);
  const size = formatSize(format);
  if (format === formatOf(type)) return callArgs2(w_type, w_code, newBytes(w_items.value));
  if (floorMod(w_items.value.length, size) !== 0)
    throw valueError('string length not a multiple of item size');
  if (format >= UNICODE_FORMATS) {
    const encoding = `utf-${size * 8}-${isBigEndian(format) ? 'be' : 'le'}`;
    return callArgs2(w_type, w_code, decodeBytes(w_items, encoding, 'strict'));
  }
  const text = isBigEndian(format) ? swapBytes(w_items.value, size) : w_items.value;
  if (format >= FLOAT_FORMATS) {
    const items: W_Root[] = [];
    for (let from = 0; from < text.length; from += size) {
      items.push(newFloat(size === 4 ? singleFromBytes(text, from) : doubleFromBytes(text, from)));
    }
    return callArgs2(w_type, w_code, newListOwning(items));
  }
  return callArgs2(w_type, newStr(intCode(format)), newBytes(text));
}

const n_reconstructor = intern('_array_reconstructor');

export function arrayReduceEx(self: W_Array, w_protocol: W_Root): W_Root {
  const protocol = toWord(w_protocol);
  const w_state = objectState(self, false);
  const w_code = newStr(self.itemType.code);
  if (protocol < 3) {
    const items: W_Root[] = [];
    for (let i = 0; i < self.length; i++) items.push(self.get(i));
    return newTuple([self.getType(), newPair(w_code, newListOwning(items)), w_state]);
  }
  const w_reconstructor = getAttribute(importModule('array'), n_reconstructor);
  const args: W_Root[] = [
    self.getType(),
    w_code,
    newInt(formatOf(self.itemType)),
    newBytes(self.bytes(0, self.length)),
  ];
  return newTuple([w_reconstructor, newTuple(listToFixed(args)), w_state]);
}

/** The number of items that some bytes are; ValueError if they are no whole number of items. */
export function itemCount(text: string, type: ItemType): int {
  if (floorMod(text.length, type.size) !== 0) throw valueError('bytes length not a multiple of item size');
  return floorDiv(text.length, type.size);
}

export const pickleRows = [
  func('_array_reconstructor', '($module, arraytype, typecode, mformat_code, items, /)', arrayReconstructor),
];
