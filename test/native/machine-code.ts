/** A few functions in x86-64 machine code, written by hand: what the addon's tests run, here, in child processes and in workers. */
import type { Addon, Address, CodeSpace } from '../../src/ts/native/addon.js';
import { encodeSymbols } from '../../src/ts/native/symbol-table.js';

function word(value: number): number[] {
  return [...new Uint8Array(new BigUint64Array([BigInt(value)]).buffer)];
}

/** f(x) = x + 1 */
export const increment: readonly number[] = [
  ...[0x48, 0x89, 0xf8], // mov rax, rdi
  ...[0x48, 0x83, 0xc0, 0x01], // add rax, 1
  0xc3, // ret
];

/** f(x) = host_call(x) */
export function callHost(hostCall: Address): readonly number[] {
  return callFunction(hostCall);
}

/** f(x) = function(x) */
export function callFunction(address: Address): readonly number[] {
  return [
    ...[0x48, 0x83, 0xec, 0x08], // sub rsp, 8
    ...[0x48, 0xb8, ...word(address)], // mov rax, address
    ...[0xff, 0xd0], // call rax
    ...[0x48, 0x83, 0xc4, 0x08], // add rsp, 8
    0xc3, // ret
  ];
}

/** f(x): host_call(x) x times, then host_call(x) again whatever it returned; the sum of what they returned. */
export function callHostTwice(hostCall: Address): readonly number[] {
  return [
    ...[0x53, 0x55, 0x48, 0x83, 0xec, 0x08], // push rbx; push rbp; sub rsp, 8
    ...[0x48, 0x89, 0xfb], // mov rbx, rdi
    ...[0x48, 0xb8, ...word(hostCall)], // mov rax, hostCall
    ...[0xff, 0xd0], // call rax
    ...[0x48, 0x89, 0xc5], // mov rbp, rax
    ...[0x48, 0x89, 0xdf], // mov rdi, rbx
    ...[0x48, 0xb8, ...word(hostCall)], // mov rax, hostCall
    ...[0xff, 0xd0], // call rax
    ...[0x48, 0x01, 0xe8], // add rax, rbp
    ...[0x48, 0x83, 0xc4, 0x08, 0x5d, 0x5b], // add rsp, 8; pop rbp; pop rbx
    0xc3, // ret
  ];
}

/** f(x): host_call(x) until it returns something else than 0, which is the result. */
export function callHostForever(hostCall: Address): readonly number[] {
  return [
    ...[0x53, 0x48, 0x89, 0xfb], // push rbx; mov rbx, rdi
    ...[0x48, 0x89, 0xdf], // again: mov rdi, rbx
    ...[0x48, 0xb8, ...word(hostCall)], // mov rax, hostCall
    ...[0xff, 0xd0], // call rax
    ...[0x48, 0x85, 0xc0], // test rax, rax
    ...[0x74, 0xec], // jz again
    ...[0x5b, 0xc3], // pop rbx; ret
  ];
}

/** f(x) = the word at address x */
export const load: readonly number[] = [
  ...[0x48, 0x8b, 0x07], // mov rax, [rdi]
  0xc3, // ret
];

/** Undefined instruction, with the number of a reason. */
export function trap(reason: number): readonly number[] {
  return [
    ...[0x41, 0xbb, reason, 0, 0, 0], // mov r11d, reason
    ...[0x0f, 0x0b], // ud2
  ];
}

/** Divides by zero. */
export const divide: readonly number[] = [
  ...[0x31, 0xc9], // xor ecx, ecx
  ...[0x48, 0xf7, 0xf9], // idiv rcx
];

/** Writes functions into a code space, one after the other. */
export class CodeWriter {
  readonly space: CodeSpace;
  private used = 0;

  constructor(private readonly addon: Addon) {
    this.space = addon.codeSpace(addon.pageSize);
  }

  /** The address to run. */
  write(bytes: readonly number[]): Address {
    const offset = this.used;
    new Uint8Array(this.space.write).set(bytes, offset);
    this.used = (offset + bytes.length + 15) & ~15;
    this.addon.flush(this.space.run + offset, bytes.length);
    return this.space.run + offset;
  }
}

/**
 * Announces crash reports for functions in `writer`'s space, and a heap: a page for null, one that is committed and has the symbol table at
 * its end, and one that traps. Their first 4 bytes are line 7 of a file, the rest line 8. The result is the heap's committed page.
 */
export function reportCrashes(
  addon: Addon,
  writer: CodeWriter,
  functions: Readonly<Record<string, { readonly address: Address; readonly frame: number }>>,
): { readonly heap: Address } {
  const { pageSize } = addon;
  const base = addon.reserve(3 * pageSize);
  const heap = base + pageSize;
  addon.commit(heap, pageSize);
  const { run } = writer.space;
  const symbols = encodeSymbols({
    functions: Object.entries(functions).map(([name, { address, frame }]) => ({
      name,
      offset: address - run,
      frame,
      steps: [7, 8].map((line, i) => ({ offset: address - run + 4 * i, file: 0, line })),
    })),
    files: ['file.ts'],
    reasons: ['a promise was broken'],
  });
  const table = heap + pageSize / 2;
  new Uint8Array(addon.view(table, symbols.length)).set(symbols);
  addon.crashReport({
    table,
    tableSize: symbols.length,
    codeStart: run,
    codeEnd: run + pageSize,
    heapStart: base,
    heapEnd: base + 3 * pageSize,
    heapBase: base,
    hostStack: heap,
  });
  return { heap };
}
