/** The code of a cell: it compares the greens at hand with those of the cell's loops, and enters the loop that they are of. */
import { LirConstant, LirFunction, NO_PART } from '../backend/lir.js';
import { TraceStatus } from '../rlib/jit-layout.js';
import { RETURN } from './code-region.js';
import type { Loop } from './compiled-loops.js';
import { loadOps, statePart, valuePart } from './value-places.js';

const NULL = new LirConstant('ref', 0);
const ZERO = new LirConstant('int', 0);
const ONE = new LirConstant('int', 1);

/** Enters a loop if the greens are the loop's, and notes that; else tries the next entry. `used`: the place of the loop's flag. */
export function makeEntry(symbol: string, loop: Loop, used: number, next: string | null): LirFunction {
  const out = new LirFunction(symbol, 'int');
  let current = out.newBlock(false);
  out.blocks.push(current);
  const other = out.newBlock(true);
  loop.greens.forEach((green, i) => {
    const { cls } = green;
    const left = out.newRegister(cls, '');
    current.operations.push({
      op: loadOps[cls],
      args: [NULL, ZERO],
      part: valuePart(i),
      result: left,
      line: 0,
    });
    const same = out.newBlock(false);
    current.exit = {
      kind: 'branch',
      condition: cls === 'int' ? 'int_eq' : cls === 'ref' ? 'ref_eq' : 'float_eq',
      left,
      right: green,
      whenTrue: { target: same, args: [] },
      whenFalse: { target: other, args: [] },
    };
    out.blocks.push(same);
    current = same;
  });
  const place = out.newRegister('int', '');
  current.operations.push(
    { op: 'copy', args: [new LirConstant('int', used)], part: NO_PART, result: place, line: 0 },
    { op: 'store_32', args: [NULL, place, ONE], part: statePart(0), result: null, line: 0 },
  );
  current.exit = { kind: 'leave', symbol: loop.symbol, status: TraceStatus.NOTHING };
  out.blocks.push(other);
  other.exit = { kind: 'leave', symbol: next ?? RETURN, status: TraceStatus.NOTHING };
  return out;
}
