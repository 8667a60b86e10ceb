/**
 * Cases for the x86-64 assembler: each is an instruction as text, in the spelling that GNU as takes and capstone prints,
 * and the call that should emit it. Each operand runs over all registers while the others stay, and addresses and
 * immediates run over their edges.
 */
import type { Assembler } from '../../src/native/asm-x86_64/assembler.js';
import {
  FreeShift,
  Op,
  Plain,
  Shift,
  Sse,
  Transfer,
  Unary,
  type IntegerOp,
} from '../../src/native/asm-x86_64/encoding.js';
import {
  conditionNames,
  registerName,
  xmmName,
  type Reg,
  type Scale,
  type Width,
} from '../../src/native/asm-x86_64/registers.js';

export interface Case {
  readonly text: string;
  /** For comparing immediates, which are printed signed here and unsigned there. */
  readonly width: Width;
  readonly emit: (asm: Assembler) => void;
  /** GNU as takes another encoding of the same instruction. */
  readonly otherBytes?: boolean;
}

type Address =
  | { readonly base: Reg; readonly index: null; readonly displacement: number }
  | { readonly base: Reg; readonly index: Reg; readonly scale: Scale; readonly displacement: number };

export const widths: readonly Width[] = [8, 16, 32, 64];
const registers: readonly Reg[] = Array.from({ length: 16 }, (_, i) => i);
const scales: readonly Scale[] = [1, 2, 4, 8];
const displacements = [0, 1, -1, 127, 128, -127, -128, -129, 0x7fffffff, -0x80000000, 0x1234];

const pointers: Record<number, string> = {
  0: '',
  8: 'byte ptr ',
  16: 'word ptr ',
  32: 'dword ptr ',
  64: 'qword ptr ',
  128: 'xmmword ptr ',
};

/** Address forms: all bases, all indices, all scales, all displacements, each with what is peculiar to it. */
const addresses: readonly Address[] = [
  ...registers.flatMap((base) =>
    [0, 8, 0x1000].map((displacement): Address => ({ base, index: null, displacement })),
  ),
  ...[0, 4, 5, 12, 13, 15].flatMap((base) =>
    displacements.map((displacement): Address => ({ base, index: null, displacement })),
  ),
  ...registers
    .filter((index) => index !== 4)
    .map((index): Address => ({ base: 15, index, scale: 8, displacement: -16 })),
  ...registers.flatMap((base) =>
    [0, -128, 0x12345678].map((displacement): Address => ({ base, index: 9, scale: 2, displacement })),
  ),
  ...scales.map((scale): Address => ({ base: 5, index: 5, scale, displacement: 0 })),
  ...displacements.map((displacement): Address => ({ base: 13, index: 12, scale: 4, displacement })),
];

const fewAddresses: readonly Address[] = [
  { base: 3, index: null, displacement: 0 },
  { base: 12, index: null, displacement: 127 },
  { base: 13, index: null, displacement: 0 },
  { base: 15, index: 8, scale: 8, displacement: 0x4000 },
  { base: 4, index: 6, scale: 1, displacement: -128 },
];

function addressText(width: number, address: Address): string {
  const parts = [registerName(address.base, 64)];
  if (address.index !== null) parts.push(`${registerName(address.index, 64)}*${address.scale}`);
  const { displacement } = address;
  const tail = displacement === 0 ? '' : displacement < 0 ? ` - ${-displacement}` : ` + ${displacement}`;
  return `${pointers[width]}[${parts.join(' + ')}${tail}]`;
}

/** All registers in the first place, then all in the second. */
function pairs(): [number, number][] {
  return [
    ...registers.map((one): [number, number] => [one, 6]),
    ...registers.map((one): [number, number] => [one, 11]),
    ...registers.map((one): [number, number] => [2, one]),
    ...registers.map((one): [number, number] => [9, one]),
  ];
}

const operations = Object.entries(Op);
const extending: Record<string, Width> = { movzx8: 8, movsx8: 8, movzx16: 16, movsx16: 16, movsxd: 32 };

function legalWidths(op: IntegerOp): readonly Width[] {
  return widths.filter((width) => (op.widths & width) !== 0);
}

export function registerPairs(): Case[] {
  const cases: Case[] = [];
  for (const [key, op] of operations) {
    if (op.memoryOnly) continue;
    for (const width of legalWidths(op)) {
      for (const [dst, src] of pairs()) {
        // as has a one-byte exchange with rax and takes the other exchanges the other way round.
        const otherBytes = op === Op.xchg && (dst === 0 || src === 0 || dst !== src);
        const text = `${op.name} ${registerName(dst, width)}, ${registerName(src, extending[key] ?? width)}`;
        cases.push({ text, width, otherBytes, emit: (asm) => asm.rr(op, width, dst, src) });
      }
    }
  }
  return cases;
}

/** A few operations get all addresses, all get a few. */
function addressesOf(op: object): readonly Address[] {
  return op === Op.mov || op === Op.movzx8 || op === Sse.movsd ? addresses : fewAddresses;
}

export function loads(): Case[] {
  const cases: Case[] = [];
  for (const [key, op] of operations) {
    if (op.load === 0) continue;
    for (const width of legalWidths(op)) {
      const add = (dst: Reg, address: Address): void => {
        const memoryWidth = op === Op.lea ? 0 : (extending[key] ?? width);
        const text = `${op.name} ${registerName(dst, width)}, ${addressText(memoryWidth, address)}`;
        const { base, displacement } = address;
        cases.push({
          text,
          width,
          emit: (asm) =>
            address.index === null
              ? asm.rm(op, width, dst, base, displacement)
              : asm.rmIndexed(op, width, dst, base, address.index, address.scale, displacement),
        });
      };
      for (const address of addressesOf(op)) add(7, address);
      for (const dst of registers) fewAddresses.forEach((address) => add(dst, address));
    }
  }
  return cases;
}

export function stores(): Case[] {
  const cases: Case[] = [];
  for (const [, op] of operations) {
    if (op.store === 0) continue;
    for (const width of legalWidths(op)) {
      const add = (src: Reg, address: Address): void => {
        const text = `${op.name} ${addressText(width, address)}, ${registerName(src, width)}`;
        const { base, displacement } = address;
        cases.push({
          text,
          width,
          emit: (asm) =>
            address.index === null
              ? asm.mr(op, width, base, displacement, src)
              : asm.mrIndexed(op, width, base, address.index, address.scale, displacement, src),
        });
        if (!op.lockable) return;
        cases.push({
          text: `lock ${text}`,
          width,
          // as puts the operand-size prefix before lock.
          otherBytes: width === 16,
          emit: (asm) =>
            address.index === null
              ? asm.lockMr(op, width, base, displacement, src)
              : asm.lockMrIndexed(op, width, base, address.index, address.scale, displacement, src),
        });
      };
      for (const address of addressesOf(op)) add(7, address);
      for (const src of registers) fewAddresses.forEach((address) => add(src, address));
    }
  }
  return cases;
}

/** Edges of the forms for a width: signed byte, the width itself, and for up to 32 bits its unsigned half. */
function immediatesOf(width: Width): number[] {
  const bytes = [0, 1, -1, 127, -128];
  if (width === 8) return [...bytes, 128, 255];
  const top = width === 16 ? 0x7fff : 0x7fffffff;
  const all = [...bytes, 128, -129, 255, 256, top, -top - 1];
  return width === 64 ? all : [...all, top + 1, top * 2 + 1];
}

export function immediates(): Case[] {
  const cases: Case[] = [];
  for (const [, op] of operations) {
    if (op.immediate === 0) continue;
    for (const width of widths) {
      const addRegister = (dst: Reg, value: number): void => {
        const text = `${op.name} ${registerName(dst, width)}, ${value}`;
        cases.push({ text, width, emit: (asm) => asm.ri(op, width, dst, value) });
      };
      for (const value of immediatesOf(width)) {
        [0, 3, 4, 12].forEach((dst) => addRegister(dst, value));
        for (const address of fewAddresses) {
          const { base, displacement } = address;
          cases.push({
            text: `${op.name} ${addressText(width, address)}, ${value}`,
            width,
            emit: (asm) =>
              address.index === null
                ? asm.mi(op, width, base, displacement, value)
                : asm.miIndexed(op, width, base, address.index, address.scale, displacement, value),
          });
        }
      }
      for (const dst of registers) [5, width === 8 ? -100 : 1000].forEach((value) => addRegister(dst, value));
    }
  }
  for (const width of [16, 32, 64] as const) {
    const add = (dst: Reg, src: Reg, value: number): void => {
      const text = `imul ${registerName(dst, width)}, ${registerName(src, width)}, ${value}`;
      cases.push({ text, width, emit: (asm) => asm.imulRri(width, dst, src, value) });
    };
    for (const value of immediatesOf(width)) add(3, 10, value);
    for (const [dst, src] of pairs()) add(dst, src, 100);
  }
  return cases;
}

/** 64-bit immediates in their three forms; the text says which width the shortest has. */
export function wideImmediates(): Case[] {
  const cases: Case[] = [];
  const values = [
    0n,
    1n,
    0x7fffffffn,
    0x80000000n,
    0xffffffffn,
    0x100000000n,
    -1n,
    -0x80000000n,
    -0x80000001n,
    0x123456789abcdef0n,
    2n ** 63n - 1n,
    -(2n ** 63n),
    2n ** 53n - 1n,
    -(2n ** 53n) + 1n,
  ];
  for (const value of values) {
    const width = value >= 0n && value < 2n ** 32n ? 32 : 64;
    const mnemonic = value >= -(2n ** 31n) && value < 2n ** 32n ? 'mov' : 'movabs';
    const [low, high] = [Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n))];
    for (const dst of registers) {
      const text = `${mnemonic} ${registerName(dst, width)}, ${value}`;
      cases.push({ text, width, emit: (asm) => asm.movImm64(dst, low, high) });
      if (Number.isSafeInteger(Number(value)))
        cases.push({ text, width, emit: (asm) => asm.movImm(dst, Number(value)) });
    }
    cases.push({
      text: `movabs r13, ${value}`,
      width: 64,
      emit: (asm) => void asm.movAbsolute(13, low, high),
    });
  }
  return cases;
}

export function oneOperand(): Case[] {
  const cases: Case[] = [];
  for (const op of Object.values(Unary)) {
    for (const width of widths) {
      for (const reg of registers)
        cases.push({
          text: `${op.name} ${registerName(reg, width)}`,
          width,
          emit: (asm) => asm.r(op, width, reg),
        });
      for (const address of fewAddresses) {
        const { base, displacement } = address;
        cases.push({
          text: `${op.name} ${addressText(width, address)}`,
          width,
          emit: (asm) =>
            address.index === null
              ? asm.m(op, width, base, displacement)
              : asm.mIndexed(op, width, base, address.index, address.scale, displacement),
        });
      }
    }
  }
  for (const width of [32, 64] as const) {
    for (const reg of registers)
      cases.push({
        text: `bswap ${registerName(reg, width)}`,
        width,
        emit: (asm) => asm.bswap(width, reg),
      });
  }
  for (const op of Object.values(Plain)) {
    if (op === Plain.int3) continue;
    cases.push({ text: op.name, width: 64, emit: (asm) => asm.plain(op) });
  }
  return cases;
}

export function shifts(): Case[] {
  const cases: Case[] = [];
  for (const op of Object.values(Shift)) {
    for (const width of widths) {
      for (const reg of registers) {
        const name = registerName(reg, width);
        cases.push({ text: `${op.name} ${name}, cl`, width, emit: (asm) => asm.shiftByCl(op, width, reg) });
        for (const count of [0, 1, 2, width - 1]) {
          cases.push({
            text: `${op.name} ${name}, ${count}`,
            width,
            emit: (asm) => asm.shiftImmediate(op, width, reg, count),
          });
        }
      }
    }
  }
  for (const op of Object.values(FreeShift)) {
    for (const width of [32, 64] as const) {
      const add = (dst: Reg, src: Reg, count: Reg): void => {
        const names = [dst, src, count].map((reg) => registerName(reg, width)).join(', ');
        cases.push({
          text: `${op.name} ${names}`,
          width,
          emit: (asm) => asm.shiftFree(op, width, dst, src, count),
        });
      };
      for (const one of registers) {
        add(one, 1, 2);
        add(9, one, 2);
        add(1, 10, one);
      }
    }
  }
  return cases;
}

export function conditions(): Case[] {
  const cases: Case[] = [];
  conditionNames.forEach((suffix, condition) => {
    for (const reg of registers) {
      cases.push({
        text: `set${suffix} ${registerName(reg, 8)}`,
        width: 8,
        emit: (asm) => asm.setcc(condition, reg),
      });
    }
    for (const width of [16, 32, 64] as const) {
      for (const [dst, src] of pairs()) {
        const names = `${registerName(dst, width)}, ${registerName(src, width)}`;
        cases.push({
          text: `cmov${suffix} ${names}`,
          width,
          emit: (asm) => asm.cmov(condition, width, dst, src),
        });
      }
      for (const address of fewAddresses) {
        if (address.index !== null) continue;
        cases.push({
          text: `cmov${suffix} ${registerName(10, width)}, ${addressText(width, address)}`,
          width,
          emit: (asm) => asm.cmovMemory(condition, width, 10, address.base, address.displacement),
        });
      }
    }
  });
  return cases;
}

export function stackAndIndirect(): Case[] {
  const cases: Case[] = [];
  const add = (text: string, emit: Case['emit']): void => void cases.push({ text, width: 64, emit });
  for (const reg of registers) {
    const name = registerName(reg, 64);
    add(`push ${name}`, (asm) => asm.push(reg));
    add(`pop ${name}`, (asm) => asm.pop(reg));
    add(`call ${name}`, (asm) => asm.callReg(reg));
    add(`jmp ${name}`, (asm) => asm.jmpReg(reg));
  }
  for (const value of immediatesOf(64)) add(`push ${value}`, (asm) => asm.pushImmediate(value));
  for (const count of [0, 8, 0xffff]) add(`ret ${count}`, (asm) => asm.retPop(count));
  for (const address of addresses) {
    const text = addressText(64, address);
    const { base, displacement } = address;
    if (address.index === null) {
      add(`call ${text}`, (asm) => asm.callMemory(base, displacement));
      add(`jmp ${text}`, (asm) => asm.jmpMemory(base, displacement));
      add(`push ${text}`, (asm) => asm.pushMemory(base, displacement));
      add(`pop ${text}`, (asm) => asm.popMemory(base, displacement));
    } else {
      const { index, scale } = address;
      add(`call ${text}`, (asm) => asm.callIndexed(base, index, scale, displacement));
      add(`jmp ${text}`, (asm) => asm.jmpIndexed(base, index, scale, displacement));
    }
  }
  return cases;
}

export function floats(): Case[] {
  const cases: Case[] = [];
  const add = (text: string, emit: Case['emit']): void => void cases.push({ text, width: 64, emit });
  for (const op of Object.values(Sse)) {
    for (const [dst, src] of pairs()) {
      const text = `${op.name} ${xmmName(dst)}, ${xmmName(src)}`;
      if (op.selector)
        for (const mode of [0, 9, 11]) add(`${text}, ${mode}`, (asm) => asm.xxi(op, dst, src, mode));
      else add(text, (asm) => asm.xx(op, dst, src));
    }
    if (op.selector) continue;
    const addMemory = (xmm: number, address: Address): void => {
      const memory = addressText(op.memoryWidth, address);
      const { base, displacement } = address;
      add(`${op.name} ${xmmName(xmm)}, ${memory}`, (asm) =>
        address.index === null
          ? asm.xm(op, xmm, base, displacement)
          : asm.xmIndexed(op, xmm, base, address.index, address.scale, displacement),
      );
      if (op.store === 0) return;
      add(`${op.name} ${memory}, ${xmmName(xmm)}`, (asm) =>
        address.index === null
          ? asm.mx(op, base, displacement, xmm)
          : asm.mxIndexed(op, base, address.index, address.scale, displacement, xmm),
      );
    };
    for (const address of addressesOf(op)) addMemory(3, address);
    for (const xmm of registers as readonly number[])
      fewAddresses.forEach((address) => addMemory(xmm, address));
  }
  for (const op of Object.values(Transfer)) {
    for (const width of [32, 64] as const) {
      const name = op === Transfer.mov ? { 32: 'movd', 64: 'movq' }[width] : op.name;
      for (const [one, other] of pairs()) {
        if (op.toXmm !== 0)
          add(`${name} ${xmmName(one)}, ${registerName(other, width)}`, (asm) =>
            asm.xr(op, width, one, other),
          );
        if (op.fromXmm !== 0 || op.storeXmm !== 0)
          add(`${name} ${registerName(one, width)}, ${xmmName(other)}`, (asm) =>
            asm.rx(op, width, one, other),
          );
      }
    }
  }
  return cases;
}
