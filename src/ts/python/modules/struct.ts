/** Module `_struct`: packing of values into bytes by a format, in the machine's or a standard form. */
import { sealList } from '../../rlib/array.js';
import { repeatString, StringBuilder } from '../../rlib/bytes.js';
import { doubleFromBytes, singleFromBytes } from '../../rlib/float.js';
import { floorDiv, floorMod, MAX_WORD } from '../../rlib/int.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { isTrue } from '../interp/compare.js';
import { index, toFloat, toWord } from '../interp/convert.js';
import { newError, overflowError, typeError, typeName } from '../interp/errors.js';
import { getBytes, getWritableBuffer } from '../objects/buffer.js';
import { halfFromBits, isIntCode, itemSizeOf, packFloat, packInt, unpackInt } from '../objects/item-codec.js';
import { iteratorRows } from '../objects/iterators.js';
import { checkedNewType } from '../objects/new-type.js';
import { W_Iterator } from '../objects/root.js';
import type { W_Root } from '../objects/root.js';
import { Slot } from '../objects/slots.js';
import { func, getset, method, moduledef, staticmethod, typedef, value } from '../objects/typedef.js';
import { newBytes, W_BytearrayBase, W_BytesBase } from '../objects/w-bytes.js';
import { ExceptionType, OperationError, OverflowErrorType } from '../objects/w-exception.js';
import { newFloat } from '../objects/w-float.js';
import { newBool, newInt, W_IntBase } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import type { W_TupleBase } from '../objects/w-tuple.js';
import { newTuple } from '../objects/w-tuple.js';
import { newBuiltinType, objectType, W_Mapped } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';

const structType: W_Type = newBuiltinType('Struct', objectType);
const unpackIteratorType: W_Type = newBuiltinType('unpack_iterator', objectType);
const errorType: W_Type = newBuiltinType('error', ExceptionType);
errorType.hasDict = true;
errorType.module = 'struct';

function structError(message: string): OperationError {
  return newError(errorType, message);
}

/** One run of a format: `count` items of a code, or a string of `count` bytes for `s` and `p`. */
class Part {
  constructor(
    readonly code: string,
    readonly count: int,
    readonly size: int,
    readonly offset: int,
  ) {}

  /** Values taken or given. */
  values(): int {
    return this.code === 'x' ? 0 : this.code === 's' || this.code === 'p' ? 1 : this.count;
  }
}

const STANDARD = 'cbB?hHiIlLqQefd';
const STANDARD_SIZES = '111122444488248';

class Layout {
  readonly parts: Part[] = [];
  size: int = 0;
  values: int = 0;
  readonly bigEndian: boolean;

  constructor(readonly format: string) {
    const mark = format.length === 0 ? 64 : format.charCodeAt(0);
    this.bigEndian = mark === 62 || mark === 33;
    const standard = this.bigEndian || mark === 60 || mark === 61;
    let at = standard || (mark === 64 && format.length > 0) ? 1 : 0;
    const native = !standard;
    while (at < format.length) {
      let c = format.charCodeAt(at++);
      if (c === 32 || (c >= 9 && c <= 13)) continue;
      let count = 1;
      if (c >= 48 && c <= 57) {
        count = 0;
        while (c >= 48 && c <= 57) {
          if (count > floorDiv(MAX_WORD, 16)) throw structError('overflow in item count');
          count = count * 10 + c - 48;
          if (at >= format.length) throw structError('repeat count given without format specifier');
          c = format.charCodeAt(at++);
        }
      }
      this.add(String.fromCharCode(c), count, native);
    }
  }

  private add(code: string, count: int, native: boolean): void {
    let size = 1;
    if (code !== 'x' && code !== 's' && code !== 'p') {
      const at = STANDARD.indexOf(code, 0);
      size = native ? itemSizeOf(code) : at < 0 ? 0 : STANDARD_SIZES.charCodeAt(at) - 48;
      if (size === 0) throw structError('bad char in struct format');
    }
    if (native) this.size += floorMod(-this.size, size);
    const part = new Part(code, count, size, this.size);
    this.parts.push(part);
    if (count > floorDiv(MAX_WORD - this.size, size)) throw structError('total struct size too long');
    this.size += count * size;
    this.values += part.values();
  }
}

function formatText(w_format: W_Root): string {
  if (w_format instanceof W_StrBase) return w_format.utf8();
  if (w_format instanceof W_BytesBase || w_format instanceof W_BytearrayBase) return getBytes(w_format);
  throw typeError(`Struct() argument 1 must be a str or bytes object, not ${typeName(w_format)}`);
}

function turned(bytes: string): string {
  const builder = new StringBuilder();
  for (let i = bytes.length - 1; i >= 0; i--) builder.appendByte(bytes.charCodeAt(i));
  return builder.build();
}

function packOne(code: string, size: int, w_value: W_Root): string {
  if (code === '?') return isTrue(w_value) ? '\x01' : '\x00';
  if (code === 'c') {
    if (w_value instanceof W_BytesBase && w_value.value.length === 1) return w_value.value;
    throw structError('char format requires a bytes object of length 1');
  }
  if (!isIntCode(code)) {
    if (w_value.getType().findSlot(Slot.FLOAT) === null && w_value.getType().findSlot(Slot.INDEX) === null) {
      throw structError('required argument is not a float');
    }
    const bytes = packFloat(toFloat(w_value), code);
    if (bytes === null) throw overflowError(`float too large to pack with ${code} format`);
    return bytes;
  }
  if (!(w_value instanceof W_IntBase) && w_value.getType().findSlot(Slot.INDEX) === null) {
    throw structError('required argument is not an integer');
  }
  try {
    return packInt(index(w_value), size, code);
  } catch (e) {
    const error = caught(e);
    if (error instanceof OperationError && error.matches(OverflowErrorType)) {
      if (size === 8) throw structError('int too large to convert');
      throw structError(`${rangeName(size, code)} format requires ${rangeText(size, code)}`);
    }
    throw error;
  }
}

function rangeName(size: int, code: string): string {
  if (size === 1) return code === 'B' ? 'ubyte' : 'byte';
  if (size === 2) return code === 'H' ? 'ushort' : 'short';
  return `'${code}'`;
}

function rangeText(size: int, code: string): string {
  const half = size === 1 ? 128 : size === 2 ? 32768 : 2147483648;
  if ('bhil'.indexOf(code, 0) >= 0) return `${-half} <= number <= ${half - 1}`;
  return `0 <= number <= ${2 * half - 1}`;
}

function packBytes(part: Part, w_value: W_Root): string {
  if (!(w_value instanceof W_BytesBase || w_value instanceof W_BytearrayBase)) {
    throw structError(`argument for '${part.code}' must be a bytes object`);
  }
  const text = getBytes(w_value);
  if (part.code === 'p') {
    if (part.count === 0) return '';
    const room = part.count - 1;
    const length = text.length < room ? text.length : room;
    const shown = length > 255 ? 255 : length;
    return String.fromCharCode(shown) + text.slice(0, length) + repeatString('\x00', room - length);
  }
  if (text.length >= part.count) return text.slice(0, part.count);
  return text + repeatString('\x00', part.count - text.length);
}

function packAll(layout: Layout, args: W_TupleBase, skip: int, name: string): string {
  if (args.items.length - skip !== layout.values) {
    throw structError(
      `${name} expected ${layout.values} items for packing (got ${args.items.length - skip})`,
    );
  }
  const builder = new StringBuilder();
  let next = skip;
  for (const part of layout.parts) {
    builder.append(repeatString('\x00', part.offset - builder.length()));
    if (part.code === 'x') {
      builder.append(repeatString('\x00', part.count));
    } else if (part.code === 's' || part.code === 'p') {
      builder.append(packBytes(part, args.items[next++] as W_Root));
    } else {
      for (let i = 0; i < part.count; i++) {
        const bytes = packOne(part.code, part.size, args.items[next++] as W_Root);
        builder.append(layout.bigEndian ? turned(bytes) : bytes);
      }
    }
  }
  return builder.build();
}

function unpackOne(code: string, bytes: string): W_Root {
  if (code === '?') return newBool(bytes !== '\x00');
  if (code === 'c') return newBytes(bytes);
  if (code === 'd') return newFloat(doubleFromBytes(bytes, 0));
  if (code === 'f') return newFloat(singleFromBytes(bytes, 0));
  if (code === 'e') return newFloat(halfFromBits(bytes.charCodeAt(0) + 256 * bytes.charCodeAt(1)));
  return unpackInt(bytes, code);
}

function unpackAll(layout: Layout, bytes: string, start: int): W_Root {
  const items: W_Root[] = [];
  for (const part of layout.parts) {
    const from = start + part.offset;
    if (part.code === 'x') continue;
    if (part.code === 's') {
      items.push(newBytes(bytes.slice(from, from + part.count)));
    } else if (part.code === 'p') {
      let length = part.count === 0 ? 0 : bytes.charCodeAt(from);
      if (length >= part.count) length = part.count === 0 ? 0 : part.count - 1;
      items.push(newBytes(bytes.slice(from + 1, from + 1 + length)));
    } else {
      for (let i = 0; i < part.count; i++) {
        const item = bytes.slice(from + i * part.size, from + (i + 1) * part.size);
        items.push(unpackOne(part.code, layout.bigEndian ? turned(item) : item));
      }
    }
  }
  return newTuple(sealList(items));
}

function unpackExact(layout: Layout, w_buffer: W_Root): W_Root {
  const bytes = getBytes(w_buffer);
  if (bytes.length !== layout.size) throw structError(`unpack requires a buffer of ${layout.size} bytes`);
  return unpackAll(layout, bytes, 0);
}

function checkOffset(layout: Layout, length: int, given: int, name: string): int {
  if (given < 0 && given + layout.size > 0) {
    throw structError(
      name === 'pack_into'
        ? `no space to pack ${layout.size} bytes at offset ${given}`
        : `not enough data to unpack ${layout.size} bytes`,
    );
  }
  if (given < 0 && given + length < 0)
    throw structError(`offset ${given} out of range for ${length}-byte buffer`);
  const offset = given < 0 ? given + length : given;
  if (length - offset < layout.size) {
    const verb = name === 'pack_into' ? 'packing' : 'unpacking';
    throw structError(
      `${name} requires a buffer of at least ${layout.size + offset} bytes for ${verb} ${layout.size} bytes at offset ${offset} (actual buffer size is ${length})`,
    );
  }
  return offset;
}

function unpackFrom(layout: Layout, w_buffer: W_Root, w_offset: W_Root | null): W_Root {
  const bytes = getBytes(w_buffer);
  return unpackAll(
    layout,
    bytes,
    checkOffset(layout, bytes.length, w_offset === null ? 0 : toWord(w_offset), 'unpack_from'),
  );
}

function packInto(layout: Layout, args: W_TupleBase, skip: int): W_Root {
  if (args.items.length < skip + 2) throw structError('pack_into expected buffer argument');
  const buffer = getWritableBuffer(args.items[skip] as W_Root, 'pack_into() argument 1');
  const text = packAll(layout, args, skip + 2, 'pack_into');
  buffer.write(
    checkOffset(layout, buffer.length(), toWord(args.items[skip + 1] as W_Root), 'pack_into'),
    text,
  );
  return w_None;
}

class W_Struct extends W_Mapped {
  layout: Layout = new Layout('');
}

class W_UnpackIterator extends W_Iterator {
  private at: int = 0;

  constructor(
    private readonly layout: Layout,
    private readonly bytes: string,
  ) {
    super();
  }

  override getType(): W_Type {
    return unpackIteratorType;
  }

  override next(): W_Root | null {
    if (this.at >= this.bytes.length) return null;
    const w_values = unpackAll(this.layout, this.bytes, this.at);
    this.at += this.layout.size;
    return w_values;
  }
}

function iterUnpackOf(layout: Layout, w_buffer: W_Root): W_Root {
  const bytes = getBytes(w_buffer);
  if (layout.size === 0) throw structError('cannot iteratively unpack with a struct of length 0');
  if (floorMod(bytes.length, layout.size) !== 0) {
    throw structError(`iterative unpacking requires a buffer of a multiple of ${layout.size} bytes`);
  }
  return new W_UnpackIterator(layout, bytes);
}

function layoutOf(w_format: W_Root): Layout {
  return w_format instanceof W_Struct ? w_format.layout : new Layout(formatText(w_format));
}

function calcsize(w_format: W_Root): W_Root {
  return newInt(layoutOf(w_format).size);
}

function pack(w_format: W_Root, w_args: W_TupleBase): W_Root {
  return newBytes(packAll(layoutOf(w_format), w_args, 0, 'pack'));
}

function packIntoFunction(w_format: W_Root, w_args: W_TupleBase): W_Root {
  return packInto(layoutOf(w_format), w_args, 0);
}

function unpack(w_format: W_Root, w_buffer: W_Root): W_Root {
  return unpackExact(layoutOf(w_format), w_buffer);
}

function unpackFromFunction(w_format: W_Root, w_buffer: W_Root, w_offset: W_Root | null): W_Root {
  return unpackFrom(layoutOf(w_format), w_buffer, w_offset);
}

function iterUnpack(w_format: W_Root, w_buffer: W_Root): W_Root {
  return iterUnpackOf(layoutOf(w_format), w_buffer);
}

function clearCache(): W_Root {
  return w_None;
}

function structNew(w_type: W_Root, _w_args: W_Root): W_Root {
  return new W_Struct(checkedNewType(w_type, structType));
}

function structInit(self: W_Struct, w_format: W_Root): W_Root {
  self.layout = new Layout(formatText(w_format));
  return w_None;
}

function getFormat(self: W_Struct): W_Root {
  return newStr(self.layout.format);
}

function getSize(self: W_Struct): W_Root {
  return newInt(self.layout.size);
}

export const structModule = moduledef(
  '_struct',
  'Packing values into bytes and back.',
  [
    func('calcsize', '($module, format, /)', calcsize),
    func('pack', '($module, format, /, *values)', pack),
    func('pack_into', '($module, format, /, *values)', packIntoFunction),
    func('unpack', '($module, format, buffer, /)', unpack),
    func('unpack_from', '($module, format, /, buffer, offset=0)', unpackFromFunction),
    func('iter_unpack', '($module, format, buffer, /)', iterUnpack),
    func('_clearcache', '($module, /)', clearCache),
    value('error', () => errorType),
    value('Struct', () => structType),
  ],
  [
    typedef(unpackIteratorType, W_UnpackIterator, { subclassable: false }, iteratorRows),
    typedef(structType, W_Struct, { module: '_struct' }, [
      staticmethod('__new__', '($type, /, *args)', structNew),
      method('__init__', '($self, /, format)', structInit),
      method('pack', '($self, /, *values)', pack),
      method('pack_into', '($self, /, *values)', packIntoFunction),
      method('unpack', '($self, buffer, /)', unpack),
      method('unpack_from', '($self, /, buffer, offset=0)', unpackFromFunction),
      method('iter_unpack', '($self, buffer, /)', iterUnpack),
      getset('format', getFormat),
      getset('size', getSize),
    ]),
  ],
);
