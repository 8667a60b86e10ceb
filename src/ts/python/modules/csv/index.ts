/** Module `_csv`. */
import { func, moduledef, value } from '../../objects/typedef.js';
import { newInt } from '../../objects/w-int.js';
import { newStr } from '../../objects/w-str.js';
import { csvErrorType, dialectRows, dialectType, dialectTypedef, Quoting, registry } from './dialect.js';
import { reader, readerType, readerTypedef } from './reader.js';
import { writer, writerType, writerTypedef } from './writer.js';

export const csvModule = moduledef(
  '_csv',
  'Reading and writing of comma-separated values.',
  [
    ...dialectRows,
    func('reader', '($module, /, *args, **kwargs)', reader),
    func('writer', '($module, /, *args, **kwargs)', writer),
    value('Dialect', () => dialectType),
    value('Error', () => csvErrorType),
    value('Reader', () => readerType),
    value('Writer', () => writerType),
    value('QUOTE_MINIMAL', () => newInt(Quoting.MINIMAL)),
    value('QUOTE_ALL', () => newInt(Quoting.ALL)),
    value('QUOTE_NONNUMERIC', () => newInt(Quoting.NONNUMERIC)),
    value('QUOTE_NONE', () => newInt(Quoting.NONE)),
    value('_dialects', () => registry.dialects()),
    value('__version__', () => newStr('1.0')),
  ],
  [dialectTypedef, readerTypedef, writerTypedef],
);
