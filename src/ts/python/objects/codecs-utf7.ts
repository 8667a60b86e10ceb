/** UTF-7 (RFC 2152): ASCII, and UTF-16 in base 64 between `+` and `-`. */
import { StringBuilder } from '../../rlib/bytes.js';
import type { int } from '../../rlib/types.js';
import { callDecodeHandler } from './codec-errors.js';
import { Decoded } from './codecs-basic.js';
import { newBytes } from './w-bytes.js';
import type { W_BytesBase } from './w-bytes.js';
import { codePointAt, sequenceLength } from './w-str-base.js';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The value of a base 64 digit, or -1. */
function digitValue(c: int): int {
  return c < 128 ? BASE64.indexOf(String.fromCharCode(c), 0) : -1;
}

/** Whether a character stands for itself. */
function isDirect(c: int): boolean {
  if (c === 9 || c === 10 || c === 13) return true;
  return c >= 32 && c < 126 && c !== 43 && c !== 92;
}

/** Bits waiting to become digits (encoding) or code units (decoding). */
class Bits {
  count: int = 0;
  value: int = 0;
}

function flushDigits(builder: StringBuilder, bits: Bits): void {
  while (bits.count >= 6) {
    bits.count -= 6;
    builder.appendByte(BASE64.charCodeAt((bits.value >> bits.count) & 63));
    bits.value &= (1 << bits.count) - 1;
  }
}

function appendUnit(builder: StringBuilder, bits: Bits, unit: int): void {
  bits.value = (bits.value << 16) | unit;
  bits.count += 16;
  flushDigits(builder, bits);
}

/** Pads the last digit. */
function finishDigits(builder: StringBuilder, bits: Bits): void {
  if (bits.count > 0) builder.appendByte(BASE64.charCodeAt((bits.value << (6 - bits.count)) & 63));
  bits.count = 0;
  bits.value = 0;
}

export function encodeUtf7(text: string): string {
  const builder = new StringBuilder();
  const bits = new Bits();
  let shifted = false;
  let at = 0;
  while (at < text.length) {
    const c = codePointAt(text, at);
    at += sequenceLength(text.charCodeAt(at));
    if (shifted && isDirect(c)) {
      finishDigits(builder, bits);
      shifted = false;
      if (digitValue(c) >= 0 || c === 45) builder.append('-');
    }
    if (!shifted) {
      if (c === 43) {
        builder.append('+-');
        continue;
      }
      if (isDirect(c)) {
        builder.appendByte(c);
        continue;
      }
      builder.append('+');
      shifted = true;
    }
    if (c >= 0x10000) {
      appendUnit(builder, bits, 0xd800 + ((c - 0x10000) >> 10));
      appendUnit(builder, bits, 0xdc00 + ((c - 0x10000) & 0x3ff));
    } else {
      appendUnit(builder, bits, c);
    }
  }
  if (shifted) {
    finishDigits(builder, bits);
    builder.append('-');
  }
  return builder.build();
}

/** Text under construction, with a high surrogate that may find its other half. */
class UnitText {
  readonly builder: StringBuilder = new StringBuilder();
  high: int = 0;

  add(unit: int): void {
    if (this.high !== 0 && unit >= 0xdc00 && unit <= 0xdfff) {
      this.builder.appendCodePoint(0x10000 + ((this.high - 0xd800) << 10) + (unit - 0xdc00));
      this.high = 0;
      return;
    }
    this.flush();
    if (unit >= 0xd800 && unit <= 0xdbff) this.high = unit;
    else this.builder.appendCodePoint(unit);
  }

  flush(): void {
    if (this.high !== 0) this.builder.appendCodePoint(this.high);
    this.high = 0;
  }
}

export function decodeUtf7(w_bytes: W_BytesBase, errors: string, final: boolean): Decoded {
  let bytes = w_bytes.value;
  let w_input = w_bytes;
  let out = new UnitText();
  const bits = new Bits();
  let done = '';
  let shifted = false;
  let start = 0;
  let textBefore = '';
  let at = 0;
  while (at < bytes.length || (shifted && final)) {
    let reason = '';
    let from = at;
    if (at >= bytes.length) {
      if (out.high === 0 && bits.count < 6 && (bits.count === 0 || bits.value === 0)) break;
      reason = 'unterminated shift sequence';
      from = start;
      shifted = false;
    } else if (shifted) {
      const c = bytes.charCodeAt(at);
      const digit = digitValue(c);
      if (digit >= 0) {
        bits.value = (bits.value << 6) | digit;
        bits.count += 6;
        at++;
        if (bits.count >= 16) {
          bits.count -= 16;
          out.add((bits.value >> bits.count) & 0xffff);
          bits.value &= (1 << bits.count) - 1;
        }
        continue;
      }
      shifted = false;
      from = start;
      if (bits.count >= 6) {
        at++;
        reason = 'partial character in base64 sequence';
      } else if (bits.count > 0 && bits.value !== 0) {
        at++;
        reason = 'non-zero padding bits in shift sequence';
      } else {
        out.flush();
        if (c === 45) at++;
        continue;
      }
    } else {
      const c = bytes.charCodeAt(at);
      if (c === 43) {
        start = at;
        at++;
        if (at < bytes.length && bytes.charCodeAt(at) === 45) {
          out.builder.append('+');
          at++;
          continue;
        }
        if (at >= bytes.length || digitValue(bytes.charCodeAt(at)) >= 0) {
          shifted = true;
          textBefore = out.builder.build();
          bits.count = 0;
          bits.value = 0;
          continue;
        }
        at++;
        from = start;
        reason = 'ill-formed sequence';
      } else if (c < 128) {
        out.builder.appendByte(c);
        at++;
        continue;
      } else {
        at++;
        reason = 'unexpected special character';
      }
    }
    const replaced = callDecodeHandler(errors, 'utf7', w_input, from, at, reason);
    done += out.builder.build() + replaced.text;
    out = new UnitText();
    bits.count = 0;
    bits.value = 0;
    at = replaced.position;
    if (replaced.input !== null) {
      bytes = replaced.input;
      w_input = newBytes(bytes);
    }
  }
  if (shifted && !final) return new Decoded(done + textBefore, start);
  return new Decoded(done + out.builder.build(), at);
}
