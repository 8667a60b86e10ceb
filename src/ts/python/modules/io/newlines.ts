/** Universal newlines: translating `\r\n` and `\r`, and which kinds were seen. `IncrementalNewlineDecoder`. */
import { sealList } from '../../../rlib/array.js';
import { joinStrings, splitString } from '../../../rlib/bytes.js';
import type { int } from '../../../rlib/types.js';
import { callMethod0, callMethod1, getAttribute } from '../../interp/attributes.js';
import { callArgs } from '../../interp/call.js';
import { isTrue } from '../../interp/compare.js';
import { toWord } from '../../interp/convert.js';
import { typeError, typeName } from '../../interp/errors.js';
import type { W_Root } from '../../objects/root.js';
import { getset, method, staticmethod, typedef } from '../../objects/typedef.js';
import { newBytes } from '../../objects/w-bytes.js';
import { newBool, newInt } from '../../objects/w-int.js';
import { w_None } from '../../objects/w-none.js';
import { intern, newStr } from '../../objects/w-str.js';
import { W_StrBase } from '../../objects/w-str-base.js';
import { newPair, newTuple, W_TupleBase } from '../../objects/w-tuple.js';
import { W_Mapped, W_Type } from '../../objects/w-type.js';
import { newlineDecoderType } from './w-io.js';

const n_decode = intern('decode');
const n_getstate = intern('getstate');
const n_setstate = intern('setstate');
const n_reset = intern('reset');

const SEEN_CR: int = 1;
const SEEN_LF: int = 2;
const SEEN_CRLF: int = 4;

/** Replaces every `\r\n` and `\r` by `\n`. */
export function normalizeNewlines(text: string): string {
  if (text.indexOf('\r', 0) < 0) return text;
  const joined = joinStrings(splitString(text, '\r\n'), '\n');
  return joinStrings(splitString(joined, '\r'), '\n');
}

/** Kinds of newlines in a text, as bits. */
export function newlineKinds(text: string): int {
  let kinds = 0;
  if (text.indexOf('\r', 0) < 0) return text.indexOf('\n', 0) < 0 ? 0 : SEEN_LF;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) {
      kinds |= SEEN_LF;
    } else if (c === 13) {
      if (i + 1 < text.length && text.charCodeAt(i + 1) === 10) {
        kinds |= SEEN_CRLF;
        i++;
      } else {
        kinds |= SEEN_CR;
      }
    }
  }
  return kinds;
}

/** The `newlines` attribute for kinds seen. */
export function newlinesObject(kinds: int): W_Root {
  const items: W_Root[] = [];
  if ((kinds & SEEN_CR) !== 0) items.push(newStr('\r'));
  if ((kinds & SEEN_LF) !== 0) items.push(newStr('\n'));
  if ((kinds & SEEN_CRLF) !== 0) items.push(newStr('\r\n'));
  if (items.length === 0) return w_None;
  return items.length === 1 ? (items[0] as W_Root) : newTuple(sealList(items));
}

export class W_NewlineDecoder extends W_Mapped {
  w_decoder: W_Root = w_None;
  translate: boolean = false;
  /** A `\r` at the end of the last piece waits for what follows. */
  pendingCr: boolean = false;
  seen: int = 0;
  w_errors: W_Root = w_None;
}

function decoderNew(w_type: W_Root, _w_args: W_Root, _w_kwargs: W_Root): W_Root {
  return new W_NewlineDecoder(w_type instanceof W_Type ? w_type : newlineDecoderType);
}

function decoderInit(
  self: W_NewlineDecoder,
  w_decoder: W_Root,
  w_translate: W_Root,
  w_errors: W_Root | null,
): W_Root {
  self.w_decoder = w_decoder;
  self.translate = isTrue(w_translate);
  self.w_errors = w_errors === null ? newStr('strict') : w_errors;
  return w_None;
}

/** Decodes a piece; `final`: nothing follows. */
export function decodeNewlines(self: W_NewlineDecoder, w_input: W_Root, final: boolean): string {
  let w_text = w_input;
  if (self.w_decoder !== w_None) {
    w_text = callArgs(getAttribute(self.w_decoder, n_decode), [w_input, newBool(final)], null);
  }
  if (!(w_text instanceof W_StrBase)) {
    throw typeError(`decoder should return a string result, not '${typeName(w_text)}'`);
  }
  return translatePiece(self, w_text.utf8(), final);
}

/** Newline handling of a decoded piece. */
export function translatePiece(self: W_NewlineDecoder, piece: string, final: boolean): string {
  let text = piece;
  if (self.pendingCr && (text !== '' || final)) {
    text = `\r${text}`;
    self.pendingCr = false;
  }
  if (!final && text.endsWith('\r')) {
    text = text.slice(0, text.length - 1);
    self.pendingCr = true;
  }
  self.seen |= newlineKinds(text);
  return self.translate ? normalizeNewlines(text) : text;
}

function decoderDecode(self: W_NewlineDecoder, w_input: W_Root, w_final: W_Root | null): W_Root {
  return newStr(decodeNewlines(self, w_input, w_final !== null && isTrue(w_final)));
}

function decoderGetstate(self: W_NewlineDecoder): W_Root {
  let w_buffer: W_Root = newBytes('');
  let flag = 0;
  if (self.w_decoder !== w_None) {
    const w_state = callMethod0(self.w_decoder, n_getstate);
    if (!(w_state instanceof W_TupleBase)) throw typeError('illegal decoder state');
    w_buffer = w_state.items[0] as W_Root;
    flag = toWord(w_state.items[1] as W_Root);
  }
  return newPair(w_buffer, newInt(flag * 2 + (self.pendingCr ? 1 : 0)));
}

function decoderSetstate(self: W_NewlineDecoder, w_state: W_Root): W_Root {
  if (!(w_state instanceof W_TupleBase)) throw typeError('state argument must be a tuple');
  const flag = toWord(w_state.items[1] as W_Root);
  self.pendingCr = (flag & 1) !== 0;
  if (self.w_decoder !== w_None) {
    callMethod1(self.w_decoder, n_setstate, newPair(w_state.items[0] as W_Root, newInt(flag >> 1)));
  }
  return w_None;
}

function decoderReset(self: W_NewlineDecoder): W_Root {
  self.seen = 0;
  self.pendingCr = false;
  if (self.w_decoder !== w_None) callMethod0(self.w_decoder, n_reset);
  return w_None;
}

function decoderNewlines(self: W_NewlineDecoder): W_Root {
  return newlinesObject(self.seen);
}

export const newlineDecoderTypedef = typedef(
  newlineDecoderType,
  W_NewlineDecoder,
  { doc: 'Codec used when reading a file in universal newlines mode.', module: '_io' },
  [
    staticmethod('__new__', '($type, *args, **kwargs)', decoderNew),
    method('__init__', "($self, /, decoder, translate, errors='strict')", decoderInit),
    method('decode', '($self, /, input, final=False)', decoderDecode),
    method('getstate', '($self, /)', decoderGetstate),
    method('setstate', '($self, state, /)', decoderSetstate),
    method('reset', '($self, /)', decoderReset),
    getset('newlines', decoderNewlines),
  ],
);
