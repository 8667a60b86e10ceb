/** The registry of codecs: search functions, what they found, and coding by it. */
import type { int } from '../../rlib/types.js';
import { findAttribute } from '../interp/attributes.js';
import { call1, call2 } from '../interp/call.js';
import { isTrue } from '../interp/compare.js';
import { newError, typeError, typeName } from '../interp/errors.js';
import { importModule } from '../interp/import-module.js';
import { newDict } from './dict.js';
import type { W_Root } from './root.js';
import { W_BytesBase } from './w-bytes.js';
import type { W_Dict } from './w-dict.js';
import { LookupErrorType } from './w-exception.js';
import { newList } from './w-list.js';
import type { W_List } from './w-list.js';
import { w_None } from './w-none.js';
import { intern, newStr } from './w-str.js';
import { W_StrBase } from './w-str-base.js';
import { W_TupleBase } from './w-tuple.js';

class CodecRegistry {
  readonly searchPath: W_List = newList([]);
  private w_cache: W_Dict | null = null;
  private imported: boolean = false;

  cache(): W_Dict {
    if (this.w_cache === null) this.w_cache = newDict();
    return this.w_cache;
  }

  /** Package `encodings` registers the standard codecs when it is imported. */
  ensureEncodings(): void {
    if (this.imported) return;
    this.imported = true;
    importModule('encodings');
  }
}

let registry = new CodecRegistry();

/** Forgets all codecs. */
export function resetCodecs(): void {
  registry = new CodecRegistry();
}

const n_is_text_encoding = intern('_is_text_encoding');

export function registerSearch(w_search: W_Root): void {
  registry.searchPath.append(w_search);
}

export function unregisterSearch(w_search: W_Root): void {
  const w_path = registry.searchPath;
  for (let i = 0; i < w_path.length(); i++) {
    if (w_path.storage.get(i) === w_search) {
      w_path.storage.removeRange(i, 1);
      registry.cache().clear();
      return;
    }
  }
}

/** Forgets which codecs were found. @loadTime */
export function forgetCodecs(): void {
  registry.cache().clear();
}

/** Lower case, with every run of characters other than letters, digits and dots as one underscore. */
export function normalizedEncoding(encoding: string): string {
  let result = '';
  let gap = false;
  for (let i = 0; i < encoding.length; i++) {
    const c = encoding.charCodeAt(i);
    const upper = c >= 65 && c <= 90;
    if (upper || (c >= 97 && c <= 122) || (c >= 48 && c <= 57) || c === 46) {
      if (gap && result.length > 0) result += '_';
      gap = false;
      result += String.fromCharCode(upper ? c + 32 : c);
    } else {
      gap = true;
    }
  }
  return result;
}

/** The codec tuple of an encoding; LookupError if there is none. */
export function lookupCodec(encoding: string): W_TupleBase {
  const w_name = newStr(normalizedEncoding(encoding));
  const w_known = registry.cache().getStr(w_name);
  if (w_known instanceof W_TupleBase) return w_known;
  registry.ensureEncodings();
  const w_path = registry.searchPath;
  for (let i = 0; i < w_path.length(); i++) {
    const w_found = call1(w_path.storage.get(i), w_name);
    if (w_found === w_None) continue;
    if (!(w_found instanceof W_TupleBase) || w_found.items.length !== 4) {
      throw typeError('codec search functions must return 4-tuples');
    }
    registry.cache().setStr(w_name, w_found);
    return w_found;
  }
  throw newError(LookupErrorType, `unknown encoding: ${encoding}`);
}

function textCodec(encoding: string, alternative: string): W_TupleBase {
  const w_codec = lookupCodec(encoding);
  const w_flag = findAttribute(w_codec, n_is_text_encoding);
  if (w_flag !== null && !isTrue(w_flag)) {
    throw newError(
      LookupErrorType,
      `'${encoding}' is not a text encoding; use ${alternative} to handle arbitrary codecs`,
    );
  }
  return w_codec;
}

/** Calls an item of a codec tuple: the first of the pair it gives. */
export function callCodec(w_codec: W_TupleBase, item: int, w_obj: W_Root, errors: string | null): W_Root {
  const w_function = w_codec.items[item] as W_Root;
  const w_result = errors === null ? call1(w_function, w_obj) : call2(w_function, w_obj, newStr(errors));
  if (!(w_result instanceof W_TupleBase) || w_result.items.length !== 2) {
    throw typeError(`${item === 0 ? 'encoder' : 'decoder'} must return a tuple (object, integer)`);
  }
  return w_result.items[0] as W_Root;
}

export function encodeByRegistry(w_str: W_StrBase, encoding: string, errors: string | null): W_Root {
  const w_result = callCodec(textCodec(encoding, 'codecs.encode()'), 0, w_str, errors);
  if (w_result instanceof W_BytesBase) return w_result;
  throw typeError(
    `'${encoding}' encoder returned '${typeName(w_result)}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types`,
  );
}

export function decodeByRegistry(w_bytes: W_Root, encoding: string, errors: string | null): W_StrBase {
  const w_result = callCodec(textCodec(encoding, 'codecs.decode()'), 1, w_bytes, errors);
  if (w_result instanceof W_StrBase) return w_result;
  throw typeError(
    `'${encoding}' decoder returned '${typeName(w_result)}' instead of 'str'; use codecs.decode() to decode to arbitrary types`,
  );
}
