/** Classes of characters, case folding, and the sets of compiled patterns. */
import type { Int32Items } from '../../../rlib/array.js';
import type { int } from '../../../rlib/types.js';
import {
  isAlpha,
  isDecimal,
  isNumeric,
  isSpace,
  isLineBreak,
  toLowerSimple,
  toUpperSimple,
} from '../../objects/unicode-data.js';
import { SreCategory, SreOp } from './opcodes.js';

function isAsciiSpace(c: int): boolean {
  return c === 32 || (c >= 9 && c <= 13);
}

function isAsciiWord(c: int): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95;
}

export function isUnicodeWord(c: int): boolean {
  if (c < 128) return isAsciiWord(c);
  return isAlpha(c) || isDecimal(c) || isNumeric(c);
}

export function asciiLower(c: int): int {
  return c >= 65 && c <= 90 ? c + 32 : c;
}

export function unicodeLower(c: int): int {
  return c < 128 ? asciiLower(c) : toLowerSimple(c);
}

function unicodeUpper(c: int): int {
  if (c < 128) return c >= 97 && c <= 122 ? c - 32 : c;
  return toUpperSimple(c);
}

export function isWordAt(c: int, unicode: boolean): boolean {
  return unicode ? isUnicodeWord(c) : isAsciiWord(c);
}

export function inCategory(category: int, c: int): boolean {
  switch (category as SreCategory) {
    case SreCategory.DIGIT:
      return c >= 48 && c <= 57;
    case SreCategory.NOT_DIGIT:
      return !(c >= 48 && c <= 57);
    case SreCategory.SPACE:
      return isAsciiSpace(c);
    case SreCategory.NOT_SPACE:
      return !isAsciiSpace(c);
    case SreCategory.WORD:
    case SreCategory.LOC_WORD:
      return isAsciiWord(c);
    case SreCategory.NOT_WORD:
    case SreCategory.LOC_NOT_WORD:
      return !isAsciiWord(c);
    case SreCategory.LINEBREAK:
      return c === 10;
    case SreCategory.NOT_LINEBREAK:
      return c !== 10;
    case SreCategory.UNI_DIGIT:
      return c < 128 ? c >= 48 && c <= 57 : isDecimal(c);
    case SreCategory.UNI_NOT_DIGIT:
      return !(c < 128 ? c >= 48 && c <= 57 : isDecimal(c));
    case SreCategory.UNI_SPACE:
      return c < 128 ? isAsciiSpace(c) || (c >= 28 && c <= 31) : isSpace(c);
    case SreCategory.UNI_NOT_SPACE:
      return !(c < 128 ? isAsciiSpace(c) || (c >= 28 && c <= 31) : isSpace(c));
    case SreCategory.UNI_WORD:
      return isUnicodeWord(c);
    case SreCategory.UNI_NOT_WORD:
      return !isUnicodeWord(c);
    case SreCategory.UNI_LINEBREAK:
      return isLineBreak(c);
    case SreCategory.UNI_NOT_LINEBREAK:
      return !isLineBreak(c);
  }
}

/** Whether a character is in the set whose code begins at `at` and ends with FAILURE. */
export function inSet(code: Int32Items, at: int, c: int): boolean {
  let pc = at;
  let found = true;
  for (;;) {
    switch (code[pc++] as int as SreOp) {
      case SreOp.FAILURE:
        return !found;
      case SreOp.LITERAL:
        if (c === code[pc]) return found;
        pc++;
        break;
      case SreOp.CATEGORY:
        if (inCategory(code[pc] as int, c)) return found;
        pc++;
        break;
      case SreOp.CHARSET:
        // 256 bits in words of 32.
        if (c < 256 && (((code[pc + (c >> 5)] as int) >>> (c & 31)) & 1) !== 0) return found;
        pc += 8;
        break;
      case SreOp.RANGE:
        if ((code[pc] as int) <= c && c <= (code[pc + 1] as int)) return found;
        pc += 2;
        break;
      case SreOp.RANGE_UNI_IGNORE: {
        const low = code[pc] as int;
        const high = code[pc + 1] as int;
        if (low <= c && c <= high) return found;
        const upper = unicodeUpper(c);
        if (low <= upper && upper <= high) return found;
        pc += 2;
        break;
      }
      case SreOp.NEGATE:
        found = !found;
        break;
      case SreOp.BIGCHARSET: {
        // A count of blocks, 256 bytes of block numbers by high byte, then the blocks of 256 bits.
        const count = code[pc++] as int;
        let block = -1;
        if (c < 65536) {
          const high = c >> 8;
          block = ((code[pc + (high >> 2)] as int) >>> (8 * (high & 3))) & 255;
        }
        pc += 64;
        if (block >= 0) {
          const bit = block * 256 + (c & 255);
          if ((((code[pc + (bit >> 5)] as int) >>> (bit & 31)) & 1) !== 0) return found;
        }
        pc += count * 8;
        break;
      }
      default:
        return false;
    }
  }
}
