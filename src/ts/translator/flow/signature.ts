/** Reads the signatures of `ops.ts`: `list<T> int -> T`. */

export type TypePattern =
  | { readonly kind: 'any' }
  | { readonly kind: 'ref' }
  | { readonly kind: 'T' }
  | { readonly kind: 'sequence'; readonly sequence: 'list' | 'fixed' }
  | { readonly kind: 'type'; readonly name: string };

export interface Signature {
  readonly params: readonly TypePattern[];
  /** Whether any further operands may follow. */
  readonly isVariadic: boolean;
  readonly result: TypePattern;
}

const parsed = new Map<string, Signature>();

export function parseSignature(text: string): Signature {
  let signature = parsed.get(text);
  if (signature === undefined) {
    const [before = '', after = ''] = text.split('->');
    const words = before.split(' ').filter((one) => one !== '');
    const isVariadic = words.at(-1) === '...';
    if (isVariadic) words.pop();
    signature = { params: words.map(parsePattern), isVariadic, result: parsePattern(after.trim()) };
    parsed.set(text, signature);
  }
  return signature;
}

function parsePattern(word: string): TypePattern {
  switch (word) {
    case 'any':
    case '*':
      return { kind: 'any' };
    case 'ref':
      return { kind: 'ref' };
    case 'T':
      return { kind: 'T' };
    case 'list<T>':
      return { kind: 'sequence', sequence: 'list' };
    case 'fixed<T>':
      return { kind: 'sequence', sequence: 'fixed' };
    default:
      return { kind: 'type', name: word };
  }
}
