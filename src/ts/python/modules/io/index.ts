/** Module `_io`. */
import { callArgs } from '../../interp/call.js';
import { typeError, typeName } from '../../interp/errors.js';
import type { W_Root } from '../../objects/root.js';
import type { Row } from '../../objects/typedef.js';
import { func, moduledef, value } from '../../objects/typedef.js';
import { BlockingIOErrorType } from '../../objects/w-exception.js';
import { newInt } from '../../objects/w-int.js';
import { W_Module } from '../../objects/w-module.js';
import { w_None } from '../../objects/w-none.js';
import { intern, newStr } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { state } from '../../interp/sys-state.js';
import { bufferedIoBaseTypedef, ioBaseTypedef, rawIoBaseTypedef, textIoBaseTypedef } from './base.js';
import {
  bufferedPairTypedef,
  bufferedRandomTypedef,
  bufferedReaderTypedef,
  bufferedWriterTypedef,
} from './buffered.js';
import { bytesIoBufferTypedef, bytesIoTypedef } from './bytes-io.js';
import { unsupportedOperationType } from './errors.js';
import { fileIoTypedef } from './file-io.js';
import { newlineDecoderTypedef } from './newlines.js';
import { open } from './open.js';
import { stringIoTypedef } from './string-io.js';
import { textWrapperTypedef } from './text.js';
import { fileIoType } from './w-io.js';

function openCode(w_path: W_Root): W_Root {
  if (!(w_path instanceof W_StrBase))
    throw typeError(`open_code() argument 'path' must be str, not ${typeName(w_path)}`);
  return callArgs(fileIoType, [w_path, newStr('rb')], null);
}

function textEncoding(w_encoding: W_Root, _w_level: W_Root | null): W_Root {
  return w_encoding === w_None ? newStr('locale') : w_encoding;
}

function setupIo(): void {
  const w_module = state().w_builtinModules.getStr(newStr('_io'));
  if (w_module instanceof W_Module) {
    w_module.w_dict.setStr(intern('UnsupportedOperation'), unsupportedOperationType());
  }
}

/** `open`, which is a builtin too. */
export const openRow: Row = func(
  'open',
  "($module, /, file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
  open,
  'Open file and return a stream.  Raise OSError upon failure.',
);

export const ioModule = moduledef(
  '_io',
  'The io module provides the Python interfaces to stream handling. The\nbuiltin open function is defined in this module.',
  [
    openRow,
    func(
      'open_code',
      '($module, /, path)',
      openCode,
      'Opens the provided file with the intent to import the contents.',
    ),
    func(
      'text_encoding',
      '($module, encoding, stacklevel=2, /)',
      textEncoding,
      'A helper function to choose the text encoding.',
    ),
    value('DEFAULT_BUFFER_SIZE', () => newInt(8192)),
    value('BlockingIOError', () => BlockingIOErrorType),
  ],
  [
    ioBaseTypedef,
    rawIoBaseTypedef,
    bufferedIoBaseTypedef,
    textIoBaseTypedef,
    fileIoTypedef,
    bytesIoTypedef,
    bytesIoBufferTypedef,
    bufferedReaderTypedef,
    bufferedWriterTypedef,
    bufferedRandomTypedef,
    bufferedPairTypedef,
    newlineDecoderTypedef,
    stringIoTypedef,
    textWrapperTypedef,
  ],
  setupIo,
);
