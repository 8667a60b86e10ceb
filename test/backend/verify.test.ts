/** The verifier finds nothing in right functions and names what is wrong in others; the printer shows all there is. */
import assert from 'node:assert/strict';
import { printFunction } from '../../src/ts/backend/print.js';
import { checkFunction, findProblems } from '../../src/ts/backend/verify.js';
import { address, edge, intConstant, LirBuilder, NULL, randomModule } from './random-lir.js';

function counting(): LirBuilder {
  const builder = new LirBuilder('count', 'int');
  const n = builder.param(builder.block, 'int');
  const header = builder.newBlock('int');
  const done = builder.newColdBlock();
  builder.jump(header, n);
  builder.start(header);
  const [left] = header.params;
  const less = builder.value('int_sub', 'int', [left, intConstant(1)]);
  builder.emit('store_64', [NULL, less, left], address(4096, 8));
  const [whenTrue, whenFalse] = [edge(header, less), edge(done)];
  builder.exit({
    kind: 'branch',
    condition: 'int_gt',
    left: less,
    right: intConstant(0),
    whenTrue,
    whenFalse,
  });
  builder.start(done);
  builder.exit({ kind: 'return', value: less });
  builder.finish();
  [builder.block] = builder.lir.blocks;
  return builder;
}

describe('low-level IR', () => {
  it('prints', () => {
    assert.equal(
      printFunction(counting().lir),
      [
        'function count(i0) -> int',
        'block0(i0):',
        '  jump block1(i0)',
        'block1(i1):',
        '  i2 = int_sub i1, 1',
        '  store_64 null, i2, i1 [index*8 + 4096]',
        '  branch int_gt i2, 0 ? block1(i2) : block2()',
        'block2 cold():',
        '  return i2',
        '',
      ].join('\n'),
    );
  });

  it('is right as the random maker makes it', () => {
    for (let seed = 0; seed < 200; seed++) {
      for (const lir of randomModule(seed, { functions: 2, statements: 30, mostCost: 4000 }))
        checkFunction(lir);
    }
  });

  const problems: [string, (builder: LirBuilder) => unknown, RegExp][] = [
    [
      'a wrong class of operand',
      (b) => b.value('int_add', 'int', [NULL, intConstant(1)]),
      /add null, 1' is a ref, not a int/,
    ],
    ['a wrong count of operands', (b) => b.value('int_neg', 'int', []), /has 0 operands, not 1/],
    ['a wrong class of result', (b) => b.value('int_neg', 'float', [intConstant(1)]), /should give a int/],
    ['a copy between classes', (b) => b.value('copy', 'int', [NULL]), /should give a ref/],
    [
      'a missing part',
      (b) => b.value('load_i64', 'int', [NULL, intConstant(0)]),
      /part of kind none, not address/,
    ],
    [
      'a guard that compares what its condition does not',
      (b) =>
        b.emit('guard', [NULL, NULL], { kind: 'guard', condition: 'int_eq', expected: true, status: 16 }),
      /reads ref ref, not int int/,
    ],
    [
      'a guard of overflow of nothing',
      (b) => b.emit('guard', [], { kind: 'guard', condition: 'overflow', expected: true, status: 16 }),
      /leave 16' does not follow an operation that sets overflow/,
    ],
    ['a wrong class returned', (b) => b.exit({ kind: 'return', value: NULL }), /reads ref, not int/],
    ['an edge without arguments', (b) => b.jump(b.lir.blocks[1]), /gives block1 0 arguments, not 1/],
    ['an edge with a wrong argument', (b) => b.jump(b.lir.blocks[1], NULL), /gives i1 of block1 a ref/],
    ['an edge to the entry', (b) => b.jump(b.lir.entry, intConstant(0)), /leads to the entry/],
    ['an edge to nowhere', (b) => b.jump(b.newBlock()), /no place in the layout/],
    ['a missing exit', (b) => (b.block.exit = null), /has no exit/],
    [
      'a use that the definition does not dominate',
      useAbove,
      /reads i2, whose definition does not dominate it/,
    ],
    ['a second definition', defineTwice, /i2 is defined twice/],
    ['overflow of nothing', overflowOfNothing, /does not follow an operation that sets overflow/],
  ];

  function useAbove(builder: LirBuilder): void {
    const [{ result }] = builder.lir.blocks[1].operations;
    builder.value('int_neg', 'int', [result!]);
  }

  function defineTwice(builder: LirBuilder): void {
    const [first] = builder.lir.blocks[1].operations;
    builder.block.operations.push({ ...first, args: [intConstant(1), intConstant(1)] });
  }

  function overflowOfNothing(builder: LirBuilder): void {
    const [, header] = builder.lir.blocks;
    builder.exit({
      kind: 'overflow',
      overflow: edge(header, intConstant(1)),
      normal: edge(header, intConstant(2)),
    });
  }

  for (const [name, spoil, expected] of problems) {
    it(`finds ${name}`, () => {
      const builder = counting();
      assert.deepEqual(findProblems(builder.lir), []);
      spoil(builder);
      assert.match(findProblems(builder.lir).join('\n'), expected);
    });
  }
});
