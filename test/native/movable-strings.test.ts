/** An image's strings that begin with its folder: given another one, they stay objects among others. */
import { strict as assert } from 'node:assert';
import { BuiltinType, GcBit, MovableString, Place } from '../../src/ts/rlib/heap-layout.js';
import { movableRest, moveStrings } from '../../src/ts/native/movable-strings.js';

const START = 64;

/** A heap with strings, as the translator places them. */
function heapOf(texts: readonly string[]): { view: DataView; addresses: number[] } {
  const view = new DataView(new ArrayBuffer(START + texts.length * MovableString.ROOM));
  const addresses = texts.map((text, i) => {
    const address = START + i * MovableString.ROOM;
    const rest = movableRest(text.length);
    for (const [at, type, length] of [
      [address, BuiltinType.STRING, text.length],
      [address + rest.place, BuiltinType.BYTES, rest.length],
    ] as const) {
      view.setUint32(at + Place.TYPE, type, true);
      view.setUint32(at + Place.GC_BITS, GcBit.UNRECORDED, true);
      view.setUint32(at + Place.LENGTH, length, true);
    }
    for (let j = 0; j < text.length; j++) view.setUint8(address + Place.ITEMS + j, text.charCodeAt(j));
    return address;
  });
  return { view, addresses };
}

/** The texts of the strings; each with the array after it takes all its room, and both are old objects. */
function textsOf({ view, addresses }: ReturnType<typeof heapOf>): string[] {
  return addresses.map((address) => {
    const length = view.getUint32(address + Place.LENGTH, true);
    const rest = address + movableRest(length).place;
    const types = [address, rest].map((at) => [
      view.getUint32(at + Place.TYPE, true),
      view.getUint32(at + Place.GC_BITS, true),
    ]);
    assert.deepEqual(types, [
      [BuiltinType.STRING, GcBit.UNRECORDED],
      [BuiltinType.BYTES, GcBit.UNRECORDED],
    ]);
    const end = rest + Place.ITEMS + view.getUint32(rest + Place.LENGTH, true);
    assert.equal(end, address + MovableString.ROOM);
    return Buffer.from(view.buffer, address + Place.ITEMS, length).toString('latin1');
  });
}

describe('movable strings', () => {
  const root = '/build/here';
  const texts = ['', '/', '/lib/python3.11', '/lib/python3.11/json/decoder.py', `/${'long'.repeat(30)}`];

  for (const folder of ['/build/here', '/', '/x', '/elsewhere', '/build/here/below', `/${'a'.repeat(300)}`])
    it(`${folder.slice(0, 20)}, ${folder.length} bytes`, () => {
      const heap = heapOf(texts.map((text) => root + text));
      moveStrings(heap.view, { root, addresses: heap.addresses }, folder);
      assert.deepEqual(
        textsOf(heap),
        texts.map((text) => folder + text),
      );
    });

  it('there and back', () => {
    const heap = heapOf(texts.map((text) => root + text));
    moveStrings(heap.view, { root, addresses: heap.addresses }, '/elsewhere/in/a/folder');
    moveStrings(heap.view, { root: '/elsewhere/in/a/folder', addresses: heap.addresses }, root);
    assert.deepEqual(
      textsOf(heap),
      texts.map((text) => root + text),
    );
  });

  it('all stay where one has no room', () => {
    const heap = heapOf(texts.map((text) => root + text));
    moveStrings(heap.view, { root, addresses: heap.addresses }, `/${'a'.repeat(400)}`);
    assert.deepEqual(
      textsOf(heap),
      texts.map((text) => root + text),
    );
  });
});
