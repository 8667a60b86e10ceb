/** Virtual calls with one possible target become direct ones. */
import { zeroOf, type Graph, type Operand } from '../flow/graph.js';
import type { ClassModel, FunctionModel } from '../flow/model.js';
import { isAssignable } from '../flow/types.js';

/** The methods that a call may reach. */
export type FindTargets = (receiver: ClassModel, name: string) => readonly FunctionModel[];

export function devirtualize(graph: Graph, findTargets: FindTargets): void {
  for (const block of graph.blocks) {
    block.operations = block.operations.map((operation) => {
      const { immediate, args, result } = operation;
      if (immediate.kind !== 'method') return operation;
      const { receiver, declaration } = immediate.method;
      const [only, ...others] = findTargets(narrower(receiver, args[0]), declaration.simpleName);
      if (only === undefined || others.length > 0) return operation;
      // A method may have more parameters than the one that it overrides.
      const types = only.argumentTypes;
      const all = types.map((type, i) => args[i] ?? zeroOf(type));
      if (!types.every((type, i) => isAssignable(all[i]?.type ?? type, type))) return operation;
      if (result !== null && !isAssignable(only.result, result.type)) return operation;
      return { ...operation, name: 'call', args: all, immediate: { kind: 'function', fn: only } };
    });
  }
}

/** The receiver's class as the operand's type tells it, where that is more precise. */
function narrower(receiver: ClassModel, object: Operand | undefined): ClassModel {
  const type = object?.type;
  return type?.kind === 'ref' && type.cls?.isSubclassOf(receiver) === true ? type.cls : receiver;
}
