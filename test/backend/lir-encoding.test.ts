/** Encoded functions come back as they were: random modules, encoded, decoded and encoded again. */
import assert from 'node:assert/strict';
import { decodeLir, LirEncoder, type EncodingTables } from '../../src/ts/backend/lir-encoding.js';
import { lirOps, type LirOpName } from '../../src/ts/backend/lir-ops.js';
import { printFunction } from '../../src/ts/backend/print.js';
import { checkFunction } from '../../src/ts/backend/verify.js';
import { randomModule } from './random-lir.js';

const ops = Object.keys(lirOps) as LirOpName[];

describe('encoded low-level IR', () => {
  it('comes back as it was', () => {
    for (let seed = 1; seed <= 40; seed++) {
      for (const lir of randomModule(seed, { functions: 3, statements: 30, mostCost: 100_000 })) {
        const symbols: string[] = [];
        const number = (symbol: string): number =>
          symbols.includes(symbol) ? symbols.indexOf(symbol) : symbols.push(symbol) - 1;
        const tables: EncodingTables = { ops, symbolAt: (index) => symbols[index] ?? '', places: [] };
        const first = new LirEncoder(ops, number);
        first.add(lir);
        const decoded = decodeLir(Int32Array.from(first.words), 0, lir.symbol, tables);
        checkFunction(decoded);
        const second = new LirEncoder(ops, number);
        second.add(decoded);
        assert.deepEqual(second.words, first.words, `seed ${seed}: ${printFunction(lir)}`);
        assert.equal(decoded.registerCount, lir.registerCount);
        assert.equal(decoded.result, lir.result);
      }
    }
  });
});
