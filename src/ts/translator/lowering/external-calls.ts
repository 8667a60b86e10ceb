/**
 * Calls of externals. What the C library can do is done there (`native-externals.ts`). Calls of host functions: arguments go to the state block as words, the host reads and answers there. Byte strings and arrays go as
 * references, which the host reads in the heap; those that it gives are fetched by the runtime.
 */
import type { LirOperand } from '../../backend/lir.js';
import { stubSymbols } from '../../backend/state-places.js';
import type { BuiltinType } from '../../rlib/heap-layout.js';
import { State } from '../../rlib/raw.js';
import type { Operation } from '../flow/graph.js';
import type { ExternalModel } from '../flow/model.js';
import type { FlowType } from '../flow/types.js';
import { numberArrays } from './layout.js';
import { edge, int, NULL, registerClass, stateAddress, ZERO, type GraphLowering } from './lower-graph.js';
import { callDoubles, callEntry, callEntryVoid, callFunction } from './lower-calls.js';
import { cExternals, runtimeExternals } from './native-externals.js';
import type { Lower } from './operands.js';

/** Words that the state block has for arguments. */
const MAX_ARGUMENTS = 16;

export const externalCall: Lower = (l, operation) => {
  if (operation.immediate.kind !== 'external') throw new Error('call_external without a function');
  const { external } = operation.immediate;
  const inRuntime = runtimeExternals.get(external.name);
  const inC = cExternals.get(external.name);
  if (inRuntime !== undefined)
    callFunction(l, operation, l.program.runtimeFunction(inRuntime), operation.args);
  else if (inC !== undefined) callDoubles(l, operation, inC);
  else callHost(l, operation, external);
};

function callHost(l: GraphLowering, operation: Operation, external: ExternalModel): void {
  if (operation.args.length > MAX_ARGUMENTS)
    throw new Error(`external '${external.name}' has more than ${MAX_ARGUMENTS} arguments`);
  operation.args.forEach((arg, i) => {
    const cls = registerClass(external.params[i] ?? arg.type);
    if (cls === null) throw new Error(`external '${external.name}': an argument without a value`);
    const value = l.valueAs(arg, cls);
    const place = stateAddress((State.HOST_ARGUMENTS as number) + 8 * i);
    if (cls === 'float') l.emitVoid('store_f64', [NULL, ZERO, value], place);
    else
      l.emitVoid(
        'store_64',
        [NULL, ZERO, cls === 'ref' ? l.emit('ref_to_int', [value], 'int') : value],
        place,
      );
  });
  const id = int(l.program.externalId(external));
  const status = l.emit('call', [id], 'int', { kind: 'symbol', symbol: stubSymbols.hostCall });
  const failed = l.newBlock(true);
  const normal = l.newBlock(false);
  l.finish({
    kind: 'branch',
    condition: 'int_ne',
    left: status,
    right: ZERO,
    whenTrue: edge(failed),
    whenFalse: edge(normal),
  });
  l.start(failed);
  callEntryVoid(l, 'raiseHostError', []);
  l.trap('unreachable code: a host error was not raised');
  l.start(normal);
  const result = resultOf(l, external.result, external.name);
  if (result !== null) l.setResult(operation, result);
}

function resultOf(l: GraphLowering, type: FlowType, name: string): LirOperand | null {
  const place = stateAddress(State.HOST_ARGUMENTS);
  switch (type.kind) {
    case 'void':
      return null;
    case 'int':
    case 'bool':
      return l.emit('load_i64', [NULL, ZERO], 'int', place);
    case 'float':
      return l.emit('load_f64', [NULL, ZERO], 'float', place);
    case 'string':
      return callEntry(l, 'fetchString', [], 'ref');
    case 'bytes':
    case 'ints':
    case 'int32s':
    case 'floats': {
      const length = l.emit('load_i64', [NULL, ZERO], 'int', stateAddress(State.HOST_LENGTH));
      const typeId: BuiltinType = numberArrays[type.kind].type;
      return callEntry(l, 'fetchArray', [int(typeId), length], 'ref');
    }
    default:
      throw new Error(`external '${name}' gives a ${type.kind}`);
  }
}
