/** Symbol tables say what went into them. The addon's reader is tested with its crash reports. */
import assert from 'node:assert/strict';
import { decodeSymbols, encodeSymbols, type SymbolTable } from '../../src/ts/native/symbol-table.js';

function check(table: SymbolTable): void {
  assert.deepEqual(decodeSymbols(encodeSymbols(table)), table);
}

describe('symbol tables', () => {
  it('empty', () => {
    check({ functions: [], files: [], reasons: [] });
  });

  it('functions without lines, lines that go back, other files, long distances', () => {
    check({
      functions: [
        { offset: 0, name: 'stub#enter', frame: 0xffff, steps: [] },
        {
          offset: 16,
          name: 'a#f',
          frame: 3,
          steps: [
            { offset: 16, file: 0, line: 1 },
            { offset: 17, file: 1, line: 70000 },
            { offset: 17 + 0x100000, file: 1, line: 69999 },
            { offset: 18 + 0x100000, file: 200, line: 2 },
            { offset: 19 + 0x100000, file: 0, line: 2 },
          ],
        },
        { offset: 0x200000, name: 'a#g', frame: 0, steps: [] },
        { offset: 0x200010, name: 'é', frame: 1, steps: [{ offset: 0x200014, file: 0, line: 9 }] },
      ],
      files: Array.from({ length: 201 }, (_, i) => `file${i}.ts`),
      reasons: ['unreachable code', 'null'],
    });
  });
});
