/**
 * The flavoured numbers of RTypeScript. A plain `number` fits either; `int` does not fit `float`.
 * Hosted both are JavaScript numbers; translated an `int` is a signed 64-bit word, a `float` an IEEE double.
 */
export type int = number & { readonly __flavor?: 'int' };
export type float = number & { readonly __flavor?: 'float' };
