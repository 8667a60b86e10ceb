/** `sys.stderr` before there is module `io`: it writes to a descriptor what it is given, unbuffered. */
import type { int } from '../../rlib/types.js';
import { typeError, typeName } from '../interp/errors.js';
import { encodeUtf8 } from '../objects/codecs-basic.js';
import { hexAddress } from '../objects/identity.js';
import { W_Root } from '../objects/root.js';
import { getset, method, typedef, type Typedef } from '../objects/typedef.js';
import { newBool, newInt } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';
import { hostIsatty } from './posix/externals.js';
import { writeDescriptor } from './posix/interruptible.js';

const printerType: W_Type = newBuiltinType('stderrprinter', objectType);

class W_StderrPrinter extends W_Root {
  constructor(readonly fd: int) {
    super();
  }

  override getType(): W_Type {
    return printerType;
  }
}

export function newStderrPrinter(fd: int): W_Root {
  return new W_StderrPrinter(fd);
}

function write(self: W_StderrPrinter, w_text: W_Root): W_Root {
  if (!(w_text instanceof W_StrBase))
    throw typeError(`write() argument 1 must be str, not ${typeName(w_text)}`);
  return newInt(writeDescriptor(self.fd, encodeUtf8(w_text, 'backslashreplace')));
}

/** There is no buffer, and the descriptor stays open. */
function nothing(_self: W_StderrPrinter): W_Root {
  return w_None;
}

function fileno(self: W_StderrPrinter): W_Root {
  return newInt(self.fd);
}

function isatty(self: W_StderrPrinter): W_Root {
  return newBool(hostIsatty(self.fd));
}

function isClosed(_self: W_StderrPrinter): W_Root {
  return newBool(false);
}

function mode(_self: W_StderrPrinter): W_Root {
  return newStr('w');
}

function printerRepr(self: W_StderrPrinter): W_Root {
  return newStr(`<stdprinter(fd=${self.fd}) object at ${hexAddress(self)}>`);
}

export const stderrPrinterTypedef: Typedef = typedef(
  printerType,
  W_StderrPrinter,
  { hidden: true, subclassable: false },
  [
    method('write', '($self, text, /)', write),
    method('flush', '($self, /)', nothing),
    method('close', '($self, /)', nothing),
    method('fileno', '($self, /)', fileno),
    method('isatty', '($self, /)', isatty),
    method('__repr__', '($self, /)', printerRepr),
    getset('closed', isClosed),
    getset('encoding', nothing),
    getset('mode', mode),
  ],
);
