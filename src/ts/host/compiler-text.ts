/** Text between JavaScript (UTF-16) and the interpreter (UTF-8 bytes, with lone surrogates in their three-byte form). */

/** Text as UTF-8 bytes; lone surrogates keep their three-byte form. */
export function toUtf8(text: string): string {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8').toString('latin1');
  let result = '';
  for (const character of text) {
    const c = character.codePointAt(0) ?? 0;
    result +=
      c >= 0xd800 && c <= 0xdfff
        ? String.fromCharCode(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63))
        : Buffer.from(character, 'utf8').toString('latin1');
  }
  return result;
}

/** UTF-8 bytes (with surrogates in their three-byte form) as JavaScript text. */
export function fromUtf8(bytes: string): string {
  if (!bytes.includes('\xed')) return Buffer.from(bytes, 'latin1').toString('utf8');
  let result = '';
  let start = 0;
  for (let i = 0; i + 2 < bytes.length; i++) {
    if (bytes.charCodeAt(i) === 0xed && bytes.charCodeAt(i + 1) >= 0xa0) {
      result += Buffer.from(bytes.slice(start, i), 'latin1').toString('utf8');
      result += String.fromCharCode(
        0xd000 | ((bytes.charCodeAt(i + 1) & 63) << 6) | (bytes.charCodeAt(i + 2) & 63),
      );
      start = i + 3;
      i += 2;
    }
  }
  return result + Buffer.from(bytes.slice(start), 'latin1').toString('utf8');
}
