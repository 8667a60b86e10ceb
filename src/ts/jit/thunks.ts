/** Calls with arguments from memory, made once for each signature: for the meta-interpreter. */
import { LirConstant, LirFunction, type LirOperand } from '../backend/lir.js';
import type { CodeRegion } from './code-region.js';
import { loadOps, valuePart } from './value-places.js';
import type { LiveBox } from './values.js';

const NULL = new LirConstant('ref', 0);
const ZERO = new LirConstant('int', 0);

export class Thunks {
  private readonly known = new Map<string, number>();

  constructor(private readonly region: CodeRegion) {}

  thunk(kind: 'code' | 'c', params: readonly LiveBox['cls'][], result: LiveBox['cls'] | null): number {
    const name = `thunk ${kind} ${params.join(' ')} ${result ?? ''}`;
    let offset = this.known.get(name);
    if (offset === undefined) {
      const out = new LirFunction(name, result);
      const block = out.newBlock(false);
      out.blocks.push(block);
      const args: LirOperand[] = (['int', ...params] as const).map((cls, i) => {
        const register = out.newRegister(cls, '');
        block.operations.push({
          op: loadOps[cls],
          args: [NULL, ZERO],
          part: valuePart(i),
          result: register,
          line: 0,
        });
        return register;
      });
      const value = result === null ? null : out.newRegister(result, '');
      const op = kind === 'c' ? 'call_c' : 'call_code';
      block.operations.push({ op, args, part: { kind: 'none' }, result: value, line: 0 });
      block.exit = { kind: 'return', value };
      offset = this.region.imageOffset(this.region.install(out).start);
      this.known.set(name, offset);
    }
    return offset;
  }
}
