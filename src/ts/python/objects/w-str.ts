/** `str`: the exact class, instances of user subclasses, and interning. */
import { cast } from '../../rlib/object.js';
import type { FixedArray } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import { InternTable } from './intern-table.js';
import type { MapNode } from './map.js';
import { newStorage } from './map.js';
import type { W_Root } from './root.js';
import { slotNames } from './slots.js';
import { sequenceLength, W_StrBase } from './w-str-base.js';
import { newBuiltinType, objectType, slotStrings, watchInstance } from './w-type.js';
import type { W_Type } from './w-type.js';

export const strType: W_Type = newBuiltinType('str', objectType);

export class W_Str extends W_StrBase {
  override getType(): W_Type {
    return strType;
  }
}

export class W_StrUser extends W_StrBase {
  private map: MapNode;
  private storage: FixedArray<W_Root | null>;

  constructor(w_type: W_Type, utf8: string, length: int) {
    super(utf8, length);
    this.map = w_type.getInstanceMap();
    this.storage = newStorage(this.map);
    watchInstance(this, w_type);
  }

  override getType(): W_Type {
    return this.map.w_type;
  }

  override getMap(): MapNode {
    return this.map;
  }

  override getStorage(): FixedArray<W_Root | null> {
    return this.storage;
  }

  override setMap(map: MapNode, storage: FixedArray<W_Root | null>): void {
    this.map = map;
    this.storage = storage;
  }
}

/** A str of UTF-8 bytes. */
export function newStr(utf8: string): W_Str {
  if (utf8.length < 2) return utf8.length === 0 ? w_emptyStr : (asciiCharacters[utf8.charCodeAt(0)] as W_Str);
  return new W_Str(utf8, -1);
}

/** The character that begins at an offset, whose first byte is given. */
export function characterAt(utf8: string, offset: int, first: int): W_Str {
  if (first < 0x80) return asciiCharacters[first] as W_Str;
  return new W_Str(utf8.slice(offset, offset + sequenceLength(first)), 1);
}

/** A str of bytes known to be ASCII. */
export function newAsciiStr(text: string): W_Str {
  if (text.length < 2) return newStr(text);
  return new W_Str(text, text.length);
}

/** Shorter texts are copied: that is as fast, and takes less memory. */
const LEAST_GROWING: int = 512;

/** What a text must have of the parts that are appended, for room to be made for more of them. */
const GROWING_SHARE: int = 8;

/** `a + b`. */
export function concatStrs(w_a: W_Str, w_b: W_Str): W_Str {
  const size = w_a.size();
  if (size < LEAST_GROWING || size < w_b.size() * GROWING_SHARE) return newStr(w_a.utf8() + w_b.utf8());
  if (w_b.size() === 0) return w_a;
  return new W_Str('', w_a.length() + w_b.length(), w_a.appended(w_b.utf8()));
}

const internTable: InternTable = new InternTable();

/** The canonical str object of a text that the source knows: it never dies. */
export function intern(utf8: string): W_Str {
  const w_str = internText(utf8);
  internTable.keep(w_str);
  return w_str;
}

/** The canonical str object of a text that comes from a program. */
export function internText(utf8: string): W_Str {
  return internStr(new W_Str(utf8, -1));
}

/** The canonical object equal to a str (an exact one). It is so as long as somebody has it. */
export function internStr(w_str: W_StrBase): W_Str {
  const w_exact = lookupStr(w_str);
  if (!w_exact.interned) {
    w_exact.interned = true;
    internTable.add(w_exact);
  }
  return w_exact;
}

/**
 * The canonical object equal to a str if there is one: what maps and types may have as a name. Otherwise an equal one (exact): to look
 * for it makes no canonical one.
 */
export function lookupStr(w_str: W_StrBase): W_Str {
  if (w_str.interned && w_str instanceof W_Str) return w_str;
  const w_known = internTable.find(w_str);
  if (w_known !== null) return cast(w_known, W_Str);
  return w_str instanceof W_Str ? w_str : new W_Str(w_str.utf8(), -1);
}

export const w_emptyStr: W_Str = intern('');

/** The 128 one-character ASCII strings. */
const asciiCharacters: FixedArray<W_Str> = makeAsciiCharacters();

function makeAsciiCharacters(): FixedArray<W_Str> {
  const result: FixedArray<W_Str> = [];
  for (let c = 0; c < 128; c++) result.push(intern(String.fromCharCode(c)));
  return result;
}

for (const name of slotNames) slotStrings.push(intern(name));
