/**
 * `memoryview`: items of the memory of another object, by format, shape and strides (in bytes).
 *
 * A view of one dimension can be sliced; views of more dimensions come from `cast` and can be indexed by tuples.
 * All views of one memory hold it (`RawBuffer.acquire`) until they are released or forgotten.
 */
import { sealList } from '../../rlib/array.js';
import { StringBuilder } from '../../rlib/bytes.js';
import { floorDiv, floorMod } from '../../rlib/int.js';
import { caught } from '../../rlib/throwable.js';
import type { int } from '../../rlib/types.js';
import { isTrue, equalsTrue } from '../interp/compare.js';
import { index, subscriptWord, toFloat, toWord } from '../interp/convert.js';
import { indexError, newError, typeError, typeName, valueError } from '../interp/errors.js';
import { collect } from '../interp/iteration.js';
import { hexOf } from './bytes-hex.js';
import { isIntCode, itemSizeOf, packFloat, packInt, unpackItem } from './item-codec.js';
import { hexAddress } from './identity.js';
import { iteratorRows } from './iterators.js';
import { RawBuffer } from './raw-buffer.js';
import { W_Iterator, W_Root } from './root.js';
import { resolveSlice, W_Slice } from './slice.js';
import { Slot } from './slots.js';
import { getset, method, staticmethod, typedef } from './typedef.js';
import { newBytes, W_BytesBase } from './w-bytes.js';
import {
  BufferErrorType,
  NotImplementedErrorType,
  OperationError,
  OverflowErrorType,
} from './w-exception.js';
import { newBool, newInt, W_IntBase, w_False, w_True } from './w-int.js';
import { newListOwning } from './w-list.js';
import { w_Ellipsis, w_None, w_NotImplemented } from './w-none.js';
import { newStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { newTuple, w_emptyTuple, W_TupleBase } from './w-tuple.js';
import { newBuiltinType, objectType } from './w-type.js';
import type { W_Type } from './w-type.js';

export const memoryviewType: W_Type = newBuiltinType('memoryview', objectType);
export const memoryviewIteratorType: W_Type = newBuiltinType('memory_iterator', objectType);

export class W_MemoryView extends W_Root {
  released: boolean = false;
  /** Buffers of this view that others hold. */
  exports: int = 0;
  w_hash: W_Root | null = null;

  constructor(
    readonly w_object: W_Root,
    readonly buffer: RawBuffer,
    readonly offset: int,
    readonly format: string,
    readonly itemSize: int,
    readonly shape: int[],
    readonly strides: int[],
    readonly readonly: boolean,
  ) {
    super();
    buffer.acquire();
  }

  override getType(): W_Type {
    return memoryviewType;
  }

  override getBuffer(): RawBuffer | null {
    checkReleased(this);
    return new ViewBuffer(this);
  }

  /** Number of items. */
  count(): int {
    let count = 1;
    for (const size of this.shape) count *= size;
    return count;
  }

  itemBytes(offset: int): string {
    return this.buffer.slice(offset, offset + this.itemSize);
  }

  /** Whether the items lie one after the other, the last index changing fastest. */
  isContiguous(): boolean {
    let step = this.itemSize;
    for (let i = this.shape.length - 1; i >= 0; i--) {
      const size = this.shape[i] as int;
      if (size > 1 && this.strides[i] !== step) return false;
      step *= size;
    }
    return true;
  }

  /** The same with the first index changing fastest. */
  isFortranContiguous(): boolean {
    let step = this.itemSize;
    for (let i = 0; i < this.shape.length; i++) {
      const size = this.shape[i] as int;
      if (size > 1 && this.strides[i] !== step) return false;
      step *= size;
    }
    return true;
  }

  /** All bytes in the order of the indices. */
  bytes(): string {
    if (this.isContiguous())
      return this.buffer.slice(this.offset, this.offset + this.count() * this.itemSize);
    const builder = new StringBuilder();
    this.appendBytes(builder, 0, this.offset);
    return builder.build();
  }

  private appendBytes(builder: StringBuilder, dimension: int, offset: int): void {
    if (dimension === this.shape.length) {
      builder.append(this.itemBytes(offset));
      return;
    }
    const size = this.shape[dimension] as int;
    for (let i = 0; i < size; i++)
      this.appendBytes(builder, dimension + 1, offset + i * (this.strides[dimension] as int));
  }
}

/** A view as memory for others. */
class ViewBuffer extends RawBuffer {
  private readonly contiguous: boolean;

  constructor(readonly w_view: W_MemoryView) {
    super();
    this.contiguous = w_view.isContiguous();
  }

  override length(): int {
    return this.w_view.count() * this.w_view.itemSize;
  }

  override isReadonly(): boolean {
    return this.w_view.readonly;
  }

  /** The offset in the memory below of a byte of the view. */
  private place(byte: int): int {
    const view = this.w_view;
    if (this.contiguous) return view.offset + byte;
    let item = floorDiv(byte, view.itemSize);
    let offset = view.offset + floorMod(byte, view.itemSize);
    for (let i = view.shape.length - 1; i >= 0; i--) {
      const size = view.shape[i] as int;
      offset += floorMod(item, size) * (view.strides[i] as int);
      item = floorDiv(item, size);
    }
    return offset;
  }

  override getByte(at: int): int {
    return this.w_view.buffer.getByte(this.place(at));
  }

  override setByte(at: int, byte: int): void {
    this.w_view.buffer.setByte(this.place(at), byte);
  }

  override slice(start: int, end: int): string {
    if (this.contiguous)
      return this.w_view.buffer.slice(this.w_view.offset + start, this.w_view.offset + end);
    return this.w_view.bytes().slice(start, end);
  }

  override format(): string {
    return this.w_view.format;
  }

  override itemSize(): int {
    return this.w_view.itemSize;
  }

  override acquire(): void {
    this.w_view.exports++;
  }

  override release(): void {
    this.w_view.exports--;
  }
}

function checkReleased(self: W_MemoryView): void {
  if (self.released) throw valueError('operation forbidden on released memoryview object');
}

function memoryviewNew(_w_type: W_Root, w_object: W_Root): W_Root {
  return newMemoryView(w_object);
}

/** `memoryview(obj)`. */
export function newMemoryView(w_object: W_Root): W_MemoryView {
  if (w_object instanceof W_MemoryView) {
    checkReleased(w_object);
    return derivedView(w_object, w_object.offset, w_object.shape, w_object.strides);
  }
  const buffer = w_object.getBuffer();
  if (buffer === null)
    throw typeError(`memoryview: a bytes-like object is required, not '${typeName(w_object)}'`);
  const size = buffer.itemSize();
  const shape = [floorDiv(buffer.length(), size)];
  return new W_MemoryView(w_object, buffer, 0, buffer.format(), size, shape, [size], buffer.isReadonly());
}

function derivedView(self: W_MemoryView, offset: int, shape: int[], strides: int[]): W_MemoryView {
  return new W_MemoryView(
    self.w_object,
    self.buffer,
    offset,
    self.format,
    self.itemSize,
    shape,
    strides,
    self.readonly,
  );
}

/** The format character of items that can be taken apart; a leading `@` says nothing. */
function codeOf(self: W_MemoryView): string {
  const format = self.format;
  const code = format.startsWith('@') ? format.slice(1, format.length) : format;
  if (itemSizeOf(code) === 0)
    throw newError(NotImplementedErrorType, `memoryview: unsupported format ${format}`);
  return code;
}

function itemAt(self: W_MemoryView, offset: int): W_Root {
  return unpackItem(self.itemBytes(offset), codeOf(self));
}

function packItem(self: W_MemoryView, w_value: W_Root): string {
  const code = codeOf(self);
  if (code === 'c') {
    if (!(w_value instanceof W_BytesBase))
      throw typeError(`memoryview: invalid type for format '${self.format}'`);
    if (w_value.value.length !== 1) throw valueError(`memoryview: invalid value for format '${self.format}'`);
    return w_value.value;
  }
  if (code === '?') return isTrue(w_value) ? '\x01' : '\x00';
  try {
    if (isIntCode(code)) return packInt(index(w_value), self.itemSize, code);
    const bytes = packFloat(toFloat(w_value), code);
    if (bytes !== null) return bytes;
  } catch (e) {
    const error = caught(e);
    if (!(error instanceof OperationError)) throw error;
    if (error.matches(OverflowErrorType))
      throw valueError(`memoryview: invalid value for format '${self.format}'`);
    throw typeError(`memoryview: invalid type for format '${self.format}'`);
  }
  throw valueError(`memoryview: invalid value for format '${self.format}'`);
}

/** The offset of index `w_index` in a dimension, from `offset` on. */
function stepInto(self: W_MemoryView, offset: int, dimension: int, w_index: W_Root): int {
  const position = subscriptWord(w_index);
  const size = self.shape[dimension] as int;
  const place = position < 0 ? position + size : position;
  if (place < 0 || place >= size) throw indexError(`index out of bounds on dimension ${dimension + 1}`);
  return offset + place * (self.strides[dimension] as int);
}

function isIndex(w_key: W_Root): boolean {
  return w_key instanceof W_IntBase || w_key.getType().findSlot(Slot.INDEX) !== null;
}

/** The offset that a key means, or -1 if it is not the key of an item. */
function itemOffset(self: W_MemoryView, w_key: W_Root): int {
  const dimensions = self.shape.length;
  if (isIndex(w_key)) {
    if (dimensions === 0) throw typeError('invalid indexing of 0-dim memory');
    if (dimensions > 1)
      throw newError(NotImplementedErrorType, 'multi-dimensional sub-views are not implemented');
    return stepInto(self, self.offset, 0, w_key);
  }
  if (w_key instanceof W_TupleBase) {
    for (const w_item of w_key.items) if (!isIndex(w_item)) return -1;
    if (w_key.items.length > dimensions) {
      throw typeError(`cannot index ${dimensions}-dimension view with ${w_key.items.length}-element tuple`);
    }
    if (w_key.items.length < dimensions)
      throw newError(NotImplementedErrorType, 'sub-views are not implemented');
    let offset = self.offset;
    for (let i = 0; i < dimensions; i++) offset = stepInto(self, offset, i, w_key.items[i] as W_Root);
    return offset;
  }
  return -1;
}

function invalidKey(w_key: W_Root): OperationError {
  if (w_key instanceof W_TupleBase) {
    let slices = true;
    for (const w_item of w_key.items) slices = slices && w_item instanceof W_Slice;
    if (slices) return newError(NotImplementedErrorType, 'multi-dimensional slicing is not implemented');
  }
  return typeError('memoryview: invalid slice key');
}

function memoryviewGetItem(self: W_MemoryView, w_key: W_Root): W_Root {
  checkReleased(self);
  if (self.shape.length === 0) {
    if (w_key === w_Ellipsis) return self;
    if (w_key instanceof W_TupleBase && w_key.items.length === 0) return itemAt(self, self.offset);
    throw typeError('invalid indexing of 0-dim memory');
  }
  const offset = itemOffset(self, w_key);
  if (offset >= 0) return itemAt(self, offset);
  if (w_key instanceof W_Slice) return slicedView(self, w_key);
  throw invalidKey(w_key);
}

/** A slice along the first dimension. */
function slicedView(self: W_MemoryView, w_slice: W_Slice): W_MemoryView {
  const range = resolveSlice(w_slice, self.shape[0] as int);
  const stride = self.strides[0] as int;
  const shape: int[] = [range.count];
  const strides: int[] = [stride * range.step];
  for (let i = 1; i < self.shape.length; i++) {
    shape.push(self.shape[i] as int);
    strides.push(self.strides[i] as int);
  }
  return derivedView(
    self,
    range.count === 0 ? self.offset : self.offset + range.start * stride,
    shape,
    strides,
  );
}

function memoryviewSetItem(self: W_MemoryView, w_key: W_Root, w_value: W_Root): W_Root {
  checkReleased(self);
  if (self.readonly) throw typeError('cannot modify read-only memory');
  if (self.shape.length === 0) {
    if (w_key === w_Ellipsis || (w_key instanceof W_TupleBase && w_key.items.length === 0)) {
      self.buffer.write(self.offset, packItem(self, w_value));
      return w_None;
    }
    throw typeError('invalid indexing of 0-dim memory');
  }
  const offset = itemOffset(self, w_key);
  if (offset >= 0) {
    self.buffer.write(offset, packItem(self, w_value));
    return w_None;
  }
  if (!(w_key instanceof W_Slice)) throw invalidKey(w_key);
  if (self.shape.length > 1) {
    throw newError(
      NotImplementedErrorType,
      'memoryview slice assignments are currently restricted to ndim = 1',
    );
  }
  const target = slicedView(self, w_key);
  const source = newMemoryView(w_value);
  if (source.shape.length !== 1 || source.shape[0] !== target.shape[0] || source.format !== target.format) {
    target.buffer.release();
    source.buffer.release();
    throw valueError('memoryview assignment: lvalue and rvalue have different structures');
  }
  const bytes = source.bytes();
  const size = self.itemSize;
  for (let i = 0; i < target.count(); i++) {
    self.buffer.write(target.offset + i * (target.strides[0] as int), bytes.slice(i * size, (i + 1) * size));
  }
  target.buffer.release();
  source.buffer.release();
  return w_None;
}

function memoryviewDelItem(_self: W_MemoryView, _w_key: W_Root): W_Root {
  throw typeError('cannot delete memory');
}

function memoryviewLen(self: W_MemoryView): W_Root {
  checkReleased(self);
  return newInt(self.shape.length === 0 ? 1 : (self.shape[0] as int));
}

function listFrom(self: W_MemoryView, dimension: int, offset: int): W_Root {
  if (dimension === self.shape.length) return itemAt(self, offset);
  const items: W_Root[] = [];
  const size = self.shape[dimension] as int;
  for (let i = 0; i < size; i++)
    items.push(listFrom(self, dimension + 1, offset + i * (self.strides[dimension] as int)));
  return newListOwning(items);
}

function memoryviewTolist(self: W_MemoryView): W_Root {
  checkReleased(self);
  return listFrom(self, 0, self.offset);
}

function fortranBytes(self: W_MemoryView): string {
  const builder = new StringBuilder();
  const count = self.count();
  for (let i = 0; i < count; i++) {
    let rest = i;
    let offset = self.offset;
    for (let d = 0; d < self.shape.length; d++) {
      offset += floorMod(rest, self.shape[d] as int) * (self.strides[d] as int);
      rest = floorDiv(rest, self.shape[d] as int);
    }
    builder.append(self.itemBytes(offset));
  }
  return builder.build();
}

function memoryviewTobytes(self: W_MemoryView, w_order: W_Root | null): W_Root {
  checkReleased(self);
  const order = w_order instanceof W_StrBase ? w_order.utf8() : 'C';
  if (order === 'F' || (order === 'A' && !self.isContiguous() && self.isFortranContiguous())) {
    return newBytes(fortranBytes(self));
  }
  if (order !== 'C' && order !== 'A') throw valueError("order must be 'C', 'F' or 'A'");
  return newBytes(self.bytes());
}

function memoryviewHex(self: W_MemoryView, w_separator: W_Root | null, w_group: W_Root | null): W_Root {
  checkReleased(self);
  return hexOf(self.bytes(), w_separator, w_group);
}

function memoryviewToreadonly(self: W_MemoryView): W_Root {
  checkReleased(self);
  return new W_MemoryView(
    self.w_object,
    self.buffer,
    self.offset,
    self.format,
    self.itemSize,
    self.shape,
    self.strides,
    true,
  );
}

function memoryviewRelease(self: W_MemoryView): W_Root {
  if (self.released) return w_None;
  if (self.exports > 0) {
    throw newError(
      BufferErrorType,
      `memoryview has ${self.exports} exported buffer${self.exports === 1 ? '' : 's'}`,
    );
  }
  self.released = true;
  self.buffer.release();
  return w_None;
}

function memoryviewEnter(self: W_MemoryView): W_Root {
  checkReleased(self);
  return self;
}

function memoryviewExit(self: W_MemoryView, _w_args: W_Root): W_Root {
  return memoryviewRelease(self);
}

function isByteCode(code: string): boolean {
  return code === 'b' || code === 'B' || code === 'c';
}

function memoryviewCast(self: W_MemoryView, w_format: W_Root, w_shape: W_Root | null): W_Root {
  checkReleased(self);
  if (!(w_format instanceof W_StrBase)) {
    throw typeError(`cast() argument 'format' must be str, not ${typeName(w_format)}`);
  }
  if (!self.isContiguous()) throw typeError('memoryview: casts are restricted to C-contiguous views');
  if ((w_shape !== null || self.shape.length !== 1) && hasZero(self.shape)) {
    throw typeError('memoryview: cannot cast view with zeros in shape or strides');
  }
  const code = w_format.utf8().startsWith('@')
    ? w_format.utf8().slice(1, w_format.utf8().length)
    : w_format.utf8();
  const size = itemSizeOf(code);
  if (size === 0 || code === 'e') {
    throw valueError(
      "memoryview: destination format must be a native single character format prefixed with an optional '@'",
    );
  }
  if (!isByteCode(code) && !isByteCode(codeOf(self))) {
    throw typeError('memoryview: cannot cast between two non-byte formats');
  }
  const length = self.count() * self.itemSize;
  if (floorMod(length, size) !== 0) throw typeError('memoryview: length is not a multiple of itemsize');
  let shape: int[] = [floorDiv(length, size)];
  if (w_shape !== null && w_shape !== w_None) {
    shape = castShape(w_shape);
    if (shape.length > 1 && self.shape.length > 1) {
      throw typeError('memoryview: cast must be 1D -> ND or ND -> 1D');
    }
    let total = size;
    for (const extent of shape) total *= extent;
    if (total !== length) throw typeError('memoryview: product(shape) * itemsize != buffer size');
  }
  const strides: int[] = [];
  for (const _extent of shape) strides.push(0);
  let step = size;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= shape[i] as int;
  }
  return new W_MemoryView(
    self.w_object,
    self.buffer,
    self.offset,
    w_format.utf8(),
    size,
    shape,
    strides,
    self.readonly,
  );
}

function hasZero(shape: int[]): boolean {
  for (const size of shape) if (size === 0) return true;
  return false;
}

function castShape(w_shape: W_Root): int[] {
  if (!(w_shape instanceof W_TupleBase) && w_shape.getType().name !== 'list') {
    throw typeError('shape must be a list or a tuple');
  }
  const shape: int[] = [];
  for (const w_size of collect(w_shape)) {
    if (!(w_size instanceof W_IntBase))
      throw typeError('memoryview.cast(): elements of shape must be integers');
    const size = toWord(w_size);
    if (size <= 0) throw valueError('memoryview.cast(): elements of shape must be integers > 0');
    shape.push(size);
  }
  return shape;
}

function sameShape(a: int[], b: int[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function canCompare(self: W_MemoryView, w_other: W_Root): boolean {
  return self.released || w_other instanceof W_MemoryView || w_other.getBuffer() !== null;
}

/** Equality of values: formats may differ. */
function viewsEqual(self: W_MemoryView, w_other: W_Root): boolean {
  if (self.released) return self === w_other;
  if (w_other instanceof W_MemoryView && w_other.released) return false;
  const other = w_other instanceof W_MemoryView ? w_other : newMemoryView(w_other);
  let equal = sameShape(self.shape, other.shape);
  if (equal && self.format === other.format && isIntCode(self.format)) {
    equal = self.bytes() === other.bytes();
  } else if (equal) {
    equal = isKnown(self) && isKnown(other) && equalsTrue(memoryviewTolist(self), memoryviewTolist(other));
  }
  if (other !== w_other) other.buffer.release();
  return equal;
}

function isKnown(view: W_MemoryView): boolean {
  return itemSizeOf(view.format.startsWith('@') ? view.format.slice(1, view.format.length) : view.format) > 0;
}

function memoryviewEq(self: W_MemoryView, w_other: W_Root): W_Root {
  return canCompare(self, w_other) ? newBool(viewsEqual(self, w_other)) : w_NotImplemented;
}

function memoryviewNe(self: W_MemoryView, w_other: W_Root): W_Root {
  return canCompare(self, w_other) ? newBool(!viewsEqual(self, w_other)) : w_NotImplemented;
}

function memoryviewHash(self: W_MemoryView): W_Root {
  if (self.w_hash !== null) return self.w_hash;
  checkReleased(self);
  if (!self.readonly) throw valueError('cannot hash writable memoryview object');
  if (!isByteCode(codeOf(self)))
    throw valueError("memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
  const w_hash = newInt(newBytes(self.bytes()).hashCode());
  self.w_hash = w_hash;
  return w_hash;
}

function memoryviewRepr(self: W_MemoryView): W_Root {
  return newStr(`<${self.released ? 'released memory' : 'memory'} at ${hexAddress(self)}>`);
}

function tupleOf(values: int[]): W_Root {
  const items: W_Root[] = [];
  for (const value of values) items.push(newInt(value));
  return newTuple(sealList(items));
}

function getObj(self: W_MemoryView): W_Root {
  checkReleased(self);
  return self.w_object;
}

function getNbytes(self: W_MemoryView): W_Root {
  checkReleased(self);
  return newInt(self.count() * self.itemSize);
}

function getItemsize(self: W_MemoryView): W_Root {
  checkReleased(self);
  return newInt(self.itemSize);
}

function getFormat(self: W_MemoryView): W_Root {
  checkReleased(self);
  return newStr(self.format);
}

function getNdim(self: W_MemoryView): W_Root {
  checkReleased(self);
  return newInt(self.shape.length);
}

function getShape(self: W_MemoryView): W_Root {
  checkReleased(self);
  return tupleOf(self.shape);
}

function getStrides(self: W_MemoryView): W_Root {
  checkReleased(self);
  return tupleOf(self.strides);
}

function getSuboffsets(self: W_MemoryView): W_Root {
  checkReleased(self);
  return w_emptyTuple;
}

function getReadonly(self: W_MemoryView): W_Root {
  checkReleased(self);
  return newBool(self.readonly);
}

function getCContiguous(self: W_MemoryView): W_Root {
  checkReleased(self);
  return newBool(self.isContiguous());
}

function getFContiguous(self: W_MemoryView): W_Root {
  checkReleased(self);
  return newBool(self.isFortranContiguous());
}

function getContiguous(self: W_MemoryView): W_Root {
  checkReleased(self);
  return self.isContiguous() || self.isFortranContiguous() ? w_True : w_False;
}

export class W_MemoryViewIterator extends W_Iterator {
  private position: int = 0;

  constructor(private w_view: W_MemoryView | null) {
    super();
  }

  override getType(): W_Type {
    return memoryviewIteratorType;
  }

  override next(): W_Root | null {
    const view = this.w_view;
    if (view === null) return null;
    if (this.position >= (view.shape[0] as int)) {
      this.w_view = null;
      return null;
    }
    checkReleased(view);
    return itemAt(view, view.offset + this.position++ * (view.strides[0] as int));
  }
}

function memoryviewIter(self: W_MemoryView): W_Root {
  checkReleased(self);
  if (self.shape.length === 0) throw typeError('invalid indexing of 0-dim memory');
  if (self.shape.length !== 1)
    throw newError(NotImplementedErrorType, 'multi-dimensional sub-views are not implemented');
  codeOf(self);
  return new W_MemoryViewIterator(self);
}

export const memoryviewIteratorTypedef = typedef(
  memoryviewIteratorType,
  W_MemoryViewIterator,
  { subclassable: false },
  [...iteratorRows],
);

export const memoryviewTypedef = typedef(
  memoryviewType,
  W_MemoryView,
  {
    doc: 'memoryview(object)\n\nThe memory of an object as a sequence of items.',
    subclassable: false,
    weakrefable: true,
    pattern: 'sequence',
  },
  [
    staticmethod('__new__', '($type, object)', memoryviewNew),
    method('__repr__', '($self, /)', memoryviewRepr),
    method('__hash__', '($self, /)', memoryviewHash),
    method('__eq__', '($self, value, /)', memoryviewEq),
    method('__ne__', '($self, value, /)', memoryviewNe),
    method('__len__', '($self, /)', memoryviewLen),
    method('__getitem__', '($self, key, /)', memoryviewGetItem),
    method('__setitem__', '($self, key, value, /)', memoryviewSetItem),
    method('__delitem__', '($self, key, /)', memoryviewDelItem),
    method('__iter__', '($self, /)', memoryviewIter),
    method('__enter__', '($self, /)', memoryviewEnter),
    method('__exit__', '($self, /, *args)', memoryviewExit),
    method('release', '($self, /)', memoryviewRelease),
    method('tolist', '($self, /)', memoryviewTolist),
    method('tobytes', "($self, /, order='C')", memoryviewTobytes),
    method('hex', '($self, /, sep=None, bytes_per_sep=1)', memoryviewHex),
    method('cast', '($self, /, format, shape=None)', memoryviewCast),
    method('toreadonly', '($self, /)', memoryviewToreadonly),
    getset('obj', getObj),
    getset('nbytes', getNbytes),
    getset('itemsize', getItemsize),
    getset('format', getFormat),
    getset('ndim', getNdim),
    getset('shape', getShape),
    getset('strides', getStrides),
    getset('suboffsets', getSuboffsets),
    getset('readonly', getReadonly),
    getset('c_contiguous', getCContiguous),
    getset('f_contiguous', getFContiguous),
    getset('contiguous', getContiguous),
  ],
);
