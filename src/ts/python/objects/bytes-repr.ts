/** `repr` of bytes. */
import { StringBuilder } from '../../rlib/bytes.js';

const HEX = '0123456789abcdef';

export function reprOfBytes(value: string): string {
  const quote = value.indexOf("'", 0) >= 0 && value.indexOf('"', 0) < 0 ? 34 : 39;
  const builder = new StringBuilder();
  builder.append('b');
  builder.appendByte(quote);
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    if (c === quote || c === 92) {
      builder.append('\\');
      builder.appendByte(c);
    } else if (c >= 32 && c < 127) {
      builder.appendByte(c);
    } else if (c === 9) {
      builder.append('\\t');
    } else if (c === 10) {
      builder.append('\\n');
    } else if (c === 13) {
      builder.append('\\r');
    } else {
      builder.append('\\x');
      builder.appendByte(HEX.charCodeAt(c >> 4));
      builder.appendByte(HEX.charCodeAt(c & 15));
    }
  }
  builder.appendByte(quote);
  return builder.build();
}
