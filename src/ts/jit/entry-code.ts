/** The code of a cell: it compares the greens at hand with those of the cell's loops, and enters the loop that they are of. */
import { LirConstant, LirFunction } from '../backend/lir.js';
import { TraceStatus } from '../rlib/jit-layout.js';
import { RETURN, type CodeRegion, type RegionOffset } from './code-region.js';
import type { LoopEntrance } from './optimizer/loop-entrance.js';
import type { TraceConstant } from './trace.js';
import { loadOps, valuePart } from './value-places.js';

const NULL = new LirConstant('ref', 0);
const ZERO = new LirConstant('int', 0);

/** A compiled loop, by the greens at its start. */
export interface Loop {
  readonly driver: number;
  readonly greens: readonly TraceConstant[];
  readonly symbol: string;
  readonly greenCount: number;
  /** For bridges that come back to it. */
  entrance: LoopEntrance | null;
}

/** Enters a loop if the greens are the loop's, else tries the cell's next one. */
export function makeEntry(
  symbol: string,
  loop: Loop,
  next: RegionOffset | null,
  region: CodeRegion,
): LirFunction {
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
  current.exit = { kind: 'leave', symbol: loop.symbol, status: TraceStatus.NOTHING };
  out.blocks.push(other);
  if (next === null) {
    other.exit = { kind: 'leave', symbol: RETURN, status: TraceStatus.NOTHING };
  } else {
    const result = out.newRegister('int', '');
    const code = new LirConstant('int', region.imageOffset(next));
    other.operations.push({ op: 'call_code', args: [code], part: { kind: 'none' }, result, line: 0 });
    other.exit = { kind: 'return', value: result };
  }
  return out;
}
