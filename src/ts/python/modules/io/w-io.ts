/** The types of module `_io`, and what all streams share: a closed flag of those that know it themselves. */
import { W_Mapped, newBuiltinType, objectType } from '../../objects/w-type.js';
import type { W_Type } from '../../objects/w-type.js';

export const ioBaseType: W_Type = newBuiltinType('_IOBase', objectType);
export const rawIoBaseType: W_Type = newBuiltinType('_RawIOBase', ioBaseType);
export const bufferedIoBaseType: W_Type = newBuiltinType('_BufferedIOBase', ioBaseType);
export const textIoBaseType: W_Type = newBuiltinType('_TextIOBase', ioBaseType);
export const fileIoType: W_Type = newBuiltinType('FileIO', rawIoBaseType);
export const bytesIoType: W_Type = newBuiltinType('BytesIO', bufferedIoBaseType);
export const bufferedReaderType: W_Type = newBuiltinType('BufferedReader', bufferedIoBaseType);
export const bufferedWriterType: W_Type = newBuiltinType('BufferedWriter', bufferedIoBaseType);
export const bufferedRandomType: W_Type = newBuiltinType('BufferedRandom', bufferedIoBaseType);
export const bufferedPairType: W_Type = newBuiltinType('BufferedRWPair', bufferedIoBaseType);
export const stringIoType: W_Type = newBuiltinType('StringIO', textIoBaseType);
export const textWrapperType: W_Type = newBuiltinType('TextIOWrapper', textIoBaseType);
export const newlineDecoderType: W_Type = newBuiltinType('IncrementalNewlineDecoder', objectType);

/** An instance of a stream type, or of a subclass. */
export class W_IOBase extends W_Mapped {
  /** Set by the base class's `close`. */
  baseClosed: boolean = false;
}
