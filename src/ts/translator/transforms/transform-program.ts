/**
 * The transforms of a whole program, graph by graph: functions that are called come before those that call them, so that what is inlined is as
 * small as it gets. Each is a function of its own, from a well-formed graph to one with the same meaning; tests verify and run the graphs in between.
 */
import type { Block, Graph } from '../flow/graph.js';
import type { FunctionModel } from '../flow/model.js';
import { devirtualize, type FindTargets } from './devirtualize.js';
import { removeUnreachable } from './edit.js';
import { inlineCalls, inliningCost } from './inline.js';
import { findKnownValues, type ReadField } from './known-values.js';
import { removeAllocations } from './remove-allocations.js';
import { simplify } from './simplify.js';

/** What transforms ask of the program. */
export interface ProgramFacts {
  readonly findTargets: FindTargets;
  readonly readField: ReadField;
  /** Looks at a graph after each pass: tests verify there. */
  readonly afterPass?: (graph: Graph, pass: string) => void;
}

export function transformProgram(
  functions: readonly FunctionModel[],
  graphOf: (fn: FunctionModel) => Graph,
  facts: ProgramFacts,
): void {
  const copied = new Map<FunctionModel, Graph | null>();
  const findCallee = (fn: FunctionModel): Graph | null => copied.get(fn) ?? null;
  for (const fn of calleesFirst(functions, graphOf, facts)) {
    const graph = graphOf(fn);
    transformGraph(graph, facts, findCallee);
    copied.set(fn, inliningCost(graph) < Infinity ? graph : null);
  }
}

function transformGraph(
  graph: Graph,
  facts: ProgramFacts,
  findCallee: (fn: FunctionModel) => Graph | null,
): void {
  const run = (pass: string, transform: () => void): void => {
    transform();
    facts.afterPass?.(graph, pass);
  };
  run('removeUnreachable', () => {
    removeUnreachable(graph);
  });
  run('devirtualize', () => {
    devirtualize(graph, facts.findTargets);
  });
  run('inlineCalls', () => {
    inlineCalls(graph, findCallee);
  });
  run('simplify', () => {
    simplify(graph);
  });
  for (let isChanged = true; isChanged;) {
    run('findKnownValues', () => {
      findKnownValues(graph, facts.readField);
    });
    run('simplify', () => {
      simplify(graph);
    });
    run('removeAllocations', () => {
      isChanged = removeAllocations(graph) > 0;
    });
  }
}

/** In postorder of the calls. Of functions that call each other in a circle one comes first. */
function calleesFirst(
  functions: readonly FunctionModel[],
  graphOf: (fn: FunctionModel) => Graph,
  facts: ProgramFacts,
): FunctionModel[] {
  const known = new Set(functions);
  const order: FunctionModel[] = [];
  const seen = new Set<FunctionModel>();
  const calleesOf = (fn: FunctionModel): FunctionModel[] =>
    graphOf(fn)
      .blocks.flatMap((block) => calleesIn(block, facts))
      .filter((callee) => known.has(callee));
  for (const root of functions) {
    if (seen.has(root)) continue;
    seen.add(root);
    const stack = [{ fn: root, callees: calleesOf(root) }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const callee = top.callees.pop();
      if (callee === undefined) {
        order.push(top.fn);
        stack.pop();
      } else if (!seen.has(callee)) {
        seen.add(callee);
        stack.push({ fn: callee, callees: calleesOf(callee) });
      }
    }
  }
  return order;
}

function calleesIn(block: Block, { findTargets }: ProgramFacts): FunctionModel[] {
  return block.operations.flatMap(({ immediate }) => {
    if (immediate.kind === 'function') return [immediate.fn];
    if (immediate.kind !== 'method') return [];
    const targets = findTargets(immediate.method.receiver, immediate.method.declaration.simpleName);
    return targets.length === 1 ? targets.slice() : [];
  });
}
