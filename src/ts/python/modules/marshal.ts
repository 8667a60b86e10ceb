/** Module `marshal`. */
import { callMethod0, callMethod1 } from '../interp/attributes.js';
import { toWord } from '../interp/convert.js';
import { typeError, typeName, newError } from '../interp/errors.js';
import { getBytes } from '../objects/buffer.js';
import type { W_Root } from '../objects/root.js';
import { func, moduledef, value } from '../objects/typedef.js';
import { newBytes, W_BytesBase } from '../objects/w-bytes.js';
import { newInt } from '../objects/w-int.js';
import { intern } from '../objects/w-str.js';
import { EOFErrorType } from '../objects/w-exception.js';
import { MarshalReader, unmarshal } from './marshal-load.js';
import { marshalObject } from './marshal-dump.js';

const n_write = intern('write');
const n_read = intern('read');
const n_tell = intern('tell');
const n_seek = intern('seek');

function loads(w_bytes: W_Root): W_Root {
  return unmarshal(getBytes(w_bytes));
}

function dumps(w_value: W_Root, w_version: W_Root | null): W_Root {
  return newBytes(marshalObject(w_value, w_version === null ? 4 : toWord(w_version)));
}

function dump(w_value: W_Root, w_file: W_Root, w_version: W_Root | null): W_Root {
  return callMethod1(w_file, n_write, dumps(w_value, w_version));
}

/** Reads what the file has and puts it back behind the object. */
function load(w_file: W_Root): W_Root {
  const w_start = callMethod0(w_file, n_tell);
  const w_data = callMethod0(w_file, n_read);
  if (!(w_data instanceof W_BytesBase))
    throw typeError(`file.read() returned not bytes but ${typeName(w_data)}`);
  if (w_data.value === '') throw newError(EOFErrorType, 'EOF read where object expected');
  const reader = new MarshalReader(w_data.value);
  const w_value = reader.read();
  callMethod1(w_file, n_seek, newInt(toWord(w_start) + reader.position()));
  return w_value;
}

export const marshalModule = moduledef(
  'marshal',
  'This module contains functions that can read and write Python values in\na binary format. The format is specific to Python, but independent of\nmachine architecture issues.',
  [
    func('loads', '($module, bytes, /)', loads, 'Convert the bytes-like object to a value.'),
    func(
      'dumps',
      '($module, value, version=4, /)',
      dumps,
      'Return the bytes object that would be written to a file by dump(value, file).',
    ),
    func('dump', '($module, value, file, version=4, /)', dump, 'Write the value on the open file.'),
    func('load', '($module, file, /)', load, 'Read one value from the open file and return it.'),
    value('version', () => newInt(4)),
  ],
);
