/**
 * Modules `_md5`, `_sha1`, `_sha256`, `_sha512`, `_sha3` and `_blake2`. A hash object keeps what it was given; the host
 * computes the digest when it is asked for. (Concatenated strings share their parts, so updates cost little.)
 */
import { external } from '../../rlib/external.js';
import { repeatString, StringBuilder } from '../../rlib/bytes.js';
import { floorDiv, floorMod } from '../../rlib/int.js';
import type { int } from '../../rlib/types.js';
import { isTrue } from '../interp/compare.js';
import { toWord } from '../interp/convert.js';
import { overflowError, typeError, valueError } from '../interp/errors.js';
import { findBytes, getBytes } from '../objects/buffer.js';
import type { W_DictBase } from '../objects/w-dict.js';
import { hexOf } from '../objects/bytes-hex.js';
import { W_Root } from '../objects/root.js';
import { getset, method, moduledef, staticmethod, typedef, value } from '../objects/typedef.js';
import type { Row, Typedef } from '../objects/typedef.js';
import { newBytes } from '../objects/w-bytes.js';
import { newInt } from '../objects/w-int.js';
import { w_None } from '../objects/w-none.js';
import { newStr } from '../objects/w-str.js';
import { W_StrBase } from '../objects/w-str-base.js';
import { newBuiltinType, objectType } from '../objects/w-type.js';
import type { W_Type } from '../objects/w-type.js';

const hostDigest = external<(algorithm: string, data: string, size: int) => string>('hash.digest');
const hostBlake2 =
  external<(wide: boolean, parameters: string, data: string, lastNode: boolean) => string>('hash.blake2');

class Algorithm {
  readonly type: W_Type;

  constructor(
    readonly module: string,
    readonly name: string,
    readonly hostName: string,
    /** 0: as many bytes as asked for. */
    readonly digestSize: int,
    readonly blockSize: int,
  ) {
    this.type = newBuiltinType(name, objectType);
  }
}

const algorithms: Algorithm[] = [
  new Algorithm('_md5', 'md5', 'md5', 16, 64),
  new Algorithm('_sha1', 'sha1', 'sha1', 20, 64),
  new Algorithm('_sha256', 'sha224', 'sha224', 28, 64),
  new Algorithm('_sha256', 'sha256', 'sha256', 32, 64),
  new Algorithm('_sha512', 'sha384', 'sha384', 48, 128),
  new Algorithm('_sha512', 'sha512', 'sha512', 64, 128),
  new Algorithm('_sha3', 'sha3_224', 'sha3-224', 28, 144),
  new Algorithm('_sha3', 'sha3_256', 'sha3-256', 32, 136),
  new Algorithm('_sha3', 'sha3_384', 'sha3-384', 48, 104),
  new Algorithm('_sha3', 'sha3_512', 'sha3-512', 64, 72),
  new Algorithm('_sha3', 'shake_128', 'shake128', 0, 168),
  new Algorithm('_sha3', 'shake_256', 'shake256', 0, 136),
];

const blake2b = new Algorithm('_blake2', 'blake2b', '', 64, 128);
const blake2s = new Algorithm('_blake2', 'blake2s', '', 32, 64);

class W_Hash extends W_Root {
  constructor(
    readonly algorithm: Algorithm,
    public data: string,
  ) {
    super();
  }

  override getType(): W_Type {
    return this.algorithm.type;
  }

  digestSize(): int {
    return this.algorithm.digestSize;
  }

  digest(size: int): string {
    return hostDigest(this.algorithm.hostName, this.data, size);
  }

  copy(): W_Hash {
    return new W_Hash(this.algorithm, this.data);
  }
}

function dataOf(w_data: W_Root | null): string {
  if (w_data === null) return '';
  if (w_data instanceof W_StrBase) throw typeError('Strings must be encoded before hashing');
  const data = findBytes(w_data);
  if (data === null) throw typeError('object supporting the buffer API required');
  return data;
}

function hashNew(w_type: W_Root, w_data: W_Root | null, _w_security: W_Root | null): W_Root {
  for (const algorithm of algorithms) {
    if (algorithm.type === w_type) return new W_Hash(algorithm, dataOf(w_data));
  }
  throw typeError('not a hash type');
}

function update(self: W_Hash, w_data: W_Root): W_Root {
  self.data += dataOf(w_data);
  return w_None;
}

function digest(self: W_Hash): W_Root {
  return newBytes(self.digest(self.digestSize()));
}

function hexdigest(self: W_Hash): W_Root {
  return hexOf(self.digest(self.digestSize()), null, null);
}

function shakeSize(w_size: W_Root): int {
  const size = toWord(w_size);
  if (size < 0) throw valueError('value must be positive');
  if (size >= 536870912) throw valueError('length is too large');
  return size;
}

function shakeDigest(self: W_Hash, w_size: W_Root): W_Root {
  return newBytes(self.digest(shakeSize(w_size)));
}

function shakeHexdigest(self: W_Hash, w_size: W_Root): W_Root {
  return hexOf(self.digest(shakeSize(w_size)), null, null);
}

function copy(self: W_Hash): W_Root {
  return self.copy();
}

function getName(self: W_Hash): W_Root {
  return newStr(self.algorithm.name);
}

function getDigestSize(self: W_Hash): W_Root {
  return newInt(self.digestSize());
}

function getBlockSize(self: W_Hash): W_Root {
  return newInt(self.algorithm.blockSize);
}

function rateBits(self: W_Hash): W_Root {
  return newInt(self.algorithm.blockSize * 8);
}

function capacityBits(self: W_Hash): W_Root {
  return newInt(1600 - self.algorithm.blockSize * 8);
}

function suffix(self: W_Hash): W_Root {
  return newBytes(self.algorithm.digestSize === 0 ? '\x1f' : '\x06');
}

// ---- BLAKE2

class W_Blake2 extends W_Hash {
  constructor(
    algorithm: Algorithm,
    data: string,
    readonly parameters: string,
    readonly lastNode: boolean,
  ) {
    super(algorithm, data);
  }

  override digestSize(): int {
    return this.parameters.charCodeAt(0);
  }

  override digest(_size: int): string {
    return hostBlake2(this.algorithm === blake2b, this.parameters, this.data, this.lastNode);
  }

  override copy(): W_Hash {
    return new W_Blake2(this.algorithm, this.data, this.parameters, this.lastNode);
  }
}

function littleEndian(number: int, size: int): string {
  const builder = new StringBuilder();
  let rest = number;
  for (let i = 0; i < size; i++) {
    builder.appendByte(floorMod(rest, 256));
    rest = floorDiv(rest, 256);
  }
  return builder.build();
}

function ranged(w_number: W_Root | null, fallback: int, low: int, high: int, message: string): int {
  if (w_number === null) return fallback;
  const number = toWord(w_number);
  if (number < low || number > high) throw valueError(message);
  return number;
}

function padded(w_text: W_Root | null, size: int, name: string): string {
  const text = w_text === null ? '' : getBytes(w_text);
  if (text.length > size) throw valueError(`maximum ${name} length is ${size} bytes`);
  return text + repeatString('\0', size - text.length);
}

/** The keyword arguments of BLAKE2, read by `blake2New`; more than a builtin function has parameters. */
const keywords =
  'digest_size key salt person fanout depth leaf_size node_offset node_depth inner_size last_node usedforsecurity';
const keywordList: string[] = keywords.split(' ');

function blake2New(w_type: W_Root, w_data: W_Root | null, w_kwargs: W_DictBase): W_Root {
  const algorithm = w_type === blake2b.type ? blake2b : blake2s;
  const isWide = algorithm === blake2b;
  const given: (W_Root | null)[] = [];
  let found = 0;
  for (const keyword of keywordList) {
    const w_value = w_kwargs.getStr(newStr(keyword));
    if (w_value !== null) found++;
    given.push(w_value);
  }
  if (found < w_kwargs.length()) throw typeError(`${algorithm.name}() got an unexpected keyword argument`);
  const largest = algorithm.digestSize;
  const size = ranged(
    given[0] as W_Root | null,
    largest,
    1,
    largest,
    `digest_size for ${isWide ? 'Blake2b' : 'Blake2s'} must be between 1 and ${largest} bytes, here it is ` +
      `${given[0] === null ? 0 : toWord(given[0] as W_Root)}`,
  );
  const w_key = given[1] as W_Root | null;
  const key = w_key === null ? '' : getBytes(w_key);
  if (key.length > largest) throw valueError(`maximum key length is ${largest} bytes`);
  const field = isWide ? 16 : 8;
  const salt = padded(given[2] as W_Root | null, field, 'salt');
  const person = padded(given[3] as W_Root | null, field, 'person');
  const fanout = ranged(given[4] as W_Root | null, 1, 0, 255, 'fanout must be between 0 and 255');
  const depth = ranged(given[5] as W_Root | null, 1, 1, 255, 'depth must be between 1 and 255');
  const leafSize = ranged(given[6] as W_Root | null, 0, 0, 0xffffffff, 'leaf_size is too large');
  const w_offset = given[7] as W_Root | null;
  const offset = w_offset === null ? 0 : toWord(w_offset);
  if (offset < 0) throw valueError('value must be positive');
  if (!isWide && offset > 0xffffffffffff) throw overflowError('node_offset is too large');
  const nodeDepth = ranged(given[8] as W_Root | null, 0, 0, 255, 'node_depth must be between 0 and 255');
  const innerSize = ranged(
    given[9] as W_Root | null,
    0,
    0,
    largest,
    `inner_size must be between 0 and is ${largest}`,
  );
  const w_last = given[10] as W_Root | null;
  const parameters =
    littleEndian(size, 1) +
    littleEndian(key.length, 1) +
    littleEndian(fanout, 1) +
    littleEndian(depth, 1) +
    littleEndian(leafSize, 4) +
    littleEndian(offset, isWide ? 8 : 6) +
    littleEndian(nodeDepth, 1) +
    littleEndian(innerSize, 1) +
    repeatString('\0', isWide ? 14 : 0) +
    salt +
    person;
  const prefix = key === '' ? '' : key + repeatString('\0', algorithm.blockSize - key.length);
  return new W_Blake2(algorithm, prefix + dataOf(w_data), parameters, w_last !== null && isTrue(w_last));
}

// ---- the modules

const commonRows: Row[] = [
  method('update', '($self, obj, /)', update),
  method('copy', '($self, /)', copy),
  getset('name', getName),
  getset('digest_size', getDigestSize),
  getset('block_size', getBlockSize),
];
const digestRows: Row[] = [
  method('digest', '($self, /)', digest),
  method('hexdigest', '($self, /)', hexdigest),
];
const shakeRows: Row[] = [
  method('digest', '($self, length, /)', shakeDigest),
  method('hexdigest', '($self, length, /)', shakeHexdigest),
];
const spongeRows: Row[] = [
  getset('_rate_bits', rateBits),
  getset('_capacity_bits', capacityBits),
  getset('_suffix', suffix),
];

function typedefsOf(module: string): Typedef[] {
  const found: Typedef[] = [];
  for (const algorithm of algorithms) {
    if (algorithm.module !== module) continue;
    const signature =
      module === '_sha3'
        ? '($type, data=None, /, *, usedforsecurity=True)'
        : '($type, string=None, *, usedforsecurity=True)';
    found.push(
      typedef(algorithm.type, W_Hash, { module, subclassable: false }, [
        staticmethod('__new__', signature, hashNew),
        ...commonRows,
        ...(algorithm.digestSize === 0 ? shakeRows : digestRows),
        ...(module === '_sha3' ? spongeRows : []),
      ]),
    );
  }
  return found;
}

function blake2Typedef(algorithm: Algorithm): Typedef {
  const field = algorithm.blockSize / 8;
  return typedef(algorithm.type, W_Blake2, { module: '_blake2' }, [
    staticmethod('__new__', '($type, data=None, /, **kwargs)', blake2New),
    ...commonRows,
    ...digestRows,
    value('MAX_DIGEST_SIZE', () => newInt(algorithm.digestSize)),
    value('MAX_KEY_SIZE', () => newInt(algorithm.digestSize)),
    value('SALT_SIZE', () => newInt(field)),
    value('PERSON_SIZE', () => newInt(field)),
  ]);
}

function typeNamed(name: string): W_Type {
  for (const algorithm of algorithms) if (algorithm.name === name) return algorithm.type;
  throw new Error(`no hash ${name}`);
}

export const hashModules = [
  moduledef('_md5', '', [value('MD5Type', () => typeNamed('md5'))], typedefsOf('_md5')),
  moduledef('_sha1', '', [value('SHA1Type', () => typeNamed('sha1'))], typedefsOf('_sha1')),
  moduledef(
    '_sha256',
    '',
    [value('SHA224Type', () => typeNamed('sha224')), value('SHA256Type', () => typeNamed('sha256'))],
    typedefsOf('_sha256'),
  ),
  moduledef(
    '_sha512',
    '',
    [value('SHA384Type', () => typeNamed('sha384')), value('SHA512Type', () => typeNamed('sha512'))],
    typedefsOf('_sha512'),
  ),
  moduledef('_sha3', '', [value('implementation', () => newStr('OpenSSL'))], typedefsOf('_sha3')),
  moduledef('_blake2', '', [], [blake2Typedef(blake2b), blake2Typedef(blake2s)]),
];
