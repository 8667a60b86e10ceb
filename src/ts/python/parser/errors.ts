/**
 * What the front end reports: syntax errors with the attributes Python code sees on the exception
 * (`offset` counts characters from 1), and warnings.
 */

export type SyntaxErrorKind =
  | 'SyntaxError'
  | 'IndentationError'
  | 'TabError'
  | 'IncompleteInputError'
  | 'ValueError'
  | 'UnicodeEncodeError'
  | 'OverflowError'
  | 'RecursionError'
  | 'MemoryError';

export class PySyntaxError extends Error {
  override readonly name = 'PySyntaxError';

  /**
   * `kind` is the Python exception's type. The types outside the SyntaxError family (source with null bytes,
   * lone surrogates, nesting too deep) have no location: `lineno` is null.
   */
  constructor(
    readonly kind: SyntaxErrorKind,
    message: string,
    readonly filename: string,
    readonly lineno: number | null,
    readonly offset: number | null,
    readonly text: string | null,
    readonly endLineno: number | null,
    readonly endOffset: number | null,
  ) {
    super(message);
  }
}

/** Takes a warning; with the answer 'error' it becomes a syntax error. */
export type WarningHandler = (warning: PyWarning) => 'error' | undefined;

export interface PyWarning {
  readonly category: 'DeprecationWarning' | 'SyntaxWarning';
  readonly message: string;
  readonly filename: string;
  readonly lineno: number;
}

/** The number of code points in a JavaScript text. */
export function codePointCount(text: string): number {
  let count = text.length;
  for (let index = 0; index + 1 < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0xd800 || unit > 0xdbff) continue;
    const next = text.charCodeAt(index + 1);
    if (next >= 0xdc00 && next <= 0xdfff) {
      count--;
      index++;
    }
  }
  return count;
}

/** How many bytes more than one a UTF-16 unit takes in UTF-8 (each half of a pair counts two of the four). */
export function extraBytes(unit: number): number {
  if (unit < 0x80) return 0;
  if (unit < 0x800) return 1;
  return unit >= 0xd800 && unit <= 0xdfff ? 1 : 2;
}

/** The length of a text in UTF-8. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) length += extraBytes(unit);
  }
  return length;
}

/** The code points in the first `bytes` bytes of a line's UTF-8; a point cut in two counts; at most one past the end. */
export function charactersInBytes(line: string, bytes: number): number {
  let characters = 0;
  let seen = 0;
  for (const character of line) {
    if (seen >= bytes) return characters;
    seen += utf8Length(character);
    characters++;
  }
  return seen >= bytes ? characters : characters + 1;
}
