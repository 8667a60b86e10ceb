/** What a translation may be told. */
export interface TranslationOptions {
  /**
   * Bits of a word without its sign. Machine code has 63; with 53, the operations that ask about overflow answer as hosted ones do, so that
   * all lives of a program give the same results.
   */
  readonly wordBits: 53 | 63;
}

export const defaultTranslation: TranslationOptions = { wordBits: 63 };
