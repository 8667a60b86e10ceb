/**
 * Signatures of builtin functions, parsed at load time from their text form, the one that
 * `__text_signature__` shows: `($self, object, /)`, `(iterable, /, *, key=None, reverse=False)`, `(*args, **kwargs)`.
 *
 * `$self` and `$type` are parameters of the implementing function; `$module` is not. A parameter with a default is
 * optional, and its argument is null when missing: the implementation knows the default.
 */
import type { FixedArray } from '../../rlib/array.js';
import type { int } from '../../rlib/types.js';
import type { W_Str } from './w-str.js';
import { intern } from './w-str.js';

export class Signature {
  constructor(
    /**
     * All named parameters: positional-only, positional, keyword-only, in this order.
     * @immutableItems
     */
    readonly names: FixedArray<W_Str>,
    /** @immutableItems */
    readonly required: FixedArray<boolean>,
    readonly positionalOnly: int,
    /** Parameters that may be given by position, the positional-only ones included. */
    readonly positional: int,
    readonly hasVarargs: boolean,
    readonly hasKwargs: boolean,
    /** 1 if the first parameter is `$self` or `$type`: not counted in messages. */
    readonly selfCount: int,
    /** Positional parameters without a default. */
    readonly minimum: int,
    readonly text: string,
  ) {}

  /** Parameters of the implementing function: named ones, then `*args`, then `**kwargs`. */
  arity(): int {
    return this.names.length + (this.hasVarargs ? 1 : 0) + (this.hasKwargs ? 1 : 0);
  }
}

/** Most texts stand for many functions: `($self, /)`. */
const parsed = new Map<string, Signature>();

/**
 * Parses a text signature.
 * @loadTime
 */
export function parseSignature(text: string): Signature {
  let signature = parsed.get(text);
  if (signature === undefined) {
    signature = parseParameters(text);
    parsed.set(text, signature);
  }
  return signature;
}

/** @loadTime */
function parseParameters(text: string): Signature {
  const names: W_Str[] = [];
  const required: boolean[] = [];
  let positionalOnly = 0;
  let positional = -1;
  let hasVarargs = false;
  let hasKwargs = false;
  let selfCount = 0;
  for (const part of splitParameters(text)) {
    if (part === '$module') continue;
    if (part === '/') {
      positionalOnly = names.length;
    } else if (part === '*') {
      positional = names.length;
    } else if (part.startsWith('**')) {
      hasKwargs = true;
    } else if (part.startsWith('*')) {
      hasVarargs = true;
      positional = names.length;
    } else {
      const [name, fallback] = part.split('=', 2) as [string, string | undefined];
      if (name.startsWith('$')) {
        selfCount = 1;
        positionalOnly = 1;
      }
      names.push(intern(name.replace('$', '')));
      required.push(fallback === undefined);
    }
  }
  if (positional < 0) positional = names.length;
  let minimum = 0;
  while (minimum < positional && required[minimum] === true) minimum++;
  return new Signature(
    names,
    required,
    positionalOnly,
    positional,
    hasVarargs,
    hasKwargs,
    selfCount,
    minimum,
    text,
  );
}

/** @loadTime */
function splitParameters(text: string): string[] {
  const inner = text.slice(1, -1);
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let i = 0; i <= inner.length; i++) {
    const c = inner[i] ?? ',';
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === "'" || c === '"') {
      quote = c;
    } else if ('([{<'.includes(c)) {
      depth++;
    } else if (')]}>'.includes(c)) {
      depth--;
    } else if (c === ',' && depth === 0) {
      const part = inner.slice(start, i).trim();
      if (part !== '') parts.push(part);
      start = i + 1;
    }
  }
  return parts;
}
