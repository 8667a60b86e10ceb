/** Module `_io`. */
import { callArgs } from '../../interp/call.js';
import type { W_Root } from '../../objects/root.js';
import { func, moduledef, value } from '../../objects/typedef.js';
import { BlockingIOErrorType } from '../../objects/w-exception.js';
import { newInt } from '../../objects/w-int.js';
import { newStr } from '../../objects/w-str.js';
import { bufferedIoBaseTypedef, ioBaseTypedef, rawIoBaseTypedef, textIoBaseTypedef } from './base.js';
import { fileIoTypedef } from './file-io.js';
import { fileIoType } from './w-io.js';

function openCode(w_path: W_Root): W_Root {
  return callArgs(fileIoType, [w_path, newStr('rb')], null);
}

export const ioModule = moduledef(
  '_io',
  'The io module provides the Python interfaces to stream handling. The\nbuiltin open function is defined in this module.',
  [
    func('open_code', '($module, /, path)', openCode, 'Opens the provided file with the intent to import the contents.'),
    value('DEFAULT_BUFFER_SIZE', () => newInt(8192)),
    value('BlockingIOError', () => BlockingIOErrorType),
  ],
  [ioBaseTypedef, rawIoBaseTypedef, bufferedIoBaseTypedef, textIoBaseTypedef, fileIoTypedef],
);
