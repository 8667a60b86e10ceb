/** Roots that all collectors share: the pending exception, the stack by its maps. */
import { StackMap } from '../rlib/heap-layout.js';
import { mul32 } from '../rlib/int.js';
import { loadI16, loadU32, loadWord, State } from '../rlib/raw.js';
import type { int } from '../rlib/types.js';

/** The map of a return address by its offset in the code, from a hash table with open addressing; relative to the table. */
function findMap(table: int, offset: int): int {
  const mask = loadU32(table);
  let entry = table + 8 + ((mul32(offset, 0x9e3779b1 | 0) >>> 8) & mask) * 8;
  while (loadU32(entry) !== offset) {
    entry += 8;
    if (entry > table + 8 + mask * 8) entry = table + 8;
  }
  return loadU32(entry + 4);
}

/**
 * Visits the places of references in frames: upwards from the place of a return address, past host calls, to the outermost entry. Then those that the JIT
 * compiler holds.
 */
export function scanStack(innermost: int, visit: (place: int) => void): void {
  const codeBase = loadWord(State.CODE_BASE);
  const table = loadWord(State.STACK_MAPS);
  const jitCode = loadWord(State.JIT_CODE);
  const jitSize = loadWord(State.JIT_CODE_SIZE);
  const jitMaps = loadWord(State.JIT_MAPS);
  const roots = loadWord(State.JIT_ROOTS);
  const rootCount = loadWord(State.JIT_ROOT_COUNT);
  for (let i = 0; i < rootCount; i++) visit(roots + i * 4);
  let at = innermost;
  while (at !== 0) {
    const address = loadWord(at);
    const inTrace = address - jitCode;
    // Maps of the image are told by their addresses, those of the JIT compiler relative to its table.
    const map =
      inTrace >= 0 && inTrace < jitSize
        ? jitMaps + findMap(jitMaps, inTrace)
        : findMap(table, address - codeBase);
    const frame = loadI16(map + StackMap.FRAME) & 0xffff;
    const sp = at + 8;
    if (frame === StackMap.ENTRY) {
      // The entry keeps where machine code had left for the host before.
      at = loadWord(sp);
      continue;
    }
    const count = loadI16(map + StackMap.COUNT);
    for (let i = 0; i < count; i++) visit(sp + loadI16(map + StackMap.SLOTS + i * 2) * 8);
    at = sp + frame * 8;
  }
}
