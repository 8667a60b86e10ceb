/**
 * The strings of an image that begin with the folder it was built in. Where the package lies elsewhere, they are given its folder before any code runs.
 *
 *     0        16              place     place + 16      ROOM
 *     | header | text, filled up | header | bytes of no use |
 */
import { MovableString, Place } from '../rlib/heap-layout.js';

/** The image's folder in UTF-8, as a string of bytes, and the addresses of the strings. */
export interface MovableStrings {
  readonly root: string;
  readonly addresses: readonly number[];
}

/** Of the array of bytes after a string of so many bytes: where it begins, from the string's start, and its length. */
export function movableRest(length: number): { readonly place: number; readonly length: number } {
  const place = (Place.ITEMS + length + 7) & ~7;
  return { place, length: MovableString.ROOM - place - Place.ITEMS };
}

/**
 * Gives the strings in an image's heap, whose addresses count from `view`'s start, another folder. All stay what they are if one of them has no room for
 * it; then the program finds that they are not about the folder that it lies in.
 */
export function moveStrings(view: DataView, { root, addresses }: MovableStrings, folder: string): void {
  if (folder === root) return;
  const difference = folder.length - root.length;
  const lengthAt = (address: number): number => view.getUint32(address + Place.LENGTH, true);
  if (addresses.some((address) => movableRest(lengthAt(address) + difference).length < 0)) return;
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (const address of addresses) {
    const before = movableRest(lengthAt(address)).place;
    const header = bytes.slice(address + before, address + before + Place.LENGTH);
    const text = address + Place.ITEMS;
    const length = lengthAt(address);
    bytes.copyWithin(text + folder.length, text + root.length, text + length);
    for (let i = 0; i < folder.length; i++) bytes[text + i] = folder.charCodeAt(i);
    view.setUint32(address + Place.LENGTH, length + difference, true);
    const rest = movableRest(length + difference);
    bytes.set(header, address + rest.place);
    view.setUint32(address + rest.place + Place.LENGTH, rest.length, true);
  }
}
