/** Names of characters, by the host's table (`unicodedata` and `\N{...}`). */
import { external } from '../../rlib/external.js';
import type { int } from '../../rlib/types.js';

/** The name of a character, or an empty string. */
export const findCharacterName = external<(c: int) => string>('unicode.name');
/** The characters (UTF-8) of a name, alias or named sequence in ASCII, any case; empty if there is none. */
export const findCharacter = external<(name: string) => string>('unicode.lookup');
