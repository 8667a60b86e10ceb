/**
 * The x86-64 assembler against GNU as (bytes) and capstone (text), over the sweeps of `x86-64-sweep.ts`; labels, tables,
 * constants and patches at their limits; and what it refuses.
 */
import assert from 'node:assert/strict';
import { Assembler } from '../../src/native/asm-x86_64/assembler.js';
import { Feature, FreeShift, Op, Plain, Shift, Sse, Transfer } from '../../src/native/asm-x86_64/encoding.js';
import { Condition, negate, Reg, Xmm, type Width } from '../../src/native/asm-x86_64/registers.js';
import { retarget, targetOf, writeJump } from '../../src/native/asm-x86_64/patch.js';
import { loadX86Disassembler, type Disassembler } from '../../src/native/asm-x86_64/disassemble.js';
import { assembleEach, assembleText, hasGnuAs, slotHolds } from './gnu-as.js';
import * as sweep from './x86-64-sweep.js';
import type { Case } from './x86-64-sweep.js';

const gnuAs = hasGnuAs();
let disassembler: Disassembler;

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function emitted(emit: (asm: Assembler) => void): Uint8Array {
  const asm = new Assembler(Feature.all);
  emit(asm);
  return asm.finish().bytes;
}

function lines(code: Uint8Array): string[] {
  return disassembler.disassemble(code).map(({ mnemonic, operands }) => `${mnemonic} ${operands}`.trim());
}

/**
 * One spelling for numbers (within brackets signed, elsewhere modulo the width), for string instructions, whose operands
 * capstone prints, for comisd, whose 64 bits of memory it takes for 128, and for `*1`.
 */
function normalize(text: string, width: Width): string {
  return text
    .replace(/(?<![\w])-?\b(?:0x[0-9a-f]+|\d+)\b/g, (number, offset: number) => {
      const value = number.startsWith('-') ? -BigInt(number.slice(1)) : BigInt(number);
      const inBrackets = text.lastIndexOf('[', offset) > text.lastIndexOf(']', offset);
      return (inBrackets ? value : BigInt.asUintN(width, value)).toString();
    })
    .replace(/ (byte|qword) ptr \[rdi\], (al|rax|(byte|qword) ptr \[rsi\])$/, '')
    .replace(/^(u?comisd .*)xmmword/, '$1qword')
    .replace(/\*1\b/, '');
}

function checkCases(cases: readonly Case[], againstAs: boolean): void {
  const bytes = cases.map(({ emit }) => emitted(emit));
  const wrong: string[] = [];
  const slots = againstAs ? assembleEach(cases.map(({ text }) => text)) : null;
  cases.forEach(({ text, width, otherBytes }, i) => {
    if (slots !== null && otherBytes !== true && !slotHolds(slots[i], bytes[i]))
      wrong.push(`${text}: ${hex(bytes[i])}, as: ${hex(slots[i])}`);
    const decoded = lines(bytes[i]).map((line) => normalize(line, width));
    if (decoded.length !== 1 || decoded[0] !== normalize(text, width))
      wrong.push(`${text}: ${hex(bytes[i])} is ${decoded.join('; ')}`);
  });
  assert.equal(wrong.length, 0, `${wrong.length} of ${cases.length}:\n${wrong.slice(0, 20).join('\n')}`);
}

describe('x86-64 assembler', () => {
  before(async () => {
    const loaded = await loadX86Disassembler();
    assert.ok(loaded, 'capstone is not installed');
    disassembler = loaded;
  });
  after(() => disassembler.close());

  describe(gnuAs ? 'sweeps' : 'sweeps, against capstone alone: GNU as is missing', () => {
    const categories = {
      'register pairs': sweep.registerPairs,
      loads: sweep.loads,
      stores: sweep.stores,
      immediates: sweep.immediates,
      '64-bit immediates': sweep.wideImmediates,
      'one operand': sweep.oneOperand,
      shifts: sweep.shifts,
      conditions: sweep.conditions,
      'stack and indirect jumps': sweep.stackAndIndirect,
      floats: sweep.floats,
    };
    for (const [name, cases] of Object.entries(categories)) {
      it(name, () => checkCases(cases(), gnuAs));
    }

    it('int3', () => assert.equal(hex(emitted((asm) => asm.plain(Plain.int3))), 'cc'));

    it('nops of every length', () => {
      for (let count = 0; count <= 40; count++) {
        const code = emitted((asm) => asm.emitNops(count));
        assert.equal(code.length, count);
        assert.ok(
          lines(code).every((line) => line.startsWith('nop')),
          `${count}: ${lines(code).join('; ')}`,
        );
        const decoded = disassembler.disassemble(code).reduce((sum, { size }) => sum + size, 0);
        assert.equal(decoded, count);
      }
    });
  });

  describe('labels', () => {
    /** A jump back over `gap` bytes. */
    function backward(gap: number, emit: (asm: Assembler, label: number) => void): Uint8Array {
      return emitted((asm) => {
        const label = asm.newLabel();
        asm.bind(label);
        for (let i = 0; i < gap; i++) asm.plain(Plain.nop);
        emit(asm, label);
      });
    }

    it('backward jumps are short as far as they can be', () => {
      const forms = {
        jmp: (asm: Assembler, label: number) => asm.jmp(label),
        jne: (asm: Assembler, label: number) => asm.jcc(Condition.notEqual, label),
        call: (asm: Assembler, label: number) => asm.call(label),
      };
      for (const [name, emit] of Object.entries(forms)) {
        for (const gap of [0, 1, 125, 126, 127, 128, 200]) {
          const code = backward(gap, emit);
          const length = name === 'call' ? 5 : gap <= 126 ? 2 : name === 'jmp' ? 5 : 6;
          assert.equal(code.length - gap, length, `${name} ${gap}`);
          assert.equal(lines(code).at(-1), `${name} 0`);
          if (!gnuAs) continue;
          assert.equal(hex(code), hex(assembleText(`label: .fill ${gap}, 1, 0x90\n${name} label`)));
        }
      }
    });

    it('forward jumps take 32 bits, or 8 where asked for', () => {
      for (const condition of conditionsOf()) {
        const code = emitted((asm) => {
          const [far, near] = [asm.newLabel(), asm.newLabel()];
          asm.jcc(condition, far);
          asm.jccShort(condition, near);
          asm.emitNops(127);
          asm.bind(near);
          asm.jmp(far);
          asm.jmpShort(far);
          asm.emitNops(127);
          asm.bind(far);
        });
        const targets = disassembler
          .disassemble(code)
          .filter(({ mnemonic }) => mnemonic.startsWith('j'))
          .map(({ operands, size }) => [Number(operands), size]);
        assert.deepEqual(targets, [
          [269, 6],
          [135, 2],
          [269, 5],
          [269, 2],
        ]);
      }
    });

    it('what is not near is refused by short jumps', () => {
      const forward = new Assembler();
      const label = forward.newLabel();
      forward.jmpShort(label);
      forward.emitNops(128);
      forward.bind(label);
      assert.throws(() => forward.finish(), /short jump over 128 bytes/);
      const back = new Assembler();
      const start = back.newLabel();
      back.bind(start);
      back.emitNops(127);
      assert.throws(() => back.jccShort(Condition.less, start), /short jump over -129 bytes/);
    });

    it('addresses relative to rip count from the end of the instruction, immediates included', () => {
      const emitAll = (asm: Assembler, label: number): void => {
        asm.leaLabel(Reg.r12, label);
        asm.rmLabel(Op.mov, 64, Reg.rax, label);
        asm.rmLabel(Op.movzx8, 32, Reg.r9, label);
        asm.mrLabel(Op.mov, 8, label, Reg.rsi);
        asm.miLabel(Op.cmp, 8, label, 5);
        asm.miLabel(Op.cmp, 16, label, 1000);
        asm.miLabel(Op.cmp, 32, label, 5);
        asm.miLabel(Op.mov, 64, label, 5);
        asm.xmLabel(Sse.addsd, Xmm.xmm9, label);
        asm.mxLabel(Sse.movsd, label, Xmm.xmm1);
        asm.callThrough(label);
        asm.jmpThrough(label);
      };
      const source = `lea r12, [rip + label]
        mov rax, [rip + label]
        movzx r9d, byte ptr [rip + label]
        mov [rip + label], sil
        cmp byte ptr [rip + label], 5
        cmp word ptr [rip + label], 1000
        cmp dword ptr [rip + label], 5
        mov qword ptr [rip + label], 5
        addsd xmm9, [rip + label]
        movsd [rip + label], xmm1
        call [rip + label]
        jmp [rip + label]`;
      const code = emitted((asm) => {
        const [first, last] = [asm.newLabel(), asm.newLabel()];
        asm.bind(first);
        emitAll(asm, first);
        emitAll(asm, last);
        asm.bind(last);
      });
      const targets = disassembler.disassemble(code).map(({ address, size, operands }) => {
        const [, sign, number] = /\[rip ([+-]) (0x[0-9a-f]+|\d+)\]/.exec(operands) ?? ['', '+', '0'];
        return address + size + (sign === '-' ? -Number(number) : Number(number));
      });
      assert.equal(targets.length, 24);
      assert.deepEqual(new Set(targets.slice(0, 12)), new Set([0]));
      assert.deepEqual(new Set(targets.slice(12)), new Set([code.length]));
      if (!gnuAs) return;
      const twice = `first:\n${source.replaceAll('label', 'first')}\n${source.replaceAll('label', 'last')}\nlast:`;
      assert.equal(hex(code), hex(assembleText(twice)));
    });

    it('labels outside of the buffer, and the 32-bit limit', () => {
      const code = emitted((asm) => {
        const stub = asm.newLabel();
        asm.bindAt(stub, -4096);
        asm.call(stub);
      });
      assert.equal(hex(code), 'e8fbefffff');
      const asm = new Assembler();
      const edge = asm.newLabel();
      asm.bindAt(edge, 0x7ffffeff);
      asm.jmp(edge);
      const low = asm.newLabel();
      asm.bindAt(low, -0x7ffffeff);
      asm.emitNops(0x200);
      assert.throws(() => asm.jmp(low), /does not fit 32 bits/);
      assert.throws(() => asm.bindAt(asm.newLabel(), 0x7fffffff), /cannot be bound/);
    });

    it('external labels become relocations', () => {
      const asm = new Assembler();
      const external = asm.newExternalLabel();
      asm.call(external);
      asm.miLabel(Op.cmp, 8, external, 1);
      asm.leaLabel(Reg.rax, external);
      const { relocations } = asm.finish();
      assert.deepEqual(relocations, [
        { position: 1, label: external, addend: -4 },
        { position: 7, label: external, addend: -5 },
        { position: 15, label: external, addend: -4 },
      ]);
    });

    it('jump tables hold distances from their start', () => {
      const asm = new Assembler();
      const [table, first, last] = [asm.newLabel(), asm.newLabel(), asm.newLabel()];
      asm.leaLabel(Reg.r11, table);
      asm.rmIndexed(Op.movsxd, 64, Reg.r10, Reg.r11, Reg.rax, 4, 0);
      asm.rr(Op.add, 64, Reg.r10, Reg.r11);
      asm.jmpReg(Reg.r10);
      asm.bind(first);
      asm.plain(Plain.ret);
      asm.emitJumpTable(table, [last, first, last]);
      asm.emitNops(1000);
      asm.bind(last);
      asm.plain(Plain.ret);
      const { bytes } = asm.finish();
      const start = asm.positionOf(table);
      assert.equal(start % 4, 0);
      const view = new DataView(bytes.buffer, start);
      const entries = [0, 4, 8].map((offset) => view.getInt32(offset, true) + start);
      assert.deepEqual(
        entries,
        [last, first, last].map((label) => asm.positionOf(label)),
      );
      assert.equal(lines(bytes)[0], `lea r11, [rip + 0x${(start - 7).toString(16)}]`);
    });

    it('a large buffer: 100000 branches in both directions', () => {
      const asm = new Assembler(Feature.none, 64);
      const count = 50000;
      const labels = Array.from({ length: count }, () => asm.newLabel());
      labels.forEach((label, i) => {
        asm.bind(label);
        asm.jcc(Condition.equal, labels[(i * 7919) % count]);
        asm.call(labels[count - 1 - i]);
      });
      const positions = labels.map((label) => asm.positionOf(label));
      const { bytes } = asm.finish();
      const view = new DataView(bytes.buffer, 0, bytes.length);
      labels.forEach((_, i) => {
        const next = i + 1 < count ? positions[i + 1] : bytes.length;
        assert.equal(view.getUint8(next - 5), 0xe8);
        assert.equal(next + view.getInt32(next - 4, true), positions[count - 1 - i]);
        const end = next - 5;
        const short = end - positions[i] === 2;
        const way = short ? view.getInt8(end - 1) : view.getInt32(end - 4, true);
        assert.equal(end + way, positions[(i * 7919) % count]);
      });
    });
  });

  describe('constants', () => {
    it('are aligned, each once, 16-byte ones first', () => {
      const asm = new Assembler();
      asm.xmLabel(Sse.movsd, Xmm.xmm0, asm.constantFloat(1.5));
      asm.xmLabel(Sse.andpd, Xmm.xmm0, asm.constant128(-1, 0x7fffffff, 0, 0));
      asm.xmLabel(Sse.mulsd, Xmm.xmm0, asm.constantFloat(1.5));
      asm.xmLabel(Sse.addsd, Xmm.xmm0, asm.constantFloat(-0));
      asm.xmLabel(Sse.addsd, Xmm.xmm0, asm.constantFloat(0));
      asm.rmLabel(Op.mov, 64, Reg.rax, asm.constant64(1, 2));
      const codeLength = asm.position;
      const { bytes } = asm.finish();
      const start = (codeLength + 15) & ~15;
      assert.equal(bytes.length, start + 16 + 4 * 8);
      const targets = disassembler
        .disassemble(bytes.subarray(0, codeLength))
        .map(
          ({ address, size, operands }) =>
            address + size + Number(/rip \+ (0x[0-9a-f]+|\d+)/.exec(operands)?.[1]),
        );
      assert.deepEqual(
        targets,
        [16, 0, 16, 24, 32, 40].map((offset) => start + offset),
      );
      const view = new DataView(bytes.buffer, start);
      assert.deepEqual(
        [0, 4, 8, 12].map((offset) => view.getInt32(offset, true)),
        [-1, 0x7fffffff, 0, 0],
      );
      assert.equal(view.getFloat64(16, true), 1.5);
      assert.ok(Object.is(view.getFloat64(24, true), -0));
      assert.ok(Object.is(view.getFloat64(32, true), 0));
      assert.equal(view.getBigInt64(40, true), 0x200000001n);
    });

    it('are gathered anew after a flush', () => {
      const asm = new Assembler();
      const first = asm.constantFloat(2);
      asm.flushConstants();
      assert.notEqual(asm.constantFloat(2), first);
    });
  });

  describe('patches', () => {
    it('retarget jumps and calls by one aligned store', () => {
      for (let lead = 0; lead < 8; lead++) {
        const asm = new Assembler();
        asm.emitNops(lead);
        const [cold, hot] = [asm.newLabel(), asm.newLabel()];
        const fields = [
          asm.jccPatchable(Condition.overflow, cold),
          asm.jmpPatchable(cold),
          asm.callPatchable(cold),
        ];
        asm.bind(cold);
        asm.plain(Plain.ud2);
        asm.bind(hot);
        asm.plain(Plain.ret);
        const code = new Uint8Array(64);
        code.set(asm.finish().bytes);
        const words = new Int32Array(code.buffer);
        for (const field of fields) {
          assert.equal(targetOf(words, field), asm.positionOf(cold));
          retarget(words, field, asm.positionOf(hot));
        }
        const jumps = lines(code).filter((line) => /^(jo|jmp|call) /.test(line));
        const target = `0x${asm.positionOf(hot).toString(16)}`;
        assert.deepEqual(jumps, [`jo ${target}`, `jmp ${target}`, `call ${target}`]);
        assert.throws(() => retarget(words, fields[0] + 1, 0), /not a multiple of 4/);
      }
    });

    it('write a jump over a nop', () => {
      for (let lead = 0; lead < 8; lead++) {
        for (const target of [0, 0x1000, -0x1000]) {
          const asm = new Assembler();
          for (let i = 0; i < lead; i++) asm.plain(Plain.ret);
          const place = asm.nopPatchable();
          for (let i = 0; i < 8; i++) asm.plain(Plain.ret);
          const code = new Uint8Array(32);
          code.set(asm.finish().bytes);
          const old = lines(code);
          writeJump(new BigInt64Array(code.buffer), place, target);
          assert.deepEqual(code.subarray(place, place + 1), Uint8Array.of(0xe9));
          const offset = new DataView(code.buffer).getInt32(place + 1, true);
          assert.equal(place + 5 + offset, target);
          const now = lines(code);
          assert.equal(now.length, old.length);
          assert.equal(now.filter((line, i) => line !== old[i]).length, 1);
        }
      }
    });
  });

  it('reset starts anew in the same memory', () => {
    const asm = new Assembler();
    const label = asm.newLabel();
    asm.jmp(label);
    asm.constantFloat(1);
    asm.reset();
    asm.plain(Plain.ret);
    assert.equal(hex(asm.finish().bytes), 'c3');
  });

  it('conditions negate', () => {
    assert.equal(negate(Condition.less), Condition.greaterOrEqual);
    assert.equal(negate(Condition.above), Condition.belowOrEqual);
  });

  describe('refuses', () => {
    const sixteen: number = 16;
    const cases: [string, (asm: Assembler) => void, RegExp][] = [
      ['a wide byte', (asm) => asm.ri(Op.add, 8, Reg.rax, 256), /immediate 256 does not fit 8 bits/],
      ['a low byte', (asm) => asm.ri(Op.add, 8, Reg.rax, -129), /does not fit/],
      ['a wide word', (asm) => asm.mi(Op.mov, 16, Reg.rax, 0, 65536), /does not fit/],
      ['33 bits', (asm) => asm.ri(Op.mov, 32, Reg.rax, 2 ** 32), /does not fit/],
      ['unsigned 32 bits as 64', (asm) => asm.ri(Op.and, 64, Reg.rax, 0xffffffff), /does not fit/],
      ['a fraction', (asm) => asm.ri(Op.and, 64, Reg.rax, 0.5), /does not fit/],
      ['not a number', (asm) => asm.ri(Op.and, 32, Reg.rax, NaN), /does not fit/],
      ['a wide push', (asm) => asm.pushImmediate(2 ** 31), /does not fit/],
      ['an unsafe integer', (asm) => asm.movImm(Reg.rax, 2 ** 53), /not a safe integer/],
      ['a far displacement', (asm) => asm.rm(Op.mov, 64, Reg.rax, Reg.rbx, 2 ** 31), /displacement/],
      ['rsp as index', (asm) => asm.rmIndexed(Op.mov, 64, 0, 0, Reg.rsp, 1, 0), /rsp cannot be an index/],
      ['a register too many', (asm) => asm.rr(Op.mov, 64, sixteen, 0), /no such register among/],
      ['a negative register', (asm) => asm.push(-sixteen), /no such register/],
      ['an xmm register too many', (asm) => asm.xx(Sse.addsd, 0, sixteen), /no such register/],
      ['lea of bytes', (asm) => asm.rm(Op.lea, 8, 0, 0, 0), /lea has no width of 8/],
      ['lea of a register', (asm) => asm.rr(Op.lea, 64, 0, 0), /lea has no form register, register/],
      ['movsxd to 32 bits', (asm) => asm.rr(Op.movsxd, 32, 0, 0), /no width of 32/],
      ['a transfer of 16 bits', (asm) => asm.xr(Transfer.mov, 16, 0, 0), /no width of 16/],
      ['bswap of 16 bits', (asm) => asm.bswap(16, 0), /no width of 16/],
      ['cmov of bytes', (asm) => asm.cmov(Condition.less, 8, 0, 0), /no width of 8/],
      ['an immediate for xchg', (asm) => asm.ri(Op.xchg, 64, 0, 0), /no form with immediate/],
      ['a load with test', (asm) => asm.rm(Op.test, 64, 0, 0, 0), /test has no form register, memory/],
      ['a store with imul', (asm) => asm.mr(Op.imul, 64, 0, 0, 0), /no form memory, register/],
      ['a store with addsd', (asm) => asm.mx(Sse.addsd, 0, 0, 0), /no form memory, xmm/],
      ['a conversion the wrong way', (asm) => asm.rx(Transfer.cvtsi2sd, 64, 0, 0), /no form register, xmm/],
      ['the other way', (asm) => asm.xr(Transfer.cvttsd2si, 64, 0, 0), /no form xmm, register/],
      ['a locked cmp', (asm) => asm.lockMr(Op.cmp, 64, 0, 0, 0), /cmp cannot be locked/],
      ['a locked mov', (asm) => asm.lockMr(Op.mov, 64, 0, 0, 0), /mov cannot be locked/],
      ['a shift by its width', (asm) => asm.shiftImmediate(Shift.shl, 32, 0, 32), /shl of 32 bits by 32/],
      ['a negative shift', (asm) => asm.shiftImmediate(Shift.sar, 64, 0, -1), /sar of 64 bits by -1/],
      ['roundsd without mode', (asm) => asm.xx(Sse.roundsd, 0, 0), /roundsd needs a selector/],
      ['addsd with mode', (asm) => asm.xxi(Sse.addsd, 0, 0, 1), /addsd with selector/],
      ['a condition too many', (asm) => asm.setcc(sixteen, 0), /no condition 16/],
      ['an odd alignment', (asm) => asm.alignCode(12), /not a power of two/],
      ['a label of nobody', (asm) => asm.jmp(0), /no label 0/],
      ['ret of too much', (asm) => asm.retPop(65536), /ret 65536/],
    ];
    for (const [name, emit, message] of cases)
      it(name, () => assert.throws(() => emit(new Assembler(Feature.all)), message));

    it('a scale of three, a width of 24', () => {
      const three = JSON.parse('3') as 2;
      const odd = JSON.parse('24') as Width;
      const asm = new Assembler();
      assert.throws(() => asm.rmIndexed(Op.mov, 64, 0, 0, 0, three, 0), /scale 3/);
      assert.throws(() => asm.rr(Op.mov, odd, 0, 0), /mov has no width of 24/);
    });

    it('what the processor lacks', () => {
      const asm = new Assembler(Feature.popcnt | Feature.bmi1);
      asm.rr(Op.popcnt, 64, 0, 0);
      asm.rr(Op.tzcnt, 64, 0, 0);
      assert.throws(() => asm.rr(Op.lzcnt, 64, 0, 0), /lzcnt is not among/);
      assert.throws(() => asm.shiftFree(FreeShift.shlx, 64, 0, 0, 0), /shlx is not among/);
      assert.throws(() => asm.xxi(Sse.roundsd, 0, 0, 9), /roundsd is not among/);
    });

    it('labels bound twice or never', () => {
      const asm = new Assembler();
      const label = asm.newLabel();
      asm.jmp(label);
      assert.throws(() => asm.positionOf(label), /is not bound/);
      assert.throws(() => asm.finish(), /label 0 is used but not bound/);
      const twice = new Assembler();
      const one = twice.newLabel();
      twice.bind(one);
      assert.throws(() => twice.bind(one), /bound already/);
      const external = twice.newExternalLabel();
      assert.throws(() => twice.bind(external), /bound already/);
    });
  });
});

function conditionsOf(): Condition[] {
  return Array.from({ length: 16 }, (_, i) => i);
}
